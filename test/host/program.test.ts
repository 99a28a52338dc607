import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { findGroup, findUser } from "../../src/host/accounts.ts";
import { findProgram } from "../../src/host/program.ts";

const nobody = { name: "nobody" };
/** The files have to be somebody else's than the user's who asks. */
const asRoot = { skip: process.geteuid?.() === 0 ? false : "needs root" };
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "program-"));
  chmodSync(folder, 0o755);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("A bare name is found in PATH, a path where it leads", () => {
  const file = program("check", 0o755);
  assert.deepEqual(findProgram([file]), { kind: "found", path: file });
  const found = findProgram(["sh", "-c", "exit 1"]);
  assert.ok(found.kind === "found" && found.path.endsWith("/sh"), JSON.stringify(found));
});

test("What is not there is missing: a path, a name, the empty word, nothing at all", () => {
  for (const command of [[join(folder, "none")], ["no-such-program"], [""], [], ["/etc/passwd/check"]])
    assert.deepEqual(findProgram(command), { kind: "missing" });
});

test("The class of the mode that fits the user first decides", asRoot, () => {
  const forOthers = program("for-others", 0o705);
  const forRoot = program("for-root", 0o750);
  assert.equal(findProgram([forOthers], nobody).kind, "found");
  assert.match(reasonOf([forRoot], nobody), /for-root may not be executed by uid \d+, gid \d+$/);
  const nobodyOfRootsGroup = { name: "nobody", group: "root" };
  assert.equal(findProgram([forRoot], nobodyOfRootsGroup).kind, "found");
  assert.match(reasonOf([forOthers], nobodyOfRootsGroup), /may not be executed/);
  assert.match(reasonOf([program("for-nobody", 0o644)]), /may not be executed/);
});

test("Every folder on the way must let the user in, also behind a symbolic link", asRoot, () => {
  mkdirSync(join(folder, "closed"), { mode: 0o700 });
  const file = program("closed/check", 0o755);
  symlinkSync(file, join(folder, "link"));
  for (const path of [file, join(folder, "link")])
    assert.match(reasonOf([path], nobody), /\/closed may not be entered by uid/);
  assert.equal(findProgram([join(folder, "link")]).kind, "found");
});

test("A folder is no program", () => {
  assert.match(reasonOf([folder]), /is not a file$/);
});

test("A script needs its interpreter", () => {
  assert.match(reasonOf([program("lost", 0o755, "#!/nowhere/python -u\n")]), /names \/nowhere\/python, which cannot/);
  assert.match(reasonOf([program("dos", 0o755, "#!/bin/sh\r\n")]), /carriage return/);
  assert.equal(findProgram([program("plain", 0o755, "exit 0\n")]).kind, "found");
});

test("A command that begins with < asks whether a file may be read", asRoot, () => {
  const file = program("flag", 0o640);
  assert.deepEqual(findProgram([`<${file}`]), { kind: "found", path: file });
  assert.deepEqual(findProgram(["<", file]), { kind: "found", path: file });
  assert.match(reasonOf(["<", file], nobody), /may not be read/);
  assert.deepEqual(findProgram(["</nowhere"]), { kind: "missing" });
});

test("A user or a group that does not exist is named", () => {
  assert.equal(reasonOf(["sh"], { name: "no-such-user" }), 'there is no user "no-such-user"');
  assert.equal(reasonOf(["sh"], { name: "root", group: "no-such" }), 'there is no group "no-such"');
});

test("Users and groups are found by name, and by what getent knows besides: their number", () => {
  assert.deepEqual(findUser("root"), { uid: 0, gid: 0 });
  assert.deepEqual(findUser("0"), { uid: 0, gid: 0 });
  assert.equal(findGroup("root"), 0);
  assert.equal(findUser("no-such-user"), undefined);
  assert.equal(findUser(""), undefined);
  assert.equal(findUser("--help"), undefined);
});

function program(name: string, mode: number, text = "#!/bin/sh\n"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

function reasonOf(command: readonly string[], user?: { readonly name: string; readonly group?: string }): string {
  const found = findProgram(command, user);
  assert.equal(found.kind, "not executable");
  return found.kind === "not executable" ? found.reason : "";
}
