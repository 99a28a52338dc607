import assert from "node:assert/strict";
import fc from "fast-check";
import { root } from "../../src/config/keywords/root.ts";
import { isFatal } from "../../src/config/problem.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { printKeywords } from "../../src/config/types/blocks.ts";
import { readText } from "./reading.ts";

/** Some of the table's keywords, each with one of its good examples, in the blocks around them. */
export function filesOfTable(table: AnyTable, frame: (statements: string) => string): fc.Arbitrary<string> {
  const statements = Object.entries(table).map(([name, { type }]) =>
    fc.constantFrom(...type.examples.good.map((words) => `${name} ${words}`), ""),
  );
  return fc.tuple(...statements).map((lines) => frame(lines.join("\n")));
}

/** What is read from a file is printed so that it is read as the same again. */
export function assertPrintable(text: string): void {
  const first = readText(text);
  const mistakes = first.problems.filter(({ kind }) => kind === "value-missing" || kind === "unknown-keyword");
  assert.deepEqual(mistakes, [], text);
  const printed = printKeywords(root, first.document).join("\n");
  const second = readText(printed);
  assert.deepEqual(withoutPlaces(second.document), withoutPlaces(first.document), printed);
  assert.equal(second.problems.some(isFatal), first.problems.some(isFatal), printed);
}

/** The values alone, wherever they are written, in the order in which they stand. */
function withoutPlaces(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, one]) => [key, withoutPlaces(one)]);
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "place" && name !== "places");
  return Object.fromEntries(kept.map(([name, one]) => [name, name === "name" ? nameIn(one) : withoutPlaces(one)]));
}

/** Of a block only the text of its name counts; the name of an item is its value. */
function nameIn(name: unknown): unknown {
  return typeof name === "object" && name !== null && "text" in name ? name.text : name;
}
