import assert from "node:assert/strict";
import { isIPv6 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { formatIpv6, parseIpv6 } from "../../src/wire/ipv6.ts";

const address = fc.uint8Array({ minLength: 16, maxLength: 16 });
const sparse = fc
  .array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 })
  .map((bytes) => Uint8Array.from(bytes));

test("what is written is read again", () => {
  fc.assert(
    fc.property(fc.oneof(address, sparse), (bytes) => {
      assert.deepEqual(parseIpv6(formatIpv6(bytes)), bytes);
    }),
  );
});

test("the canonical text is that of URL, which is RFC 5952's but for embedded IPv4", () => {
  fc.assert(
    fc.property(fc.oneof(address, sparse), (bytes) => {
      const text = formatIpv6(bytes);
      if (!text.includes(".")) assert.equal(`[${text}]`, new URL(`http://[${text}]/`).hostname);
    }),
  );
  assert.equal(formatIpv6(parseIpv6("::FFFF:c000:0201") ?? new Uint8Array()), "::ffff:192.0.2.1");
});

test("texts are taken and refused as by inet_pton", () => {
  const part = fc.constantFrom("0", "1", "ffff", "DB8", "12345", "", "1.2.3.4", "256.1.1.1", "g");
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 10 }), fc.nat(9), (parts, at) => {
      for (const text of [
        parts.join(":"),
        [...parts.slice(0, at), "", ...parts.slice(at)].join(":"),
        `::${parts.join(":")}`,
      ]) {
        assert.equal(parseIpv6(text) !== undefined, isIPv6(text), text);
      }
    }),
    { numRuns: 3000 },
  );
});
