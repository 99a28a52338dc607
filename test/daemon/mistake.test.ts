import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const prelude = `
  import { stopOnMistake } from "./dist/src/daemon/mistake.js";
  stopOnMistake({ write: (speaker, level, text) => console.log(speaker + ": " + text) });
`;

for (const [how, mistake] of [
  ["an exception in a callback", 'setTimeout(() => { throw new Error("broken") })'],
  ["a promise that nobody waits for", 'Promise.reject(new Error("broken"))'],
] as const) {
  test(`${how} is logged and ends the daemon as a program error`, () => {
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", `${prelude}${mistake};`], {
      encoding: "utf8",
    });
    assert.match(run.stdout, /^Keepalived: Error: broken\nKeepalived: {5}at /);
    assert.equal(run.status, 70);
  });
}
