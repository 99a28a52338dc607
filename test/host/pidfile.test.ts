import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { acquirePidFile, type PidFile } from "../../src/host/pidfile.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pidfile-"));
  path = join(folder, "keepalived.pid");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("The file holds the pid and a newline, readable for all whatever the umask", () => {
  const before = process.umask(0o077);
  const pidFile = acquired();
  process.umask(before);
  assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
  assert.equal(statSync(path).mode & 0o777, 0o644);
  pidFile.release();
  assert.equal(existsSync(path), false);
});

test("A second one is refused with the pid of the first, which keeps it", () => {
  const pidFile = acquired();
  assert.deepEqual(acquirePidFile(path), { kind: "held", pid: String(process.pid) });
  assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
  pidFile.release();
  acquired().release();
});

test("What a killed process left behind is taken over", { timeout: 30_000 }, async () => {
  const module = new URL("../../src/host/pidfile.js", import.meta.url).href;
  const program = `import { acquirePidFile } from ${JSON.stringify(module)};
    console.log(acquirePidFile(${JSON.stringify(path)}).kind); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert.equal(String((await once(other.stdout, "data"))[0]), "acquired\n");
  assert.deepEqual(acquirePidFile(path), { kind: "held", pid: String(other.pid) });
  other.kill("SIGKILL");
  await once(other, "exit");
  assert.equal(readFileSync(path, "utf8"), `${other.pid}\n`);
  acquired().release();
});

test("What stood in the file before is gone, however long", () => {
  writeFileSync(path, "123456789012345678901234567890\n");
  const pidFile = acquired();
  assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
  pidFile.release();
});

test("A file that has taken the place of ours is left alone at the end", () => {
  const pidFile = acquired();
  rmSync(path);
  writeFileSync(path, "1\n");
  pidFile.release();
  assert.equal(readFileSync(path, "utf8"), "1\n");
});

test("A place where no file can be is refused with the reason", () => {
  const reasons = [join(folder, "none", "keepalived.pid"), folder].map((place) => {
    const result = acquirePidFile(place);
    return result.kind === "failed" ? result.reason : result.kind;
  });
  assert.match(reasons[0] ?? "", /ENOENT.*none\/keepalived\.pid/);
  assert.match(reasons[1] ?? "", /EISDIR/);
});

function acquired(): PidFile {
  const result = acquirePidFile(path);
  assert.ok(result.kind === "acquired", result.kind);
  return result.pidFile;
}
