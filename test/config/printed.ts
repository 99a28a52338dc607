import assert from "node:assert/strict";
import fc from "fast-check";
import { root } from "../../src/config/keywords/root.ts";
import { printDocument } from "../../src/config/print.ts";
import { isFatal } from "../../src/config/problem.ts";
import { configurationJson } from "../../src/config/render-json.ts";
import type { AnyTable, Keyword } from "../../src/config/schema.ts";
import { firstWords, heads } from "./frame.ts";
import { readAlone, readText } from "./reading.ts";

/**
 * What is read from the text is printed so that it is read as the same again, without a word that is wrong; and a file
 * without errors is printed as one. Returns what is printed.
 */
export function assertPrintedAlike(text: string): string {
  const first = readText(text);
  const printed = printDocument(first.document).join("\n");
  const second = readText(printed);
  assert.deepEqual(bare(second.document), bare(first.document), printed);
  assert.deepEqual(bareJson(second), bareJson(first), printed);
  assert.equal(printDocument(second.document).join("\n"), printed);
  const wrong = readAlone(root, { "keepalived.conf": printed }).problems.filter(isFatal);
  assert.deepEqual(wrong, [], printed);
  if (!first.problems.some(isFatal)) assert.deepEqual(second.problems.filter(isFatal), [], printed);
  return printed;
}

/** The values wherever they are written, and of blocks the names. */
function bare(value: unknown): unknown {
  if (value instanceof Map) return Array.from(value, ([key, one]) => [key, bare(one)]);
  if (value instanceof Set) return Array.from(value, bare);
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "place" && name !== "places");
  return Object.fromEntries(kept.map(([name, one]) => [name, bare(one)]));
}

function bareJson(reading: ReturnType<typeof readText>): unknown {
  const json = JSON.stringify(configurationJson(reading), (name, value) => (name === "place" ? undefined : value));
  return JSON.parse(json);
}

/**
 * Some keywords of a table, in any order and some of them twice, each behind the keyword with a good example; in blocks and
 * lists there are such statements again.
 */
export function statementsOf(table: AnyTable, path = "", most = 6): fc.Arbitrary<string> {
  const statements = Object.entries(table).map(([name, row]) =>
    statementOf(name, row, path === "" ? name : `${path}/${name}`),
  );
  if (statements.length === 0) return fc.constant("");
  return fc.array(fc.oneof(...statements), { maxLength: most }).map((lines) => lines.join("\n"));
}

function statementOf(name: string, { type }: Keyword<unknown>, path: string): fc.Arbitrary<string> {
  const { table, syntax, examples } = type;
  const good = examples.good.map((words) => `${name} ${words}`);
  if (table === undefined || !syntax.includes("{")) return fc.constantFrom(...good);
  const first = heads[path] === undefined ? firstWords[name] : undefined;
  const openings = new Set([...good.map(upToBrace), `${name} ${heads[path] ?? ""} {`]);
  const inner = first === undefined ? statementsOf(table, path) : itemsOf(first, table);
  const made = fc.tuple(fc.constantFrom(...openings), inner).map(([opening, lines]) => `${opening}\n${lines}\n}`);
  return good.length === 0 ? made : fc.oneof(fc.constantFrom(...good), made);
}

function upToBrace(statement: string): string {
  return statement.slice(0, statement.indexOf("{") + 1);
}

/** Lines of a list: a first word with some options. */
function itemsOf(first: string, table: AnyTable): fc.Arbitrary<string> {
  const options = Object.entries(table).flatMap(([name, { type }]) =>
    type.examples.good.map((words) => `${name} ${words}`),
  );
  const line = fc
    .uniqueArray(fc.constantFrom(...options), { maxLength: 3, selector: (option) => option.split(" ")[0] })
    .map((some) => [first, ...some].join(" "));
  return fc.array(line, { maxLength: 3 }).map((lines) => lines.join("\n"));
}
