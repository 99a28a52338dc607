import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeIpv4, type Ipv4Packet } from "../../src/wire/ipv4.ts";
import {
  type Advertisement,
  decodeVrrp,
  encodeVrrp,
  passwordData,
  peekVirtualRouterId,
  VRRP_GROUP,
  VRRP_PROTOCOL,
} from "../../src/wire/vrrp.ts";
import { readVector } from "../vectors/vector.ts";

const SOURCE = Uint8Array.of(192, 168, 0, 4);
const ADDRESSES = [Uint8Array.of(192, 168, 0, 121), Uint8Array.of(192, 168, 0, 122)];
const SHARED = { virtualRouterId: 51, priority: 120, addresses: ADDRESSES };
const NONE = { kind: "none" } as const;

/** Each vector and what it says. */
const vectors: readonly { name: string; source: Uint8Array; advert: Advertisement }[] = [
  {
    name: "keepalived-v2-none",
    source: SOURCE,
    advert: { ...SHARED, version: 2, intervalSeconds: 1, authentication: NONE },
  },
  {
    name: "keepalived-v2-none-resigning",
    source: SOURCE,
    advert: { ...SHARED, priority: 0, version: 2, intervalSeconds: 1, authentication: NONE },
  },
  {
    name: "keepalived-v2-pass",
    source: SOURCE,
    advert: {
      ...SHARED,
      version: 2,
      intervalSeconds: 1,
      authentication: { kind: "pass", data: passwordData("s3cr") },
    },
  },
  { name: "keepalived-v3", source: SOURCE, advert: { ...SHARED, version: 3, intervalCentis: 10 } },
  {
    name: "rfc9568-by-hand",
    source: Uint8Array.of(192, 168, 1, 1),
    advert: {
      virtualRouterId: 1,
      priority: 255,
      addresses: [Uint8Array.of(192, 168, 1, 1)],
      version: 3,
      intervalCentis: 4095,
    },
  },
];

const PLAIN = { noNullPrototype: true };
const byte = fc.nat(255);
const four = fc.uint8Array({ minLength: 4, maxLength: 4 });
const shared = { virtualRouterId: byte, priority: byte, addresses: fc.array(four, { maxLength: 255 }) };
const password = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((data) => ({ kind: "pass" as const, data }));
const anyAdvert: fc.Arbitrary<Advertisement> = fc.oneof(
  fc.record({ ...shared, version: fc.constant(3 as const), intervalCentis: fc.nat(4095) }, PLAIN),
  fc.record(
    {
      ...shared,
      version: fc.constant(2 as const),
      intervalSeconds: byte,
      authentication: fc.oneof(fc.constant(NONE), password),
    },
    PLAIN,
  ),
);

