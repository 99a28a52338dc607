import assert from "node:assert/strict";
import fc from "fast-check";
import { root } from "../../src/config/keywords/root.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { printKeywords, valuesOf } from "../../src/config/types/blocks.ts";
import { readText } from "./reading.ts";

/**
 * What is printed of some keywords of the root is read as the same, for blocks that are put together by chance from good
 * examples of what may stand in them.
 */
export function assertPrintedAlike(keywords: AnyTable): void {
  fc.assert(
    fc.property(statementsOf(keywords), (statements) => {
      const { document } = readText(statements.join("\n"));
      const printed = printKeywords(root, document).join("\n");
      const again = readText(printed).document;
      assert.deepEqual(plain(again), plain(document), printed);
      assert.equal(printKeywords(root, again).join("\n"), printed);
    }),
    { numRuns: 300 },
  );
}

/** Some of the keywords of a table, each with a good example; in blocks there are keywords of their own. */
function statementsOf(table: AnyTable, depth = 0): fc.Arbitrary<string[]> {
  const names = Object.keys(table);
  const most = Math.min(6, names.length);
  const some = fc.subarray(names, { minLength: depth < 3 ? 1 : 0, maxLength: most });
  return some.chain((names) => fc.tuple(...names.map((name) => statementOf(name, table[name]?.type, depth))));
}

function statementOf(name: string, type: AnyTable[string]["type"] | undefined, depth: number): fc.Arbitrary<string> {
  const good = type?.examples.good ?? [];
  const words = fc.constantFrom(...(good.length > 0 ? good : ["A {\n}"]));
  if (type?.table === undefined) return words.map((chosen) => `${name} ${chosen}`);
  return fc
    .tuple(words, statementsOf(type.table, depth + 1))
    .map(([chosen, inner]) => `${name} ${chosen.slice(0, chosen.indexOf("{"))} {\n${inner.join("\n")}\n}`);
}

/** The values of all keywords as JSON, without their places, which differ. */
function plain(document: object): unknown {
  const table: AnyTable = root;
  const json = valuesOf(table, { ...document }, {}, new Map());
  return JSON.parse(JSON.stringify(json, (key, value) => (key === "place" ? undefined : value)));
}
