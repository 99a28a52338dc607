import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { readScenario } from "../../sim/scenario.ts";
import { transcribe } from "../../sim/transcript.ts";

// Each file: a scenario in words, a line of dashes, and everything that then happens. `UPDATE=1` writes the latter anew,
// to be reviewed as a difference.
const folder = new URL("../../../test/transcripts/", import.meta.url);
const RULE = `\n${"-".repeat(100)}\n`;

for (const name of readdirSync(folder).filter((file) => file.endsWith(".txt"))) {
  test(`transcript ${name}`, () => {
    const path = new URL(name, folder);
    const [words = "", expected] = readFileSync(path, "utf8").split(RULE);
    const scenario = readScenario(words);
    if ("line" in scenario) throw new Error(`test/transcripts/${name}:${scenario.line}: ${scenario.message}`);
    const actual = `${transcribe(scenario)}\n`;
    if (process.env.UPDATE === "1") writeFileSync(path, `${words.trimEnd()}\n${RULE}${actual}`);
    else assert.equal(actual, expected, `if this is what should happen: UPDATE=1 npm test -- transcripts`);
  });
}
