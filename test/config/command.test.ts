import assert from "node:assert/strict";
import { test } from "node:test";
import { splitCommand, splitQuoted } from "../../src/config/types/command.ts";

function words(pieces: ReturnType<typeof splitCommand>): readonly string[] | number {
  return pieces.kind === "words" ? pieces.words : pieces.index;
}

test("the first pass takes both kinds of quotes away and joins what is glued together", () => {
  assert.deepEqual(words(splitQuoted("\"a b\" 'c d' e\"f\"'g'")), ["a b", "c d", "efg"]);
  assert.deepEqual(words(splitQuoted("\"a 'b c' d\"")), ["a 'b c' d"]);
  assert.deepEqual(words(splitQuoted('"" x')), ["", "x"]);
});

test("the first pass leaves a backslash and the character behind it as they are", () => {
  assert.deepEqual(words(splitQuoted('"a \\" b" c\\ d')), ['a \\" b', "c\\ d"]);
});

test("the second pass splits a command into its argument vector", () => {
  assert.deepEqual(words(splitCommand("/usr/bin/test -f '/run/my file'")), ["/usr/bin/test", "-f", "/run/my file"]);
  assert.deepEqual(words(splitCommand('sh -c "exit 1"')), ["sh", "-c", "exit 1"]);
  assert.deepEqual(words(splitCommand("killall\u3000-0\u00a0haproxy")), ["killall", "-0", "haproxy"]);
  assert.deepEqual(words(splitCommand("a '' b")), ["a", "", "b"]);
});

test("the second pass interprets escapes, inside quotes too", () => {
  assert.deepEqual(words(splitCommand("\\a\\b\\E\\f\\n\\r\\t\\v")), ["\x07\b\x1b\f\n\r\t\v"]);
  assert.deepEqual(words(splitCommand("\\x4 \\x41 \\x411 '\\101' \\0 \\1019 \\cA \"\\cz\"")), [
    "\x04",
    "A",
    "A1",
    "A",
    "\0",
    "A9",
    "\x01",
    "\x1a",
  ]);
  assert.deepEqual(words(splitCommand("\\ a \\\"b\\' \\q \\\\")), [" a", "\"b'", "q", "\\"]);
  assert.deepEqual(words(splitCommand("end\\")), ["end\\"]);
});

test("a quote that is not closed is found where it stands", () => {
  assert.equal(words(splitQuoted('a "b')), 2);
  assert.equal(words(splitCommand("ab'c\\'")), 2);
});
