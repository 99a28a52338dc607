import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { formatText } from "../../src/config/format.ts";
import type { Report } from "../../src/config/problem.ts";
import type { Fragment } from "../../src/config/source/fragment.ts";
import { readSource } from "../../src/config/source/source.ts";
import { endOfCode, splitWord } from "../../src/config/source/words.ts";
import { splitQuoted } from "../../src/config/types/command.ts";
import { assertGolden, repositoryFile } from "./golden.ts";
import { filesOf } from "./reading.ts";

/** What the reader makes of a text, without the places, for two of the ids that conditions ask for. */
function meaningOf(text: string): unknown {
  return ["node1", "node2"].map((id) => {
    const reports: string[] = [];
    const report: Report = (kind, _, message) => reports.push(`${kind}: ${message.replace(/\d+/, "…")}`);
    const files = filesOf({ k: text, "site-a": "included {", b: "}" });
    const { tokens } = readSource("k", files, { configId: id }, report);
    return [[...tokens].map((token) => (token.kind === "text" ? wordsOf(token.fragment) : token.kind)), reports];
  });
}

/** The words as most keywords split them, and as those of scripts do. */
function wordsOf(fragment: Fragment): unknown {
  const words: string[] = [];
  for (let split = splitWord(fragment); split !== undefined; split = splitWord(split.rest)) words.push(split.word.text);
  const pieces = splitQuoted(fragment.text);
  return [words, pieces.kind === "words" ? pieces.words : pieces.kind];
}

function commentsOf(text: string): string[] {
  const comments = text.split("\n").map((line) => line.slice(endOfCode(line)).replace(/[\s\u200b\u2060]+$/u, ""));
  return comments.filter((comment) => comment !== "");
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("{", "}", "\n", "\n", " ", "  ", "{\n", "\n}\n", "\n\n", "\t") },
  {
    weight: 3,
    arbitrary: fc.constantFrom("a", "b", "word", "priority 100", "script '/bin/x  y'", 'notify "/bin/x  y" root'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('"', "'", "\\", "#", "!", "# comment", "! comment {", "\0", "\r", "\u3000", "\ufeff"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("$A=", "$B=", "\n$A=x", "\n$B=${A}.7", "\n$A=x y", "\\\n", " \\\n  ", "$A=a \\\n b"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("$A", "$B", "${A}", "${B}", "${C}", "${_PWD}", "${_HASH}", "${_ENV X}", "$", "="),
  },
  { weight: 2, arbitrary: fc.constantFrom("@node1", "@^node1", "@", "\n@node1 ", "\n@node2 ", "@node1 $A=") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("include site-{a,b}", "include", "include b", "includem ", 'include "b"', "clude"),
  },
  { weight: 1, arbitrary: fc.constantFrom("~SEQ(A, 3) ", "~LST({A, B}, {1, 2}) ", "~") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);

/** Definitions of few names, with texts that change how the lines are read that use them. */
const definition = fc
  .tuple(
    fc.constantFrom("", "", "@node1 ", "@^node1 "),
    fc.constantFrom("A", "B", "C"),
    fc.constantFrom(...["x", "y z", "", '"', '"q  r"', "'", "{", "}", "x {", "@node2", "@node2 ", "include", "~"]),
    fc.constantFrom(...["", "", "", "\\#", "\\", "\\\\", " \\", "$B=", "=", "$"]),
    fc.boolean(),
  )
  .map(([condition, name, first, second, nests]) => {
    // Never itself: what grows without end takes the reader long.
    const used = nests && name !== "C" ? `\${${name === "A" ? "B" : "C"}}` : "";
    return `${condition}$${name}=${first}${used}${second}`;
  });

const token = fc.constantFrom(
  ...["{", "}", "word", "a  b", '"c  {  d"', "'e  f'", "include", "site-{a,b}", "@node1", "$A=", "# x", "it's"],
  ...["$A", "${A}", "$B", "${B}", "${C}", "$", "${_HASH}", "\\", "incl", " ", "  ", "\t"],
  ...["~SEQ(A, 2) ", '~LST(B, ", x) ', "~LST({A, C}, {{, 1}) "],
);

const statement = fc
  .tuple(fc.constantFrom("", "", " ", "@node1 "), fc.array(token, { maxLength: 6 }), fc.constantFrom("", " ", "  "))
  .map(([before, tokens, between]) => before + tokens.join(between));

const lines = fc
  .array(fc.oneof({ weight: 2, arbitrary: definition }, { weight: 4, arbitrary: statement }), { maxLength: 12 })
  .map((all) => all.join("\n"));

const text = fc.oneof(
  { weight: 2, arbitrary: lines },
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" ")),
);

const runs = { numRuns: 3000 };

test("formatting changes nothing of what the reader makes of a text", () => {
  fc.assert(
    fc.property(text, (source) => assert.deepEqual(meaningOf(formatText(source)), meaningOf(source))),
    runs,
  );
});

test("a definition that uses itself by a detour is not taken for words", () => {
  for (const source of ["$A=x\n$A=x${A}\n{${A}}", "$A=x\n$B=${A}\n$A=y${B}\n{${A}}"]) {
    assert.deepEqual(meaningOf(formatText(source)), meaningOf(source));
  }
});

test("definitions that the reader gives up for their depth or length are not taken for words", () => {
  const chain = Array.from({ length: 40 }, (_, index) => `$A${index + 1}=\${A${index}}`).join("\n");
  const long = "x".repeat(1000);
  for (const source of [`$A0=x\n${chain}\na {\${A40} b}`, `$A=${long}\n${"{a ${A}".repeat(20)}`]) {
    assert.deepEqual(meaningOf(formatText(source)), meaningOf(source));
  }
});

test("what is formatted stays as it is", () => {
  fc.assert(
    fc.property(text, (source) => {
      const formatted = formatText(source);
      assert.equal(formatText(formatted), formatted);
    }),
    runs,
  );
});

test("every comment stays, in its order", () => {
  fc.assert(
    fc.property(text, (source) => assert.deepEqual(commentsOf(formatText(source)), commentsOf(source))),
    runs,
  );
});

const directory = "test/config/format";
const examples = readdirSync(repositoryFile(directory)).filter((name) => /^[^.]+\.conf$/.test(name));

for (const path of ["test/config/tutorial/as-copied.conf", ...examples.map((name) => `${directory}/${name}`)]) {
  test(`${path} is formatted as it was`, () => {
    const formatted = formatText(readFileSync(repositoryFile(path), "utf8"));
    assertGolden(path.replace(/.*\/(.*)\.conf$/, `${directory}/$1.formatted.conf`), formatted);
  });
}

test("the time grows with the text alone, whatever it consists of", () => {
  const began = performance.now();
  const ordinary = `vrrp_instance A {\n  priority   100   # high\n\n  notify "/bin/x  y"  root\n}\n`;
  assert(formatText(ordinary.repeat(10_000_000 / ordinary.length)).length > 9_000_000);
  const hostile = [
    "{",
    "}",
    "{}".repeat(400),
    "{\n",
    "a\n\n",
    "a # b\n",
    '"',
    "'",
    "\\",
    "a ",
    "${A}",
    "$A=${A}x\n",
    "@a {\n",
  ];
  for (const line of hostile) {
    const source = line.repeat(1_000_000 / line.length);
    assert(formatText(source).length < 5 * source.length, line);
  }
  assert(performance.now() - began < 120_000);
});
