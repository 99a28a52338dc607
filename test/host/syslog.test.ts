import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { facilityNumber, Syslog } from "../../src/host/syslog.ts";
import { Listener } from "./listener.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syslog-"));
  path = join(folder, "log");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("A line has its priority, the local time, the speaker with the pid, and the text as it is", () => {
  const listener = new Listener(path);
  const syslog = new Syslog(3, path);
  const before = new Date();
  syslog.log("Keepalived_vrrp", "(VI_1) Entering MASTER STATE: 接管");
  const after = new Date();
  const [line = "", ...more] = listener.heard();
  assert.deepEqual(more, []);
  const parts = /^<30>(\w{3} [ \d]\d \d\d:\d\d:\d\d) Keepalived_vrrp\[(\d+)\]: (.*)$/.exec(line);
  assert.ok(parts !== null, line);
  assert.equal(parts[2], String(process.pid));
  assert.equal(parts[3], "(VI_1) Entering MASTER STATE: 接管");
  const time = new Date(`${parts[1]} ${before.getFullYear()}`).getTime();
  assert.ok(before.getTime() - 1_000 < time && time <= after.getTime(), line);
  syslog.close();
  listener.close();
});

test("The facility counts into the priority", () => {
  const listener = new Listener(path);
  for (const name of ["daemon", "user", "local0", "7"]) {
    const syslog = new Syslog(facilityNumber(name) ?? -1, path);
    syslog.log("Keepalived", name);
    syslog.close();
  }
  assert.deepEqual(
    listener.heard().map((line) => line.replace(/>.*: /, " ")),
    ["<30 daemon", "<14 user", "<134 local0", "<190 7"],
  );
  assert.deepEqual(["mail", "local8", "", "-1"].map(facilityNumber), [undefined, undefined, undefined, undefined]);
  listener.close();
});

test("Without a syslog daemon nothing breaks, and one that comes back is heard of again", () => {
  const syslog = new Syslog(3, path);
  syslog.log("Keepalived", "before it runs");
  for (const name of ["first", "second"]) {
    const listener = new Listener(path);
    syslog.log("Keepalived", name);
    assert.match(listener.heard().join(), new RegExp(`: ${name}$`));
    listener.close();
    syslog.log("Keepalived", "nobody listens");
    rmSync(path);
  }
  syslog.close();
});

test("A syslog daemon that does not read does not hold us up", { timeout: 30_000 }, () => {
  const listener = new Listener(path);
  const syslog = new Syslog(3, path);
  for (let line = 0; line < 5_000; line += 1) syslog.log("Keepalived", `line ${line}`);
  const heard = listener.heard();
  assert.ok(heard.length > 0 && heard.length < 5_000);
  assert.match(heard[0] ?? "", /: line 0$/);
  syslog.close();
  listener.close();
});
