import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sanitizer = sanitizerLibrary();
const reason = sanitizer === undefined && process.env.CI !== "true" && "the C compiler has no AddressSanitizer";

test("The addon reads and writes nothing that is not its own, and leaks nothing", {
  skip: reason,
  timeout: 300_000,
}, () => {
  assert.ok(sanitizer !== undefined, "the C compiler has no AddressSanitizer");
  const folder = mkdtempSync(join(tmpdir(), "sysio-"));
  const addon = join(folder, "sysio.node");
  const flags = [
    "-std=c11",
    "-g",
    "-O1",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-fsanitize=address,undefined",
    "-shared",
    "-fPIC",
  ];
  const include = ["-I", "node_modules/node-api-headers/include"];
  execFileSync("cc", [...flags, ...include, "native/sysio.c", "-o", addon], { cwd: root });
  const scenario = fileURLToPath(new URL("scenario.js", import.meta.url));
  const run = spawnSync(process.execPath, ["--expose-gc", "--enable-source-maps", scenario, addon], {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, LD_PRELOAD: sanitizer, LSAN_OPTIONS: "exitcode=0", UBSAN_OPTIONS: "halt_on_error=1" },
  });
  rmSync(folder, { recursive: true });
  // V8 leaves some memory behind at times: of the leaks only those count in whose history the addon appears.
  const reports = run.stderr.split("\n\n").filter((report) => /sysio\.c|runtime error|ERROR: Addr/.test(report));
  assert.deepEqual({ status: run.status, stdout: run.stdout, reports }, { status: 0, stdout: "done\n", reports: [] });
});

/** Undefined where the compiler has none: then it prints the bare name. */
function sanitizerLibrary(): string | undefined {
  const { stdout } = spawnSync("cc", ["-print-file-name=libasan.so"], { encoding: "utf8" });
  const path = stdout?.trim() ?? "";
  return existsSync(path) ? path : undefined;
}
