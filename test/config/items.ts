import assert from "node:assert/strict";
import fc from "fast-check";
import { type Document, root } from "../../src/config/keywords/root.ts";
import { isFatal, type Problem } from "../../src/config/problem.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { readText } from "./reading.ts";

type Lists = "static_ipaddress" | "static_routes" | "static_rules";

/** The items of a list as they are read, without their places, and what is said about them. */
export type Reading = { readonly items: readonly object[]; readonly said: readonly string[] };

export function readItems(list: Lists, lines: readonly string[], others: Record<string, string> = {}): Reading {
  const { document, problems } = readText(`${list} {\n${lines.join("\n")}\n}`, others);
  const items = (document[list] ?? []).map(({ place: _, ...item }) => item);
  const said = problems.filter(isOfLines).map((one) => `${isFatal(one) ? "error" : "warning"}: ${one.message}`);
  return { items, said };
}

/** The groups that lines name are not there. */
function isOfLines({ kind }: Problem): boolean {
  return kind !== "track-unknown";
}

/** The one item of a line without a mistake; warnings are allowed. */
export function readItem(list: Lists, line: string): object {
  const { items, said } = readItems(list, [line]);
  assert.deepEqual(
    said.filter((one) => one.startsWith("error")),
    [],
    line,
  );
  return items[0] ?? assert.fail(line);
}

/** What is said of a line. */
export function saidOf(list: Lists, line: string): readonly string[] {
  return readItems(list, [line]).said;
}

/**
 * What is printed of a list is read as the same list: lines of good words for options behind good first words, in any
 * order. Those that contradict each other are passed over.
 */
export function assertPrintedAsRead(list: Lists, firsts: readonly string[]): void {
  const table: AnyTable = root[list].type.table ?? assert.fail(list);
  const options = Object.entries(table).flatMap(([name, { type }]) =>
    type.examples.good.map((words) => (words === "" ? name : `${name} ${words}`)),
  );
  const behind = fc.uniqueArray(fc.constantFrom(...options), { maxLength: 6 });
  let good = 0;
  fc.assert(
    fc.property(fc.constantFrom(...firsts), behind, (first, more) => {
      const line = [first, ...more].join(" ");
      const { document } = readText(`${list} {\n${line}\n}`);
      if (document[list] === undefined) return;
      good++;
      const printed = printList(list, document);
      const again = readText(printed);
      assert.deepEqual(again.problems.filter(isOfLines).filter(isFatal), [], printed);
      assert.deepEqual(bare(again.document[list]), bare(document[list]), `${line} printed as ${printed}`);
    }),
    { numRuns: 500 },
  );
  assert(good > 100, `only ${good} of the lines were good`);
}

function bare(items: readonly object[] = []): readonly object[] {
  return items.map((item) => ({ ...item, place: undefined }));
}

function printList(list: Lists, document: Partial<Document>): string {
  const { static_ipaddress = [], static_routes = [], static_rules = [] } = document;
  const statements = {
    static_ipaddress: root.static_ipaddress.type.print(static_ipaddress),
    static_routes: root.static_routes.type.print(static_routes),
    static_rules: root.static_rules.type.print(static_rules),
  }[list];
  return statements.map(({ block = [] }) => `${list} {\n${block.join("\n")}\n}`).join("\n");
}
