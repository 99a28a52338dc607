// Calls everything that the addon named by the first argument exports, rightly and wrongly. Run by sysio.test.ts with a
// build that watches its own memory, and --expose-gc.
import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { endianness } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

type Call = (...argument: unknown[]) => number;

const path: string = isMainThread ? process.argv[2] : workerData.path;
const sysio: Readonly<Record<string, Call>> = createRequire(import.meta.url)(path);
const [EPERM, EBADF, EAGAIN, EEXIST, EINVAL, ENOTSOCK, EAFNOSUPPORT] = [-1, -9, -11, -17, -22, -88, -97];
const AF_UNIX = 1;
const SOCK_DGRAM = 2;

if (isMainThread) await main();
else await worker();

async function main(): Promise<void> {
  wrongArguments();
  systemCalls();
  timers();
  for (let round = 0; round < 20; round += 1) await watches();
  await collected();
  await errors();
  for (const ending of ["end", "exit", "terminate"]) await endThread(ending);
  await collectGarbage();
  console.log("done");
}

/** Every export refuses everything that it does not take, in every place. */
function wrongArguments(): void {
  const wrong = [
    undefined,
    null,
    "text",
    {},
    [],
    Symbol("s"),
    () => undefined,
    new Float64Array(4),
    new DataView(new ArrayBuffer(4)),
    1n,
  ];
  assert.equal(Object.keys(sysio).length, 13);
  for (const name of Object.keys(sysio)) {
    assert.throws(() => call(name), TypeError);
    for (const value of wrong) assert.throws(() => call(name, value), { name: "TypeError", message: /argument 1 / });
  }
  assert.throws(() => call("sendto", 1, null, null, 0), /sendto: argument 2 /);
  assert.throws(() => call("sendto", 1, new Uint8Array(1), new Int32Array(1), 0), /sendto: argument 3 /);
  assert.throws(() => call("sendto", 1, new Uint8Array(1), null), /sendto: argument 4 /);
  assert.throws(() => call("recvmmsg", 1, new Uint8Array(1), new Uint8Array(1), new Uint8Array(8)), /argument 4 /);
  assert.throws(() => call("watch", 1, {}), /watch: argument 2 /);
}

function systemCalls(): void {
  const [receiver, address] = listening("calls");
  const sender = call("socket", AF_UNIX, SOCK_DGRAM, 0);
  const [data, results] = [new Uint8Array(64), new Int32Array(8)];
  assert.equal(call("recvmmsg", receiver, data, new Uint8Array(), results), EAGAIN);
  assert.equal(call("sendto", sender, new Uint8Array(20).fill(7), address, 0), 20);
  assert.equal(call("sendto", sender, new Uint8Array(), address, 0), 0);
  assert.equal(call("recvmmsg", receiver, data, new Uint8Array(4 * 110), results), 2);
  assert.deepEqual([...results.subarray(0, 4)], [16, 0x20, 0, 0]);
  assert.deepEqual([...data.subarray(0, 18)], [...Array<number>(16).fill(7), 0, 0]);
  for (const slots of [0, 1, 65]) {
    const expected = slots === 1 ? EAGAIN : EINVAL;
    assert.equal(call("recvmmsg", receiver, data, new Uint8Array(), new Int32Array(2 * slots)), expected);
  }
  // More slots than bytes: slots of nothing.
  call("sendto", sender, new Uint8Array(3), address, 0);
  assert.equal(call("recvmmsg", receiver, new Uint8Array(1), new Uint8Array(1), new Int32Array(128)), 1);
  assert.equal(call("bind", sender, new Uint8Array()), EINVAL);
  assert.equal(call("bind", sender, new Uint8Array(4_096)), EINVAL);
  assert.equal(call("setsockopt", sender, 1, 8, Uint8Array.of(0, 0, 1, 0)), 0);
  assert.equal(call("setsockopt", sender, 1, 8, new Uint8Array()), EINVAL);
  assert.equal(call("socket", 99, SOCK_DGRAM, 0), EAFNOSUPPORT);
  assert.equal(call("sched_setscheduler", 77, -1), EINVAL);
  assert.equal(call("flock", 1_000_000, 6), EBADF);
  assert.equal(call("close", sender), 0);
  assert.equal(call("close", sender), EBADF);
  assert.equal(call("close", receiver), 0);
}

