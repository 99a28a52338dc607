import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteWriter, compareBytes, equalBytes, read16, utf8 } from "../../src/wire/bytes.ts";

test("a writer puts fields one after the other in network order", () => {
  const out = new ByteWriter(6).u8(0x12).u16(0x3456).put(Uint8Array.of(0x78, 0x9a));
  assert.deepEqual([...out.bytes], [0x12, 0x34, 0x56, 0x78, 0x9a, 0]);
  out.patch16(1, 0xbcde).u8(0xff);
  assert.deepEqual([...out.bytes], [0x12, 0xbc, 0xde, 0x78, 0x9a, 0xff], "a patch does not move the place of writing");
});

test("writing past the announced size is a mistake that does not pass silently", () => {
  assert.throws(() => new ByteWriter(0).u8(1), RangeError);
  assert.throws(() => new ByteWriter(1).u16(1), RangeError);
  assert.throws(() => new ByteWriter(1).put(new Uint8Array(2)), RangeError);
  assert.throws(() => new ByteWriter(2).patch16(1, 1), RangeError);
});

test("every 16-bit number is read as it was written, and beyond the end there are zeros", () => {
  fc.assert(fc.property(fc.nat(0xffff), (value) => assert.equal(read16(new ByteWriter(2).u16(value).bytes, 0), value)));
  assert.equal(read16(Uint8Array.of(0xab), 0), 0xab00);
  assert.equal(read16(Uint8Array.of(0xab), 7), 0);
});

test("bytes compare as unsigned big-endian numbers", () => {
  const number = (bytes: Uint8Array) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const address = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(address, address, (a, b) => {
      assert.equal(Math.sign(compareBytes(a, b)), Number(number(a) > number(b)) - Number(number(a) < number(b)));
      assert.equal(equalBytes(a, b), number(a) === number(b));
      assert.ok(equalBytes(a, a.slice()));
    }),
  );
  assert.ok(!equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2)), "the beginning of another is not the other");
  assert.ok(!equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1)));
});

test("text becomes the bytes that a file in UTF-8 has", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => assert.deepEqual(utf8(text), [...Buffer.from(text, "utf8")])),
  );
});
