import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const PATIENCE = { timeout: 60_000 };
const launcher = fileURLToPath(new URL("../../../bin/keepalived", import.meta.url));

const MESSY = "global_defs{router_id   A}\r\n";
const NEAT = "global_defs {\n    router_id A\n}\n";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fmt-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("fmt prints one file, and leaves it alone", PATIENCE, () => {
  const file = lay("a.conf", MESSY);
  assert.deepEqual(fmt(file), { status: 0, stdout: NEAT, stderr: "" });
  assert.equal(readFileSync(file, "utf8"), MESSY);
});

test("fmt - reads the standard input", PATIENCE, () => {
  assert.deepEqual(fmt("-", { input: MESSY }), { status: 0, stdout: NEAT, stderr: "" });
  assert.deepEqual(fmt("--check", "-", { input: MESSY }), { status: 1, stdout: "-\n", stderr: "" });
});

test("fmt --check lists the files that are not in the style, and writes nothing", PATIENCE, () => {
  const [messy, neat] = [lay("a.conf", MESSY), lay("b.conf", NEAT)];
  assert.deepEqual(fmt("--check", neat, messy), { status: 1, stdout: `${messy}\n`, stderr: "" });
  assert.deepEqual(fmt("--check", neat), { status: 0, stdout: "", stderr: "" });
  assert.equal(readFileSync(messy, "utf8"), MESSY);
});

test("fmt --write rewrites each file, with its mode, and leaves nothing behind", PATIENCE, () => {
  const [messy, other] = [lay("a.conf", MESSY), lay("b.conf", `${MESSY}# b`)];
  chmodSync(messy, 0o640);
  assert.deepEqual(fmt("--write", messy, other), { status: 0, stdout: "", stderr: "" });
  assert.equal(readFileSync(messy, "utf8"), NEAT);
  assert.equal(readFileSync(other, "utf8"), `${NEAT}# b\n`);
  assert.equal(statSync(messy).mode & 0o7777, 0o640);
  assert.deepEqual(readdirSync(folder), ["a.conf", "b.conf"]);
});

test("fmt --write keeps the owner", {
  ...PATIENCE,
  skip: process.getuid?.() !== 0 && "only root gives files away",
}, () => {
  const file = lay("a.conf", MESSY);
  chownSync(file, 12_345, 23_456);
  fmt("-w", file);
  const { uid, gid } = statSync(file);
  assert.deepEqual([uid, gid, readFileSync(file, "utf8")], [12_345, 23_456, NEAT]);
});

test("fmt --write does not touch a file that is in the style", PATIENCE, () => {
  const file = lay("a.conf", NEAT);
  const before = statSync(file, { bigint: true });
  fmt("--write", file);
  const { ino, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  assert.deepEqual([ino, mtimeNs, ctimeNs], [before.ino, before.mtimeNs, before.ctimeNs]);
});

test("fmt --write follows a symbolic link", PATIENCE, () => {
  const file = lay("a.conf", MESSY);
  const link = join(folder, "link.conf");
  symlinkSync("a.conf", link);
  fmt("--write", link);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(readFileSync(file, "utf8"), NEAT);
});

test("a comment in another encoding keeps its bytes", PATIENCE, () => {
  // GBK: the second byte of a character may be a no-break space of Latin-1, or a brace.
  const comment = Buffer.from([0x23, 0xd7, 0xa0, 0xca, 0xcd, 0x81, 0x7b, 0x20, 0xa0, 0x0a]);
  const file = join(folder, "gbk.conf");
  writeFileSync(file, Buffer.concat([Buffer.from("a{   "), comment, Buffer.from("b}\n")]));
  fmt("--write", file);
  const expected = Buffer.concat([Buffer.from("a { "), comment, Buffer.from("    b\n}\n")]);
  assert.deepEqual(readFileSync(file), expected);
});

test("a file that cannot be read or replaced gives 2, and the others are done all the same", PATIENCE, () => {
  const [messy, missing] = [lay("a.conf", MESSY), join(folder, "missing.conf")];
  const directory = join(folder, "conf.d");
  mkdirSync(directory);
  const { status, stderr } = fmt("--write", missing, directory, messy);
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^keepalived fmt: \S+\/missing\.conf: ENOENT: .*\nkeepalived fmt: \S+\/conf\.d: it is no regular file\n$/,
  );
  assert.equal(readFileSync(messy, "utf8"), NEAT);
  assert.equal(fmt("--check", missing, lay("b.conf", MESSY)).status, 2);
});

test("a wrong command line gives 2 and one line", PATIENCE, () => {
  const cases: [RegExp, string[]][] = [
    [/^keepalived fmt: name a file; - is the standard input\n$/, []],
    [/^keepalived fmt: --check writes nothing: leave it or --write out\n$/, ["--check", "--write", "a"]],
    [/^keepalived fmt: only one file can be printed; of several, use --write or --check\n$/, ["a", "b"]],
    [/^keepalived fmt: --write needs files; the standard input is none\n$/, ["-w", "-"]],
    [/^keepalived fmt: Unknown option '--chekc'/, ["--chekc", "a"]],
  ];
  for (const [message, words] of cases) {
    const { status, stdout, stderr } = fmt(...words);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  }
});

function lay(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

type Outcome = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function fmt(...words: (string | { readonly input: string })[]): Outcome {
  const given = words.find((word) => typeof word === "object");
  const argv = words.filter((word) => typeof word === "string");
  const options = { encoding: "utf8", timeout: 30_000, ...given } as const;
  const { status, stdout, stderr } = spawnSync(launcher, ["fmt", ...argv], options);
  return { status, stdout, stderr };
}
