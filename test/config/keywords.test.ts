import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionsOf } from "../../src/config/document.ts";
import { keywordsOfKeepalived } from "../../src/config/keywords/names.ts";
import { root } from "../../src/config/keywords/root.ts";
import { readRoot } from "../../src/config/reader.ts";
import { readSource } from "../../src/config/source.ts";
import { filesOf } from "./reading.ts";

/** A statement of a block in the blocks around it. */
const frames: Readonly<Record<string, (statement: string) => string>> = {
  "": (statement) => statement,
  global_defs: (statement) => `global_defs {\n${statement}\n}`,
  vrrp_script: (statement) => `vrrp_script A {\n${statement}\n}`,
  vrrp_instance: (statement) => `vrrp_instance A {\n${statement}\n}`,
  "vrrp_instance/authentication": (statement) => `vrrp_instance A {\nauthentication {\n${statement}\n}\n}`,
  "vrrp_instance/virtual_ipaddress": (option) => `vrrp_instance A {\nvirtual_ipaddress {\n192.0.2.1/24 ${option}\n}\n}`,
  "vrrp_instance/track_script": (option) => `vrrp_instance A {\ntrack_script {\none ${option}\n}\n}`,
};

function frameOf(path: string): (statement: string) => string {
  return frames[path] ?? assert.fail(`no frame for ${path}`);
}

/** What is reported while the text is read, before the rules. */
function reports(text: string): { severity: string; line: number; message: string }[] {
  const found: { severity: string; line: number; message: string }[] = [];
  const report = (severity: string, { line }: { line: number }, message: string): void => {
    found.push({ severity, line, message });
  };
  const { tokens } = readSource("k", filesOf({ k: text }), "node1", report);
  readRoot({ tokens, position: 0, enclosing: [], report }, root);
  return found;
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

test("every keyword is one of keepalived's or is marked as our own", () => {
  for (const { path, table } of sectionsOf("", root)) {
    const names = keywordsOfKeepalived.get(path);
    if (names === undefined) continue;
    for (const [name, { own }] of Object.entries(table))
      assert.equal(names.includes(name), own !== true, `${path} ${name}`);
  }
});

test("every other keyword of keepalived is refused by name, once, with all its block contains", () => {
  for (const { path, table } of sectionsOf("", root)) {
    const frame = frameOf(path);
    for (const name of keywordsOfKeepalived.get(path) ?? []) {
      if (Object.hasOwn(table, name)) continue;
      const statement = path.includes("address") ? name : `${name} x {\nnonsense { a }\n b\n}`;
      const messages = reports(frame(statement)).map(({ message }) => message);
      assert.deepEqual(messages, [`\`${name}\` is a keyword of keepalived that this version does not support yet`]);
    }
  }
});
