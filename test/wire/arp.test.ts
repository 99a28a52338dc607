import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeGratuitousArp, encodeGratuitousArp } from "../../src/wire/arp.ts";
import { readVector } from "../vectors/vector.ts";

const mac = Uint8Array.of(2, 0, 0, 0, 0, 1);
const address = Uint8Array.of(192, 168, 0, 121);

test("the frame is the one that keepalived sends", () => {
  assert.deepEqual(encodeGratuitousArp({ mac, address }), readVector("keepalived-gratuitous-arp"));
});

test("what is written is read again", () => {
  const six = fc.uint8Array({ minLength: 6, maxLength: 6 });
  const four = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(six, four, (someMac, someAddress) => {
      const message = { mac: someMac, address: someAddress };
      assert.deepEqual(decodeGratuitousArp(encodeGratuitousArp(message)), message);
    }),
  );
});

test("a reply announces as well, and so does a frame padded by Ethernet", () => {
  const frame = new Uint8Array(60);
  frame.set(readVector("keepalived-gratuitous-arp"));
  frame[21] = 2;
  assert.deepEqual(decodeGratuitousArp(frame), { mac, address });
});

test("a frame cut off at any length is refused", () => {
  const frame = readVector("keepalived-gratuitous-arp");
  for (let length = 0; length < frame.length; length++)
    assert.equal(decodeGratuitousArp(frame.subarray(0, length)), undefined);
});

test("a frame that is no ARP, not of IPv4 over Ethernet, neither request nor reply or about two addresses is refused", () => {
  // Each byte of both types, both types' and lengths' fields, the operation, and each address.
  for (const at of [12, 13, 14, 15, 16, 17, 18, 19, 20, 28, 29, 30, 31, 38, 39, 40, 41]) {
    const frame = readVector("keepalived-gratuitous-arp");
    frame[at] = (frame[at] ?? 0) ^ 0x80;
    assert.equal(decodeGratuitousArp(frame), undefined, `byte ${at}`);
  }
  for (const operation of [0, 3, 255]) {
    const frame = readVector("keepalived-gratuitous-arp");
    frame[21] = operation;
    assert.equal(decodeGratuitousArp(frame), undefined, `operation ${operation}`);
  }
});

test("noise of up to 64 KiB is never a reason to stop", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 65_536, size: "max" }), (noise) => {
      decodeGratuitousArp(noise);
      const likely = new Uint8Array(Math.max(42, noise.length));
      likely.set(noise);
      likely.set(readVector("keepalived-gratuitous-arp").subarray(12, 22), 12);
      decodeGratuitousArp(likely);
    }),
    { numRuns: 100 },
  );
});
