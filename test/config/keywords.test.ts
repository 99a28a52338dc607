import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { catalogue } from "../../src/config/catalogue.ts";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { root } from "../../src/config/keywords/root.ts";
import { repositoryFile } from "./golden.ts";
import { readAlone } from "./reading.ts";

/** The words behind a keyword that opens a block, by the path of the block; without a row here there are none. */
const heads: Readonly<Record<string, string>> = {
  vrrp_script: "A",
  vrrp_instance: "A",
  vrrp_sync_group: "A",
  track_group: "A",
  track_file: "A",
  vrrp_track_file: "A",
  vrrp_track_process: "A",
  bfd_instance: "A",
  virtual_server: "192.0.2.1 80",
  "virtual_server/real_server": "192.0.2.2 80",
};

/** The first words of an item, behind which its options stand. */
const firstWords: Readonly<Record<string, string>> = {
  virtual_ipaddress: "192.0.2.1/24",
  virtual_ipaddress_excluded: "192.0.2.1/24",
  static_ipaddress: "192.0.2.1/24",
  virtual_routes: "default dev eth0",
  static_routes: "default dev eth0",
  virtual_rules: "dev eth0 preference 0",
  static_rules: "dev eth0 preference 0",
  track_interface: "one",
  track_script: "one",
  track_file: "one",
  track_process: "one",
  track_bfd: "one",
  unicast_peer: "192.0.2.9",
};

/** The options of a rule that say what is done; beside the others there must be one. */
const actions = ["table", "lookup", "type", "goto", "nop", "blackhole", "unreachable", "prohibit", "l3mdev"];

/** A statement of a block in the blocks around it. */
function frameOf(path: string): (statement: string) => string {
  if (path === "") return (statement) => statement;
  const blocks = path.split("/");
  const first = heads[path] === undefined ? firstWords[blocks.at(-1) ?? ""] : undefined;
  const headOf = (index: number): string => heads[blocks.slice(0, index + 1).join("/")] ?? "";
  const opening = blocks.map((name, index) => `${name} ${headOf(index)} {\n`).join("");
  return (statement) => {
    const last = path.endsWith("_rules") && !actions.includes(statement.split(" ")[0] ?? "") ? "table 1" : undefined;
    const line = [first, last, statement].filter((words) => words !== undefined).join(" ");
    return `${opening}${line}\n${"}\n".repeat(blocks.length)}`;
  };
}

/** What is reported while the text is read, before the rules. */
function reports(text: string): { severity: string; line: number; message: string }[] {
  const { problems } = readAlone(root, { "keepalived.conf": text });
  return problems.map(({ kind, place, message }) => ({
    severity: catalogue[kind].severity,
    line: place.line.number,
    message,
  }));
}

for (const { path, table } of sectionsOf("", root)) {
  for (const [name, { type }] of Object.entries(table)) {
    test(`${path} ${name} takes what is right and refuses what is wrong`, () => {
      const frame = frameOf(path);
      for (const words of type.examples.good) {
        const errors = reports(frame(`${name} ${words}`)).filter(({ severity }) => severity === "error");
        assert.deepEqual(errors, [], `${name} ${words}`);
      }
      for (const words of type.examples.bad) {
        const found = reports(frame(`${name} ${words}`)).filter(({ severity }) => severity === "error");
        assert.equal(found.length, 1, `${name} ${words}: ${found.map(({ message }) => message).join("; ")}`);
      }
    });
  }
}

/** The keywords that keepalived 2.4.3 has, by the path of keywords.tsv. */
const keepalived = new Map<string, string[]>();
for (const line of readFileSync(repositoryFile("test/config/keywords.tsv"), "utf8").trimEnd().split("\n").slice(1)) {
  const [path = "", keyword = ""] = line.replace("(root)", "").split("\t");
  keepalived.set(path, [...(keepalived.get(path) ?? []), keyword]);
}

test("every keyword is one of keepalived's or is marked as our own", () => {
  for (const { path, table } of sectionsOf("", root)) {
    const names = keepalived.get(path);
    if (names === undefined) continue;
    for (const [name, { own }] of Object.entries(table))
      assert.equal(names.includes(name), own !== true, `${path} ${name}`);
  }
});
