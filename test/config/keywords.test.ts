import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { catalogue } from "../../src/config/catalogue.ts";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { root } from "../../src/config/keywords/root.ts";
import { frameOf } from "./frame.ts";
import { repositoryFile } from "./golden.ts";
import { readAlone } from "./reading.ts";

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
