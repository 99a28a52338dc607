import assert from "node:assert/strict";
import { test } from "node:test";
import { quote, renderProblem } from "../../src/config/problem.ts";
import type { Place } from "../../src/config/source/place.ts";

function placeIn(path: string, number: number, index: number, text: string): Place {
  return { line: { file: { path }, number, text }, index };
}

/** As if the place were this character of the line, counted from 1. */
function rendered(text: string, column: number): string[] {
  const index = Array.from(text)
    .slice(0, column - 1)
    .join("").length;
  return renderProblem({ kind: "value-wrong", place: placeIn("k.conf", 3, index, text), message: "wrong" }).split("\n");
}

test("a problem shows its place, the line, a caret under the column and the cure", () => {
  const place = placeIn("/etc/k.conf", 12, 4, "    prioritty 100");
  const problem = { kind: "value-corrected", place, message: "it is odd", cure: "did you mean `priority`?" } as const;
  assert.equal(
    renderProblem(problem),
    "/etc/k.conf:12:5: warning: it is odd [KA0203]\n    prioritty 100\n    ^\n  did you mean `priority`?",
  );
});

test("the caret stands under the column behind tabs, wide, combining and invisible characters", () => {
  assert.equal(rendered("\t\tx y", 5)[2], "\t\t  ^");
  assert.equal(rendered("\u3000\u3000x", 3)[2], "    ^");
  assert.equal(rendered("状态x", 3)[2], "    ^");
  assert.equal(rendered("ｆ한😀x", 4)[2], "      ^");
  assert.equal(rendered("e\u0301\u200b\ufeffx", 5)[2], " ^");
  assert.equal(rendered("é\u00a0x", 3)[2], "  ^");
  assert.equal(rendered("x", 2)[2], " ^", "the place behind the end");
});

test("a problem of an empty line shows no line", () => {
  assert.deepEqual(rendered("", 1), ["k.conf:3:1: error: wrong [KA0202]"]);
});

test("nothing in a file can play tricks on the terminal that shows its problems", () => {
  assert.equal(rendered("\u001b[2Jx\u0007\u009b\u202e", 1)[1], "\ufffd[2Jx\ufffd\ufffd\ufffd");
  assert.equal(quote("\u001b[2J"), "`\ufffd[2J`");
});

test("a long word is cut in a message", () => {
  assert.equal(quote("x".repeat(40)), `\`${"x".repeat(40)}\``);
  assert.equal(quote("😀".repeat(41)), `\`${"😀".repeat(39)}…\``);
});
