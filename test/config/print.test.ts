import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { root } from "../../src/config/keywords/root.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { firstWords, frameOf, heads } from "./frame.ts";
import { assertPrintedAlike, statementsOf } from "./printed.ts";

for (const { path, table } of sectionsOf("", root)) {
  test(`what is read of each good value ${path === "" ? "outside the blocks" : `in ${path}`} is printed and read as the same`, () => {
    const frame = frameOf(path);
    for (const [name, { type, alias }] of Object.entries(table)) {
      for (const words of type.examples.good) {
        const printed = assertPrintedAlike(frame(`${name} ${words}`));
        // Options that go without saying (`to`, `inet`) are not printed.
        const expected = isOptionOf(path) ? " {\n" : (alias ?? name);
        assert(printed.includes(expected), `${path} ${name} ${words} is printed as:\n${printed}`);
      }
    }
  });
}

/** Whether what stands there are options of the items of a list. */
function isOptionOf(path: string): boolean {
  return heads[path] === undefined && firstWords[path.split("/").at(-1) ?? ""] !== undefined;
}

const tables: readonly (readonly [name: string, table: AnyTable])[] = [
  ["all keywords", root],
  ...Object.entries(root).map(([name, row]) => [name, { [name]: row }] as const),
];

for (const [name, table] of tables) {
  test(`what is read of any configuration of ${name} is printed and read as the same`, () => {
    const numRuns = name === "all keywords" ? 500 : 100;
    fc.assert(
      fc.property(statementsOf(table), (text) => void assertPrintedAlike(text)),
      { numRuns },
    );
  });
}

test("what has to stand above its users is printed there, also if more of it is added below them", () => {
  const instance = (id: number, track: string): string =>
    `vrrp_instance I${id} {\n interface eth0\n virtual_router_id ${id}\n virtual_ipaddress { 192.0.2.${id} }\n ${track}\n}\n`;
  const script = (name: string): string => `vrrp_script ${name} { script /bin/true }\n`;
  const printed = assertPrintedAlike(
    `${script("a")}${instance(1, "track_script { a }")}${script("b")}${instance(2, "track_script { b }")}global_defs { router_id a }\n`,
  );
  assert.deepEqual(
    printed.split("\n").filter((line) => /^\w/.test(line)),
    ["global_defs {", "vrrp_script a {", "vrrp_script b {", "vrrp_instance I1 {", "vrrp_instance I2 {"],
  );
});