for (const { name, source, advert } of vectors) {
  test(`${name} is read as what its sender meant, and written byte for byte the same`, () => {
    const packet = decodeVector(name);
    assert.deepEqual(decodeVrrp(packet), advert);
    assert.equal(peekVirtualRouterId(packet), advert.virtualRouterId);
    assert.deepEqual(encodeVrrp(advert, source, VRRP_GROUP), packet.payload);
  });

  test(`${name} with any one bit flipped is refused`, () => {
    const packet = decodeVector(name);
    for (let bit = 0; bit < packet.payload.length * 8; bit++) {
      const payload = packet.payload.slice();
      payload[bit >> 3] = (payload[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(typeof decodeVrrp({ ...packet, payload }), "string", `bit ${bit}`);
    }
  });

  test(`${name} is refused when cut off at any length, and when anything follows`, () => {
    const packet = decodeVector(name);
    for (let length = 0; length < packet.payload.length; length++) {
      assert.equal(decodeVrrp({ ...packet, payload: packet.payload.subarray(0, length) }), "packet_len_err");
    }
    const payload = new Uint8Array(packet.payload.length + 1);
    payload.set(packet.payload);
    assert.equal(decodeVrrp({ ...packet, payload }), "packet_len_err");
  });
}

test("every advert is read again as it was written", () => {
  fc.assert(
    fc.property(anyAdvert, four, (advert, source) => {
      const payload = encodeVrrp(advert, source, VRRP_GROUP);
      assert.deepEqual(decodeVrrp(packetOf(payload, source)), advert);
    }),
  );
});

test("any flipped bit of any advert is refused", () => {
  fc.assert(
    fc.property(anyAdvert, four, fc.nat(), (advert, source, somewhere) => {
      const payload = encodeVrrp(advert, source, VRRP_GROUP);
      const bit = somewhere % (payload.length * 8);
      payload[bit >> 3] = (payload[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(typeof decodeVrrp(packetOf(payload, source)), "string");
    }),
    { numRuns: 1000 },
  );
});

test("noise of up to 64 KiB gives an advert or the reason why not, whatever the noise begins with", () => {
  const noise = fc.uint8Array({ maxLength: 65_536, size: "max" });
  fc.assert(
    fc.property(noise, fc.constantFrom(0x21, 0x31, undefined), (payload, first) => {
      if (first !== undefined && payload.length > 0) payload[0] = first;
      const result = decodeVrrp(packetOf(payload, SOURCE));
      assert.ok(typeof result === "string" || result.addresses.length === payload[3]);
    }),
    { numRuns: 200 },
  );
});

/** What each counter of decodeVrrp stands for: the changed byte of a good packet, and how the checksum is mended. */
const refusals = [
  { reason: "vers_err", name: "keepalived-v2-none", at: 0, value: 0x11 },
  { reason: "vers_err", name: "keepalived-v3", at: 0, value: 0x41 },
  { reason: "invalid_type_rcvd", name: "keepalived-v2-none", at: 0, value: 0x22 },
  { reason: "invalid_type_rcvd", name: "keepalived-v3", at: 0, value: 0x30 },
  { reason: "packet_len_err", name: "keepalived-v3", at: 3, value: 3 },
  { reason: "packet_len_err", name: "keepalived-v2-pass", at: 3, value: 1 },
  { reason: "invalid_authtype", name: "keepalived-v2-none", at: 4, value: 3 },
  { reason: "invalid_authtype", name: "keepalived-v2-pass", at: 4, value: 255 },
  { reason: "chk_err", name: "keepalived-v2-none", at: 2, value: 121 },
] as const;

for (const { reason, name, at, value } of refusals) {
  test(`byte ${at} of ${name} set to ${value} is refused as ${reason}`, () => {
    const packet = decodeVector(name);
    const payload = packet.payload.slice();
    payload[at] = value;
    assert.equal(decodeVrrp({ ...packet, payload }), reason);
  });
}

test("a packet that has crossed a router is refused as ip_ttl_err", () => {
  fc.assert(
    fc.property(fc.nat(254), (ttl) =>
      assert.equal(decodeVrrp({ ...decodeVector("keepalived-v3"), ttl }), "ip_ttl_err"),
    ),
  );
});

test("version 3 counts a pseudo header into the checksum, so another source or destination is refused", () => {
  const packet = decodeVector("keepalived-v3");
  assert.equal(decodeVrrp({ ...packet, source: Uint8Array.of(192, 168, 0, 5) }), "chk_err");
  assert.equal(decodeVrrp({ ...packet, destination: Uint8Array.of(224, 0, 0, 19) }), "chk_err");
  assert.equal(decodeVrrp(packetOf(readVector("keepalived-2.4-v3-checksum-as-v2"), SOURCE)), "chk_err");
});

test("the reserved bits of version 3 are ignored, RFC 9568 section 5.2.6", () => {
  const packet = decodeVector("keepalived-v3");
  const payload = packet.payload.slice();
  // One's complement: 0xf000 more in this word is 0xf000 less in the checksum, 333c.
  payload.set([0xf0, 10, 0x43, 0x3b], 4);
  const advert = decodeVrrp({ ...packet, payload });
  assert.ok(typeof advert === "object" && advert.version === 3);
  assert.equal(advert.intervalCentis, 10);
});

test("the authentication header of RFC 2338 is told apart from other unknown types", () => {
  const advert = { ...SHARED, version: 2, intervalSeconds: 1, authentication: { kind: "header" } } as const;
  assert.deepEqual(decodeVrrp(packetOf(encodeVrrp(advert, SOURCE, VRRP_GROUP), SOURCE)), advert);
});

test("a message too short for a header has no VRID", () => {
  const { payload } = decodeVector("keepalived-v3");
  for (let length = 0; length < 8; length++)
    assert.equal(peekVirtualRouterId(packetOf(payload.subarray(0, length), SOURCE)), undefined);
});

test("a password is cut or padded to 8 bytes of UTF-8, as the file has it", () => {
  for (const text of ["", "1111", "12345678", "123456789", "pässwörd", "密码密码"]) {
    const expected = Buffer.alloc(8);
    expected.set(Buffer.from(text, "utf8").subarray(0, 8));
    assert.deepEqual([...passwordData(text)], [...expected], text);
  }
});

function decodeVector(name: string): Ipv4Packet {
  const packet = decodeIpv4(readVector(name));
  assert.ok(packet !== undefined && packet.protocol === VRRP_PROTOCOL);
  return packet;
}

function packetOf(payload: Uint8Array, source: Uint8Array): Ipv4Packet {
  return { source, destination: VRRP_GROUP, ttl: 255, protocol: VRRP_PROTOCOL, payload };
}
