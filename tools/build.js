// Builds everything into dist/: TypeScript, the native addon, the bundled daemon. Each step is skipped when its result
// is newer than its sources. With --install (npm start, npm test in a fresh clone) the packages come first.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

chdir(fileURLToPath(new URL("..", import.meta.url)));
if (process.argv.includes("--install") && isOlder("node_modules/.package-lock.json", ["package-lock.json"])) {
  // Not "ci": that refuses a lock without the packages of other platforms, which a registry may not have.
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
}
mkdirSync("dist", { recursive: true });
run("node_modules/.bin/tsc", ["-b"]);
if (isOlder("dist/sysio.node", ["native/sysio.c"])) {
  const warnings = ["-Wall", "-Wextra", "-Werror"];
  const include = ["-I", "node_modules/node-api-headers/include"];
  run("cc", [
    "-std=c11",
    "-O2",
    ...warnings,
    "-shared",
    "-fPIC",
    ...include,
    "native/sysio.c",
    "-o",
    "dist/sysio.node",
  ]);
}
// One file, of which each start runs only what it needs: docs/decisions/one-file.md.
const bundle = ["--bundle", "--platform=node", "--target=node20", "--log-level=warning"];
const place = "const bundlePlace = require('node:url').pathToFileURL(__filename).href;";
run("node_modules/.bin/esbuild", [
  "dist/src/main.js",
  ...bundle,
  "--format=cjs",
  "--define:import.meta.url=bundlePlace",
  "--alias:node:module=./tools/bundled-module.cjs",
  `--banner:js=${place}`,
  "--outfile=dist/keepalived.cjs",
]);
run("node_modules/.bin/esbuild", [
  "dist/src/host/script-worker.js",
  ...bundle,
  "--format=esm",
  "--outfile=dist/script-worker.js",
]);

function isOlder(result, sources) {
  if (!existsSync(result)) return true;
  const made = statSync(result).mtimeMs;
  return sources.some((source) => statSync(source).mtimeMs > made);
}

function run(command, args) {
  try {
    execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  } catch (error) {
    if (error.code === "ENOENT")
      console.error(`build: ${command} is not installed; it is needed to build keepalived-ts`);
    process.exit(typeof error.status === "number" ? error.status : 1);
  }
}