function timers(): void {
  const timer = call("timerfd_create", 1);
  assert.equal(call("timerfd_create", 99), EINVAL);
  assert.equal(call("read8", timer), EAGAIN);
  assert.equal(call("timerfd_settime", timer, 0, 0, 1_000_000_000), EINVAL);
  assert.equal(call("timerfd_settime", timer, 1, 0, 1), 0);
  assert.equal(call("read8", timer), 1);
  assert.equal(call("sendto", timer, new Uint8Array(1), null, 0), ENOTSOCK);
  assert.equal(call("close", timer), 0);
}

async function watches(): Promise<void> {
  const [receiver, address] = listening("watch");
  let calls = 0;
  const first = await new Promise<unknown>((resolve) => {
    const handle: unknown = call("watch", receiver, () => {
      calls += 1;
      // Closed from within its own callback, twice.
      sysio.unwatch?.(handle);
      sysio.unwatch?.(handle);
      resolve(handle);
    });
    call("sendto", receiver, Uint8Array.of(1), address, 0);
  });
  await turns(3);
  assert.equal(calls, 1);
  // The same descriptor, never started, closed at once and again after its handle is gone; and twice at a time.
  const second = call("watch", receiver, () => assert.fail("closed before it was ready"));
  assert.equal(
    call("watch", receiver, () => undefined),
    EEXIST,
  );
  for (const handle of [second, first, second]) sysio.unwatch?.(handle);
  await turns(3);
  for (const handle of [second, first]) sysio.unwatch?.(handle);
  assert.throws(() => call("unwatch", {}), TypeError);
  call("close", receiver);
}

/** Handles that nobody holds: before, while and after their descriptor is readable. */
async function collected(): Promise<void> {
  for (let number = 0; number < 50; number += 1) {
    const [receiver, address] = listening(`collected${number}`);
    call("watch", receiver, () => call("recvmmsg", receiver, new Uint8Array(8), new Uint8Array(), new Int32Array(2)));
    if (number % 2 === 0) call("sendto", receiver, Uint8Array.of(1), address, 0);
    if (number % 3 === 0) await turns(1);
  }
  await collectGarbage();
}

async function errors(): Promise<void> {
  const file = openSync("/proc/self/exe", "r");
  assert.equal(
    call("watch", file, () => undefined),
    EPERM,
  );
  closeSync(file);
  assert.equal(
    call("watch", -1, () => undefined),
    EBADF,
  );
  const [receiver, address] = listening("errors");
  const caught = new Promise((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
  const handle: unknown = call("watch", receiver, () => {
    sysio.unwatch?.(handle);
    throw new Error("thrown");
  });
  call("sendto", receiver, Uint8Array.of(1), address, 0);
  assert.match(String(await caught), /thrown/);
  process.setUncaughtExceptionCaptureCallback(null);
  call("close", receiver);
}

/** A thread that ends, of itself or not, while it watches. */
async function endThread(ending: string): Promise<void> {
  const thread = new Worker(fileURLToPath(import.meta.url), { workerData: { path, ending } });
  const ended = new Promise((resolve, reject) => thread.once("exit", resolve).once("error", reject));
  if (ending === "terminate") thread.once("message", () => thread.terminate());
  await ended;
}

async function worker(): Promise<void> {
  const { parentPort } = await import("node:worker_threads");
  const kept: unknown[] = [];
  for (let number = 0; number < 5; number += 1) {
    const [receiver, address] = listening(`${workerData.ending}${number}`);
    kept.push(
      call("watch", receiver, () => call("recvmmsg", receiver, new Uint8Array(8), new Uint8Array(), new Int32Array(2))),
    );
    call("sendto", receiver, Uint8Array.of(1), address, 0);
  }
  sysio.unwatch?.(kept[0]);
  await turns(2);
  parentPort?.postMessage("ready");
  if (workerData.ending === "exit") process.exit();
  // Without the open ones the thread would have nothing left to wait for.
  if (workerData.ending === "end") for (const handle of kept) sysio.unwatch?.(handle);
}

function call(name: string, ...given: unknown[]): number {
  const run = sysio[name];
  assert.ok(run !== undefined, name);
  return run(...given);
}

function listening(name: string): [descriptor: number, address: Uint8Array] {
  const family = endianness() === "LE" ? [AF_UNIX, 0] : [0, AF_UNIX];
  const text = new TextEncoder().encode(`keepalived-ts-${process.pid}-${name}`);
  const address = Uint8Array.of(...family, 0, ...text);
  const descriptor = call("socket", AF_UNIX, SOCK_DGRAM, 0);
  assert.equal(call("bind", descriptor, address), 0);
  return [descriptor, address];
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await turns(3);
  }
}
