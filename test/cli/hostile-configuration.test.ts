import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { thisProgram } from "../../lab/daemon.ts";

const directory = mkdtempSync(join(tmpdir(), "hostile-"));
const socket = createServer();
after(() => {
  socket.close();
  rmSync(directory, { recursive: true });
});

const MEMORY = fileURLToPath(new URL("./peak-memory.js", import.meta.url));

/** Of the whole process; a file of one instance takes some 50 MB. */
const MOST_KIBIBYTES = 450_000;
const MOST_OUTPUT = 500_000;

/** `keepalived -t -f FILE` as a process, killed after half a minute: a hang is no ending. */
function runTest(path: string): { readonly status: number | null; readonly stderr: string; readonly peak: number } {
  const [node = "", ...words] = thisProgram;
  const { status, output } = spawnSync(node, ["--import", MEMORY, ...words, "-t", "-f", path], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 30_000,
    killSignal: "SIGKILL",
  });
  const [, , stderr, peak] = output;
  return { status, stderr: stderr ?? "", peak: Number(peak) };
}

function inDirectory(name: string): string {
  return join(directory, name);
}

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(inDirectory(name), content);
  return inDirectory(name);
}

const GOOD = "global_defs {\n router_id a\n}\n";

before(async () => {
  spawnSync("mkfifo", [inDirectory("pipe")]);
  mkdirSync(inDirectory("folder"));
  socket.listen(inDirectory("socket"));
  await once(socket, "listening");
  write("huge", "");
  truncateSync(inDirectory("huge"), 100_000_000);
  writeFileSync(inDirectory("executable"), GOOD, { mode: 0o755 });
  symlinkSync(".", inDirectory("again"));
});

/** Names of files that no configuration is in, and what is said of each. */
const strange = {
  pipe: "it is a pipe, and no ordinary file",
  folder: "it is a directory, and no ordinary file",
  socket: "it is a socket, and no ordinary file",
  "/dev/zero": "it is a device, and no ordinary file",
  "/dev/null": "it is a device, and no ordinary file",
  huge: "it is larger than 32 MB",
  executable: "it is executable, which a configuration is not: chmod a-x",
} as const;

for (const [name, reason] of Object.entries(strange)) {
  test(`${name} is not opened, as the main file or as an included one`, () => {
    const path = name.startsWith("/") ? name : inDirectory(name);
    const main = runTest(path);
    assert.equal(main.status, 4);
    assert.equal(
      main.stderr.split("\n")[0]?.replace(/`\S+`/, "…"),
      `${path}:1:1: error: … cannot be read: ${reason} [KA0102]`,
    );
    const included = runTest(write("including", `include ${path}\n${GOOD}`));
    assert.equal(included.status, 0);
    assert.match(included.stderr, /:1:9: warning: `\S+` cannot be read: it is [^\n]+ \[KA0106\]\n/);
    assert(included.stderr.includes(reason), included.stderr);
    const insisting = runTest(write("insisting", `includer ${path}\n${GOOD}`));
    assert.equal(insisting.status, 4);
  });
}

test("files of /proc that have no size are read up to a size", () => {
  const { status, stderr, peak } = runTest(
    write("proc", `include /proc/self/pagemap\ninclude /proc/self/mem\n${GOOD}`),
  );
  assert.equal(status, 0);
  assert.match(stderr, /^\S+:1:9: warning: `\/proc\/self\/pagemap` cannot be read: it is larger than 32 MB/);
  assert.match(stderr, /\n\S+:2:9: warning: `\/proc\/self\/mem` cannot be read: /);
  assert(peak < MOST_KIBIBYTES, `${peak} KiB`);
});

/** File names, what is in the file, how what is said begins. */
const endless: readonly (readonly [name: string, content: string | Uint8Array, status: number, told: RegExp])[] = [
  ["line", `router_id ${"a".repeat(10_000_000)}`, 5, /^\S+:1:1: error: this line has more than 16384 characters/],
  [
    "blocks",
    "global_defs {\n".repeat(100_000),
    5,
    /^\S+:1:13: error: the block `global_defs` is not closed before line 2/,
  ],
  ["itself", "include itself\n", 5, /^\S+:1:9: error: `\S+itself` includes itself/],
  ["round", "include again/again/round\n", 5, /^\S+round:1:9: error: `\S+round` includes itself/],
  ["twice", "$A=${A}${A}\n$A\n", 5, /^\S+:1:4: error: `A` is defined by itself/],
  ["sequence", "~SEQ(A, 1, 2000000000) x $A\n", 5, /configuration endlessly long: the rest is not read/],
  ["blocks-of-a-sequence", "~SEQ(A, 1, 2000000000) vrrp_instance A$A { state BACKUP\n", 5, /endlessly long/],
  ["nul", new Uint8Array(10_000_000), 5, /^\S+:1:1: error: this line has more than 16384 characters/],
  ["nul-words", "router_id \0\n".repeat(100_000), 5, /^\S+:1:11: error: there is a NUL byte in this line/],
  [
    "latin1",
    Buffer.from("global_defs {\n router_id a\u00e9\n}\n", "latin1"),
    0,
    /^\S+:2:13: warning: these bytes are not UTF-8/,
  ],
  ["mistakes", "nonsense\n".repeat(100_000), 5, /^\S+:1:1: error: unknown keyword `nonsense`/],
  ["everything", "include /*/*/*/*/*\n", 5, /the rest is not read/],
  ["lines", "vrrp_instance A {\n}\n".repeat(600_000), 5, /more than 1000000 lines and braces: the rest is not read/],
];

for (const [name, content, status, told] of endless) {
  test(`${name}: a message, an end, and not all the memory`, () => {
    const ending = runTest(write(name, content));
    assert.match(ending.stderr, told);
    assert.equal(ending.status, status);
    assert(ending.stderr.length < MOST_OUTPUT, `${ending.stderr.length} characters`);
    assert(ending.peak < MOST_KIBIBYTES, `${ending.peak} KiB`);
  });
}

test("bytes that are no UTF-8 are none of anybody's business in a comment", () => {
  const { status, stderr } = runTest(write("comment", Buffer.from(`# \u00e9\n${GOOD}# \u00e9`, "latin1")));
  assert.deepEqual([status, stderr], [0, ""]);
});
