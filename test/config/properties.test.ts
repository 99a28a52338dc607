import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { root } from "../../src/config/keywords/root.ts";
import { isFatal, renderProblem } from "../../src/config/problem.ts";
import { locate } from "../../src/config/source/place.ts";
import { readText } from "./reading.ts";

const rows = sectionsOf("", root).flatMap(({ table }) => Object.entries(table));

/** Pieces of which files consist, and what breaks them. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("{", "}", "\n", " ", "\n}\n", "{\n") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...rows.map(([name]) => name),
      ...rows.flatMap(([, { type }]) => [...type.examples.good, ...type.examples.bad]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      "'",
      "\\",
      "#",
      "!",
      "\0",
      "\r",
      "\u3000",
      "\ufeff",
      "$A=",
      "$A",
      "${A}",
      "\n$A=",
      " \\\n",
      "\n$B=x ${A} \\\n $A \\\n",
      "${B}",
      "${_PWD}",
      "${_RANDOM 1 2}",
      "${_RANDOM 2 1}",
      "${_ENV HOME}",
      "${_HASH}",
      "${_BANG}",
      "@node1",
      "\n@node1 ",
      "\n@^x",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "include k*",
      "include {a,b}[",
      "includea [z-a]*",
      "include keepalived.conf",
      "\ninclude_check",
      "include_check +match -read",
      "\nincludeb {k,keepalived.conf}",
      "~SEQ(a, 1)",
      "\n~SEQ(A, 0, 2) ",
      "\n~SEQx(B, 9, 11) ~SEQ(A, ${A}) ",
      "\n~LST(A, a, {, }) ",
      "\n~LST({A, B}, {1, 2}, {3}) ",
      "~SEQ(A, 20) ",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);

const text = fc.oneof(
  fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(" ")),
  fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 300 }),
);

test("any text gives settings, errors or refusals, each at a place that exists", () => {
  fc.assert(
    fc.property(text, (source) => {
      const { settings, problems, refusals, files } = readText(source);
      assert.equal(settings === undefined, refusals.length > 0 || problems.some(isFatal));
      assert.deepEqual(files, ["keepalived.conf"]);
      const lines = source.split("\n");
      for (const problem of [...problems, ...refusals]) {
        const shown = problem.place.line.text;
        const { line, column } = locate(problem.place);
        assert.equal(lines[line - 1]?.replace(/\r+$/, ""), shown);
        assert(column >= 1 && column <= Array.from(shown).length + 1, `column ${column}`);
        assert.match(renderProblem(problem), /^keepalived\.conf:\d+:\d+: (error|security|warning|advice): ./);
      }
    }),
    { numRuns: 2000 },
  );
});

const line = fc.oneof(
  fc.constantFrom(...rows.flatMap(([name, { type }]) => type.examples.good.map((words) => `${name} ${words}`))),
  fc.constantFrom("vrrp_instance A {", "vrrp_script B {", "global_defs {", "}", "}", "# comment"),
);

test("blanks, comments and line ends of any kind change nothing", () => {
  const blank = fc.constantFrom(" ", "\t", "\u3000", "\u00a0 ", " \u2003", "\t\t");
  const end = fc.constantFrom("\n", "\r\n", " \n", '\u3000# 注释 { } "\n', "! x\n\n");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), blank, end, (lines, between, behind) => {
      const plain = readText(lines.join("\n"));
      const decorated = readText(
        `\ufeff${lines.map((one) => between + outsideQuotes(one, between) + behind).join("")}`,
      );
      assert.deepEqual(decorated.settings, plain.settings);
      assert.deepEqual(
        decorated.problems
          .map(({ message }) => message.replace(/ (after |before |only in )?line \d+| before the end.*/g, ""))
          .toSorted(),
        plain.problems
          .map(({ message }) => message.replace(/ (after |before |only in )?line \d+| before the end.*/g, ""))
          .toSorted(),
      );
    }),
    { numRuns: 500 },
  );
});

/** The line with the blanks that separate words replaced. */
function outsideQuotes(one: string, by: string): string {
  return one.includes('"') || one.includes("'") || one.includes("\n") ? one : one.replace(/ /g, by);
}

test("a text of many definitions, braces or wildcards is read in reasonable time", () => {
  const doubling = Array.from({ length: 40 }, (_, index) => `$A${index + 1}=\${A${index}}\${A${index}}`).join("\n");
  const began = performance.now();
  for (const heavy of [
    `$A0=x\n${doubling}\n$A40`,
    "{".repeat(16_000),
    "{}".repeat(8_000),
    `include ${"*".repeat(500)}x`,
  ]) {
    assert.equal(readText(heavy).settings === undefined, !heavy.startsWith("include"));
  }
  assert(performance.now() - began < 20_000);
});
