import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { version } from "../../src/version.ts";

for (const [how, program, folder] of [
  ["its path from the project", "bin/keepalived", "."],
  ["its path from its own folder", "./keepalived", "bin"],
  ["its absolute path", `${process.cwd()}/bin/keepalived`, "/"],
] as const) {
  test(`the launcher starts the program by ${how}`, () => {
    const run = spawnSync(program, ["-v"], { cwd: folder, encoding: "utf8" });
    assert.equal(run.stderr, `Keepalived v${version} (keepalived-ts), node ${process.version}\n`);
    assert.equal(run.status, 0);
  });
}

test("the program and the package have the same version", () => {
  const manifest: { readonly version: string } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.equal(version, manifest.version);
});
