import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encode32, encodeAttribute, encodeText, joinBytes } from "../../src/wire/netlink.ts";
import {
  decodeInterfaceAddress,
  decodeInterfaceLink,
  encodeInterfaceAddress,
  type InterfaceAddress,
} from "../../src/wire/route.ts";
import { bigEndianMachine, hex } from "./bytes.ts";

// Recorded from Linux 6.18 on a little-endian machine.
const recorded = { skip: bigEndianMachine && "recorded on a little-endian machine" };

test("An address with a lifetime, label and protocol is read as the kernel tells it", recorded, () => {
  const body = hex(
    `021800fd 03000000 08000100 0a000004 08000200 0a000004 08000400 0a0000ff 09000300 76613a31 00000000 05000b00
     12000000 08000800 00000000 14000600 03000000 03000000 82010300 82010300`,
  );
  assert.deepEqual(decodeInterfaceAddress(body), {
    index: 3,
    address: "10.0.0.4",
    prefixLength: 24,
    scope: 253,
    flags: 0,
    broadcast: "10.0.0.255",
    label: "va:1",
    protocol: 18,
    lifetimeSeconds: 3,
  });
});

test("An address for ever is read without a lifetime", recorded, () => {
  const body = hex(
    `02208000 03000000 08000100 0a000001 08000200 0a000001 07000300 76610000 05000b00 12000000 08000800 80000000
     14000600 ffffffff ffffffff 82010300 82010300`,
  );
  assert.deepEqual(decodeInterfaceAddress(body), {
    index: 3,
    address: "10.0.0.1",
    prefixLength: 32,
    scope: 0,
    flags: 0x80,
    label: "va",
    protocol: 18,
  });
});

test("A request for an address has its bytes", recorded, () => {
  const body = encodeInterfaceAddress({
    index: 3,
    address: "10.0.0.4",
    prefixLength: 24,
    scope: 253,
    broadcast: "10.0.0.255",
    label: "va:1",
    protocol: 18,
    lifetimeSeconds: 3,
    flags: 0,
  });
  const expected = `021800fd 03000000 08000200 0a000004 08000100 0a000004 08000400 0a0000ff 09000300 76613a31 00000000
    05000b00 12000000 14000600 03000000 03000000 00000000 00000000`;
  assert.deepEqual([...body], [...hex(expected)]);
});

test("An address reads back as it was written", () => {
  const ipv4 = fc.ipV4();
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const addresses = fc.record({
    index: fc.nat(2 ** 31 - 1),
    address: ipv4,
    prefixLength: fc.nat(32),
    scope: fc.constantFrom(0, 200, 253, 254),
    broadcast: optional(ipv4),
    label: optional(fc.stringMatching(/^[a-z0-9:.]{1,15}$/)),
    protocol: optional(fc.nat(255)),
    lifetimeSeconds: optional(fc.nat(2 ** 32 - 2)),
  });
  fc.assert(
    fc.property(addresses, ({ index, address, prefixLength, scope, ...options }) => {
      const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      const written: InterfaceAddress = { index, address, prefixLength, scope, flags: 0, ...set };
      assert.deepEqual(decodeInterfaceAddress(encodeInterfaceAddress(written)), written);
    }),
  );
});

test("On a point-to-point interface the address is the local one, not the peer's", () => {
  const header = joinBytes([Uint8Array.of(2, 32, 0, 0), encode32(7)]);
  const peer = encodeAttribute(1, Uint8Array.of(10, 0, 0, 2));
  const local = encodeAttribute(2, Uint8Array.of(10, 0, 0, 1));
  assert.equal(decodeInterfaceAddress(joinBytes([header, peer, local]))?.address, "10.0.0.1");
  assert.equal(decodeInterfaceAddress(joinBytes([header, peer]))?.address, "10.0.0.2");
  assert.equal(decodeInterfaceAddress(header), undefined);
});

test("Addresses of another family or with an impossible prefix are not read", () => {
  const body = encodeInterfaceAddress({ index: 1, address: "10.0.0.1", prefixLength: 32, scope: 0, flags: 0 });
  assert.equal(decodeInterfaceAddress(body.with(0, 10)), undefined);
  assert.equal(decodeInterfaceAddress(body.with(1, 33)), undefined);
});

test("An interface is read with its name, flags, hardware address and MTU", () => {
  const body = linkBody(0, 3, 0x11043, [
    [3, encodeText("eth0")],
    [1, hex("02000000000a")],
    [4, encode32(1500)],
  ]);
  assert.deepEqual(decodeInterfaceLink(body), {
    index: 3,
    name: "eth0",
    flags: 0x11043,
    mac: hex("02000000000a"),
    mtu: 1500,
  });
});

test("An interface may have no hardware address, but must have a name", () => {
  assert.deepEqual(decodeInterfaceLink(linkBody(0, 4, 0, [[3, encodeText("tun0")]]))?.mac, new Uint8Array());
  assert.equal(decodeInterfaceLink(linkBody(0, 4, 0, [[4, encode32(1500)]])), undefined);
});

test("A bridge's message about its port is not taken for the interface's own", () => {
  assert.equal(decodeInterfaceLink(linkBody(7, 3, 0, [[3, encodeText("eth0")]])), undefined);
});

test("Noise never throws", () => {
  const starts = fc.constantFrom([2, 24], [0, 0], []);
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 100 }), (start, noise) => {
      const body = joinBytes([Uint8Array.from(start), noise]);
      decodeInterfaceAddress(body);
      decodeInterfaceLink(body);
    }),
  );
});

function linkBody(
  family: number,
  index: number,
  flags: number,
  attributes: readonly (readonly [number, Uint8Array])[],
) {
  const header = joinBytes([Uint8Array.of(family, 0, 1, 0), encode32(index, flags, 0)]);
  return joinBytes([header, ...attributes.map(([type, value]) => encodeAttribute(type, value))]);
}
