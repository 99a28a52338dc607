import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { internetChecksum } from "../../src/wire/checksum.ts";
import { readVector } from "../vectors/vector.ts";

test("RFC 1071 section 3: its example sums to ddf2", () => {
  assert.equal(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7)), ~0xddf2 & 0xffff);
});

test("an odd end counts as if a zero byte followed", () => {
  assert.equal(internetChecksum(Uint8Array.of(1, 2, 3)), internetChecksum(Uint8Array.of(1, 2, 3, 0)));
});

test("over data with its own right checksum the result is 0", () => {
  assert.equal(internetChecksum(readVector("keepalived-2.4-v3-checksum-as-v2")), 0);
  for (const name of ["keepalived-v2-none", "keepalived-v2-none-resigning", "keepalived-v2-pass"]) {
    assert.equal(internetChecksum(readVector(name).subarray(20)), 0, name);
  }
  for (const name of ["keepalived-v2-none", "keepalived-v3", "rfc9568-by-hand"]) {
    assert.equal(internetChecksum(readVector(name).subarray(0, 20)), 0, `IPv4 header of ${name}`);
  }
});

test("parts of even length sum as if they stood in one piece", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), (bytes, half) => {
      const at = Math.min(2 * half, bytes.length - (bytes.length % 2));
      assert.equal(internetChecksum(bytes.subarray(0, at), bytes.subarray(at)), internetChecksum(bytes));
    }),
  );
});

test("the carries of the largest packet are not lost", () => {
  assert.equal(internetChecksum(new Uint8Array(65_536).fill(0xff)), 0);
  assert.equal(internetChecksum(new Uint8Array(65_536).fill(0xff), Uint8Array.of(0, 1)), 0xfffe);
});
