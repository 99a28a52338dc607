import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { internetChecksum } from "../../src/wire/checksum.ts";
import { decodeIpv4, encodeIpv4, formatIpv4, parseIpv4 } from "../../src/wire/ipv4.ts";
import { readVector } from "../vectors/vector.ts";

const address = fc.uint8Array({ minLength: 4, maxLength: 4 });
const byte = fc.nat(255);
const header = fc.record({
  typeOfService: byte,
  identification: fc.nat(0xffff),
  ttl: byte,
  protocol: byte,
  source: address,
  destination: address,
});

test("the header is written as keepalived writes it", () => {
  const packet = readVector("keepalived-v2-none");
  const written = encodeIpv4(
    {
      typeOfService: 0xc0,
      identification: 1,
      ttl: 255,
      protocol: 112,
      source: Uint8Array.of(192, 168, 0, 4),
      destination: Uint8Array.of(224, 0, 0, 18),
    },
    packet.subarray(20),
  );
  assert.deepEqual(written, packet);
});

test("what is written is read again, with a right header checksum", () => {
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 100 }), (written, payload) => {
      const bytes = encodeIpv4(written, payload);
      const { ttl, protocol, source, destination } = written;
      assert.deepEqual(decodeIpv4(bytes), { ttl, protocol, source, destination, payload });
      assert.equal(internetChecksum(bytes.subarray(0, 20)), 0);
    }),
  );
});

test("options are skipped, and what follows the packet is none of it", () => {
  const bytes = Uint8Array.of(0x46, 0, 0, 26, 0, 0, 0, 0, 9, 112, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 1, 1, 77, 88, 99);
  assert.deepEqual(decodeIpv4(bytes)?.payload, Uint8Array.of(77, 88));
});

test("a packet cut off at any length is refused", () => {
  const packet = readVector("keepalived-v2-pass");
  for (let length = 0; length < packet.length; length++)
    assert.equal(decodeIpv4(packet.subarray(0, length)), undefined);
});

test("another version, a header too short or longer than the packet is refused", () => {
  const patched = (at: number, value: number) => {
    const packet = readVector("keepalived-v3");
    packet[at] = value;
    return packet;
  };
  for (const first of [0x65, 0x05, 0x44, 0x40, 0x4f]) assert.equal(decodeIpv4(patched(0, first)), undefined);
  assert.equal(decodeIpv4(patched(3, 19)), undefined, "a total length that does not hold the header");
  assert.equal(decodeIpv4(patched(2, 1)), undefined, "a total length beyond the bytes that came");
});

test("noise of up to 64 KiB gives a packet inside the noise or nothing", () => {
  const noise = fc.uint8Array({ maxLength: 65_536, size: "max" });
  fc.assert(
    fc.property(noise, fc.boolean(), (bytes, likely) => {
      if (likely && bytes.length > 0) bytes[0] = 0x45;
      const packet = decodeIpv4(bytes);
      assert.ok(packet === undefined || packet.payload.length <= bytes.length - 20);
    }),
    { numRuns: 200 },
  );
});

test("an address is printed and read in the canonical form only", () => {
  fc.assert(fc.property(address, (bytes) => assert.deepEqual(parseIpv4(formatIpv4(bytes)), bytes)));
  const almost = fc.array(fc.constantFrom("0", "1", "00", "01", "255", "256", "-1", "", " 1", "1e1", "0x1", "9999"));
  fc.assert(
    fc.property(fc.oneof(almost, fc.array(fc.nat(300).map(String), { minLength: 3, maxLength: 5 })), (parts) => {
      const text = parts.join(".");
      assert.equal(parseIpv4(text) !== undefined, isIPv4(text), text);
    }),
  );
});
