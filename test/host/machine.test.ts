import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { thisMachine } from "../../src/host/machine.ts";
import { requiring } from "../netns/requirements.ts";

const root = requiring();
const directory = mkdtempSync(join(tmpdir(), "machine-"));
// The folder for temporary files is sticky: nobody else can rename this one.
chmodSync(directory, 0o755);
after(() => rmSync(directory, { recursive: true }));

const machine = thisMachine();

function program(name: string, mode = 0o755): string {
  const path = join(directory, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "#!/bin/sh\nexit 0\n");
  chmodSync(path, mode);
  return path;
}

test("the interfaces and addresses of this machine are those that the kernel has", () => {
  const loopback = machine.interfaces?.get("lo");
  assert.equal(loopback?.loopback, true);
  assert.deepEqual(loopback?.addresses, [{ address: "127.0.0.1", permanent: true }]);
});

test("users and groups are those of the machine's databases", () => {
  assert.deepEqual([machine.hasUser("root"), machine.hasUser("no-such-user")], [true, false]);
  assert.deepEqual([machine.hasGroup("root"), machine.hasGroup("no-such-group")], [true, false]);
});

test("a program of root's is safe, one that is not there is missing", root, () => {
  assert.deepEqual(thisMachine().examineScript([program("good"), "word"], undefined), { kind: "safe" });
  assert.deepEqual(thisMachine().examineScript(["/bin/true"], { name: "root" }), { kind: "safe" });
  assert.deepEqual(thisMachine().examineScript([join(directory, "none")], undefined), { kind: "missing" });
  assert.deepEqual(thisMachine().examineScript(["</dev/tcp/127.0.0.1/80"], undefined), { kind: "opened" });
  assert.deepEqual(thisMachine().examineScript(["<run/active"], undefined), { kind: "missing" });
  assert.equal(thisMachine().examineScript([program("plain", 0o644)], undefined).kind, "not executable");
});

test("a program that others can write to is unsafe for root, and nobody's business for another user", root, () => {
  const path = program("open", 0o777);
  const reason = "everybody may write to it";
  assert.deepEqual(thisMachine().examineScript([path], undefined), { kind: "unsafe", component: path, reason });
  assert.deepEqual(thisMachine().examineScript([path], { name: "nobody" }), { kind: "safe" });
});

test("a program with the rights of root is looked at whoever runs it", root, () => {
  const path = program("suid");
  chmodSync(path, 0o4777);
  assert.equal(thisMachine().examineScript([path], { name: "nobody" }).kind, "unsafe");
});

test("a folder above it that others can write to makes it unsafe, unless it is sticky", root, () => {
  const path = program("folder/inside");
  const folder = join(directory, "folder");
  chmodSync(folder, 0o777);
  const reason = "everybody may write to it";
  assert.deepEqual(thisMachine().examineScript([path], undefined), { kind: "unsafe", component: folder, reason });
  chmodSync(folder, 0o1777);
  assert.deepEqual(thisMachine().examineScript([path], undefined), { kind: "safe" });
});

test("a program or a folder of another user's is unsafe, also behind a symbolic link", root, () => {
  const path = program("theirs/inside");
  chownSync(join(directory, "theirs"), 12_345, 0);
  const link = join(directory, "link");
  symlinkSync(path, link);
  for (const name of [path, link]) {
    assert.deepEqual(thisMachine().examineScript([name], undefined), {
      kind: "unsafe",
      component: join(directory, "theirs"),
      reason: "it belongs to uid 12345",
    });
  }
});

test("a group other than root's that may write makes it unsafe", root, () => {
  const path = program("grouped", 0o775);
  chownSync(path, 0, 4321);
  assert.deepEqual(thisMachine().examineScript([path], undefined), {
    kind: "unsafe",
    component: path,
    reason: "group 4321 may write to it",
  });
  chownSync(path, 0, 0);
  assert.deepEqual(thisMachine().examineScript([path], undefined), { kind: "safe" });
});

test("a secret is private if nobody but its owner may read it", () => {
  const path = join(directory, "secret");
  writeFileSync(path, "x", { mode: 0o600 });
  assert.equal(machine.examineSecret(path), "private");
  chmodSync(path, 0o640);
  assert.equal(machine.examineSecret(path), "readable by others");
  assert.equal(machine.examineSecret(join(directory, "none")), "missing");
});
