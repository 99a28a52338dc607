import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  AF_UNIX,
  LOCK_EX,
  LOCK_NB,
  SCHED_OTHER,
  SCHED_RESET_ON_FORK,
  SCHED_RR,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOL_SOCKET,
} from "../../src/kernel/constants.ts";
import {
  bind,
  close,
  flock,
  ReceiveRing,
  recvmmsg,
  SystemError,
  schedSetscheduler,
  sendto,
  setsockopt,
  socket,
  watch,
} from "../../src/kernel/syscalls.ts";

const bounded = { timeout: 30_000 };

test("A failed call says which call, and what the errno means", () => {
  assert.throws(() => close(1_000_000), {
    name: "SystemError",
    call: "close",
    code: "EBADF",
    message: "close: bad file descriptor (EBADF)",
  });
  assert.equal(new SystemError("netlink", 19, "eth9").message, "netlink (eth9): no such device (ENODEV)");
  assert.equal(new SystemError("flock", 62).code, "ETIME");
  assert.equal(new SystemError("flock", 4000).code, "E4000");
});

test("One recvmmsg fills as many slots as messages wait, and marks the ones that are too long", () => {
  const [receiver, sender, address] = pair("ring");
  const ring = new ReceiveRing(2, 4, 0);
  assert.equal(recvmmsg(receiver, ring), 0);
  for (const text of ["one", "seven", "three"]) sendto(sender, new TextEncoder().encode(text), address);
  assert.equal(recvmmsg(receiver, ring), 2);
  assert.equal(new TextDecoder().decode(ring.message(0)), "one");
  assert.equal(ring.truncated(0), false);
  assert.equal(new TextDecoder().decode(ring.message(1)), "seve");
  assert.equal(ring.truncated(1), true);
  assert.equal(recvmmsg(receiver, ring), 1);
  assert.equal(new TextDecoder().decode(ring.message(0)), "thre");
  close(receiver);
  close(sender);
});

test("A message of the same length in the same slot is handed out as the same view", () => {
  const [receiver, sender, address] = pair("view");
  const ring = new ReceiveRing(1, 64, 0);
  const views = ["first", "other"].map((text) => {
    sendto(sender, new TextEncoder().encode(text), address);
    recvmmsg(receiver, ring);
    return ring.message(0);
  });
  assert.equal(views[0], views[1]);
  assert.equal(new TextDecoder().decode(views[1]), "other");
  close(receiver);
  close(sender);
});

test("A watch calls back while there is something to read, and not after it is closed", bounded, async () => {
  const [receiver, sender, address] = pair("watch");
  const ring = new ReceiveRing(1, 64, 0);
  let calls = 0;
  for (const byte of [1, 2, 3]) sendto(sender, Uint8Array.of(byte), address);
  await new Promise<void>((resolve) => {
    const watching = watch(receiver, () => {
      calls += 1;
      if (calls < 3) return void recvmmsg(receiver, ring);
      watching.close();
      watching.close();
      resolve();
    });
  });
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  assert.equal(calls, 3);
  assert.equal(recvmmsg(receiver, ring), 1, "the third message has not been read");
  close(receiver);
  close(sender);
});

test("A descriptor that cannot be watched is refused by name", () => {
  const file = openSync("/proc/self/exe", "r");
  assert.throws(() => watch(file, () => undefined), { name: "SystemError", call: "epoll_ctl", code: "EPERM" });
  closeSync(file);
  assert.throws(() => watch(file, () => undefined), { code: "EBADF" });
});

test("What a callback throws is an uncaught exception, as everywhere in node", bounded, async () => {
  const [receiver, sender, address] = pair("throw");
  const watching = watch(receiver, () => {
    watching.close();
    throw new Error("from the callback");
  });
  const caught = new Promise<Error>((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
  sendto(sender, Uint8Array.of(1), address);
  assert.equal((await caught).message, "from the callback");
  process.setUncaughtExceptionCaptureCallback(null);
  close(receiver);
  close(sender);
});

test("A promise resolved in a callback goes on before the next callback", bounded, async () => {
  const [receiver, sender, address] = pair("tick");
  const ring = new ReceiveRing(1, 8, 0);
  const order: string[] = [];
  for (const byte of [1, 2, 3]) sendto(sender, Uint8Array.of(byte), address);
  await new Promise<void>((resolve) => {
    const watching = watch(receiver, () => {
      recvmmsg(receiver, ring);
      const number = ring.message(0)[0];
      order.push(`read ${number}`);
      void Promise.resolve().then(() => order.push(`then ${number}`));
      if (number !== 3) return;
      watching.close();
      resolve();
    });
  });
  assert.deepEqual(order.slice(0, 5), ["read 1", "then 1", "read 2", "then 2", "read 3"]);
  close(receiver);
  close(sender);
});

test("A lock on a file excludes a second one", () => {
  const folder = mkdtempSync(join(tmpdir(), "flock-"));
  const [first, second] = [openSync(join(folder, "file"), "w"), openSync(join(folder, "file"), "w")];
  flock(first, LOCK_EX | LOCK_NB);
  assert.throws(() => flock(second, LOCK_EX | LOCK_NB), { call: "flock", code: "EAGAIN" });
  closeSync(first);
  flock(second, LOCK_EX | LOCK_NB);
  closeSync(second);
  rmSync(folder, { recursive: true });
});

test("The real-time class is the main thread's and not inherited by a child", (t) => {
  try {
    schedSetscheduler(SCHED_RR | SCHED_RESET_ON_FORK, 10);
  } catch (error) {
    assert.ok(error instanceof SystemError && error.code === "EPERM");
    return t.skip("the machine does not allow a real-time class");
  }
  const policyOf = (pid: string) => execFileSync("chrt", ["--pid", pid], { encoding: "utf8" });
  assert.match(policyOf(String(process.pid)), /SCHED_RR.*\n.*priority: 10/);
  assert.match(execFileSync("sh", ["-c", "chrt --pid $$"], { encoding: "utf8" }), /SCHED_OTHER/);
  schedSetscheduler(SCHED_OTHER | SCHED_RESET_ON_FORK, 0);
  assert.match(policyOf(String(process.pid)), /SCHED_OTHER/);
});

test("A number is passed to setsockopt as a C int", () => {
  const [receiver, sender] = pair("option");
  setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, 70_000);
  assert.throws(() => setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, Uint8Array.of(1)), { code: "EINVAL" });
  close(receiver);
  close(sender);
});

test("Closing a watched socket's watch leaves other handles of the process working", bounded, async () => {
  const [receiver, sender] = pair("others");
  watch(receiver, () => undefined).close();
  close(receiver);
  const server = createServer().listen({ path: "\0keepalived-ts-syscalls" });
  await once(server, "listening");
  server.close();
  close(sender);
});

/** Two datagram sockets, and the abstract address of the first. */
function pair(name: string): [receiver: number, sender: number, address: Uint8Array] {
  const address = new TextEncoder().encode(`\u0001\0\0keepalived-ts-${process.pid}-${name}`);
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 0) address.set([0, 1]);
  const [receiver, sender] = [socket(AF_UNIX, SOCK_DGRAM, 0), socket(AF_UNIX, SOCK_DGRAM, 0)];
  bind(receiver, address);
  return [receiver, sender, address];
}
