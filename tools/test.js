// Runs every compiled test; the arguments choose files: `npm test -- wire` runs those whose path contains "wire".
// With CI=true a skipped test fails the run: there everything is installed that a test may need.
import { spawn } from "node:child_process";
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
const options = ["--enable-source-maps", "--test", "--test-reporter=spec", "--test-concurrency=3"];
const run = spawn(process.execPath, [...options, ...files], { stdio: ["ignore", "pipe", "inherit"] });
let skipped = 0;
run.stdout.setEncoding("utf8").on("data", (text) => {
  process.stdout.write(text);
  skipped = Number(/^\S+ skipped (\d+)$/m.exec(text)?.[1] ?? skipped);
});
run.on("close", (status) => {
  const strict = process.env.CI === "true" && skipped > 0;
  if (strict) console.error(`test: ${skipped} skipped, which is a failure with CI=true`);
  process.exit(strict ? 1 : (status ?? 1));
});
