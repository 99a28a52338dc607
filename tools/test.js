// Runs every compiled test; the arguments choose files: `npm test -- wire` runs those whose path contains "wire".
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

chdir(fileURLToPath(new URL("..", import.meta.url)));
const wanted = process.argv.slice(2);
const files = readdirSync("dist/test", { recursive: true })
  .map((name) => `dist/test/${name}`)
  .filter((name) => name.endsWith(".test.js"))
  // A compiled test whose source has gone is not a test any more.
  .filter((name) => existsSync(name.replace(/^dist\//, "").replace(/\.js$/, ".ts")))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (files.length === 0) {
  console.error(`test: no test file matches ${wanted.join(" ")}`);
  process.exit(1);
}
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-concurrency=2", ...files], {
  stdio: "inherit",
});
process.exit(run.status ?? 1);
