import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { notifySystemd, watchdogInterval } from "../../src/host/systemd.ts";
import { Listener } from "./listener.ts";

afterEach(() => {
  for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) delete process.env[name];
});

test("The state goes to the socket that systemd names, by path or in the abstract space", () => {
  const folder = mkdtempSync(join(tmpdir(), "systemd-"));
  for (const path of [join(folder, "notify"), `@keepalived-ts-systemd-${process.pid}`]) {
    const listener = new Listener(path);
    process.env.NOTIFY_SOCKET = path;
    notifySystemd("READY=1\nMAINPID=7");
    notifySystemd("WATCHDOG=1");
    assert.deepEqual(listener.heard(), ["READY=1\nMAINPID=7", "WATCHDOG=1"]);
    listener.close();
  }
  rmSync(folder, { recursive: true });
});

test("Without systemd, or after it has gone, nothing happens", () => {
  notifySystemd("READY=1");
  for (const path of ["", "/nowhere/notify", "@keepalived-ts-nobody", `/${"long".repeat(40)}`]) {
    process.env.NOTIFY_SOCKET = path;
    notifySystemd("READY=1");
  }
});

test("The watchdog is wanted as often as systemd says, if it says so to this process", () => {
  assert.equal(watchdogInterval(), undefined);
  process.env.WATCHDOG_USEC = "3000000";
  assert.equal(watchdogInterval(), 3_000_000);
  process.env.WATCHDOG_PID = String(process.pid);
  assert.equal(watchdogInterval(), 3_000_000);
  process.env.WATCHDOG_PID = "1";
  assert.equal(watchdogInterval(), undefined);
  delete process.env.WATCHDOG_PID;
  for (const nonsense of ["", "0", "-1", "soon", "1.5", "1e400"]) {
    process.env.WATCHDOG_USEC = nonsense;
    assert.equal(watchdogInterval(), undefined, nonsense);
  }
});
