import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { getSystemErrorMap } from "node:util";
import { MSG_TRUNC } from "./constants.ts";

/** A system call that failed: the only error that src/kernel throws. */
export class SystemError extends Error {
  /** The system call: "sendto". */
  readonly call: string;
  /** The errno by name: "EPERM". */
  readonly code: string;

  /** @param detail what the call was about, or what the kernel had to say. */
  constructor(call: string, errno: number, detail?: string) {
    const [code, words] = describeErrno(errno);
    super(`${call}${detail === undefined ? "" : ` (${detail})`}: ${words} (${code})`);
    this.name = "SystemError";
    this.call = call;
    this.code = code;
  }
}

/** The name of an errno and what it means in words. */
export function describeErrno(errno: number): readonly [code: string, words: string] {
  const known = getSystemErrorMap().get(-errno);
  if (known !== undefined) return known;
  const code = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `E${errno}`;
  return [code, `error ${errno}`];
}

/** Always close-on-exec and non-blocking. */
export function socket(domain: number, type: number, protocol: number): number {
  return checked("socket", sysio().socket(domain, type, protocol));
}

export function close(descriptor: number): void {
  checked("close", sysio().close(descriptor));
}

export function bind(descriptor: number, address: Uint8Array): void {
  checked("bind", sysio().bind(descriptor, address));
}

/** A number is passed as a C int. */
export function setsockopt(descriptor: number, level: number, option: number, value: number | Uint8Array): void {
  if (typeof value === "number") intValue[0] = value;
  checked("setsockopt", sysio().setsockopt(descriptor, level, option, typeof value === "number" ? intBytes : value));
}

/** One datagram or one batch of netlink messages; an address of null means the kernel for netlink. */
export function sendto(descriptor: number, data: Uint8Array, address: Uint8Array | null, flags = 0): void {
  checked("sendto", sysio().sendto(descriptor, data, address, flags));
}

/** Fills the ring with what has arrived, without waiting. Returns the number of messages; 0: there was none. */
export function recvmmsg(descriptor: number, ring: ReceiveRing): number {
  const filled = sysio().recvmmsg(descriptor, ring.data, ring.names, ring.results);
  return filled === -constants.errno.EAGAIN ? 0 : checked("recvmmsg", filled);
}

export function timerfdCreate(clock: number): number {
  return checked("timerfd_create", sysio().timerfd_create(clock));
}

/** Whole seconds below 2^31 and nanoseconds below 10^9; both 0 disarm the timer. */
export function timerfdSettime(descriptor: number, flags: number, seconds: number, nanoseconds: number): void {
  checked("timerfd_settime", sysio().timerfd_settime(descriptor, flags, seconds, nanoseconds));
}

/** How often the timer has ended since it was last asked or set. */
export function readTimer(descriptor: number): number {
  const ended = sysio().read8(descriptor);
  return ended === -constants.errno.EAGAIN ? 0 : checked("read", ended);
}

/** Of the calling thread alone. */
export function schedSetscheduler(policy: number, priority: number): void {
  checked("sched_setscheduler", sysio().sched_setscheduler(policy, priority));
}

export function flock(descriptor: number, operation: number): void {
  checked("flock", sysio().flock(descriptor, operation));
}

/** Stops the calls; to be closed before the descriptor is. Closing it again does nothing. */
export type Watch = { readonly close: () => void };

/**
 * Calls back on every turn of the event loop on which the descriptor is readable or has failed, until it is closed. The
 * watch keeps the process alive and is kept alive itself, whether somebody holds it or not.
 */
export function watch(descriptor: number, onReadable: () => void): Watch {
  const handle: unknown = sysio().watch(descriptor, onReadable);
  if (typeof handle === "number") throw new SystemError("epoll_ctl", -handle);
  openWatches.add(handle);
  return {
    close: () => {
      openWatches.delete(handle);
      sysio().unwatch(handle);
    },
  };
}

/** The addon closes a watch whose handle is garbage-collected. */
const openWatches = new Set<unknown>();

/**
 * Room for several messages that one recvmmsg fills. What it hands out are views that the next recvmmsg overwrites;
 * a view is made anew only when the length changes, so that a stream of adverts allocates nothing.
 */
export class ReceiveRing {
  readonly slots: number;
  readonly data: Uint8Array;
  readonly names: Uint8Array;
  /** Per slot the length and the flags. */
  readonly results: Int32Array;
  readonly #views: Uint8Array[];
  readonly #slotBytes: number;
  readonly #nameBytes: number;

  /** At most 64 slots; `nameBytes` 0 when the sender's address is not wanted. */
  constructor(slots: number, slotBytes: number, nameBytes: number) {
    this.slots = slots;
    this.data = new Uint8Array(slots * slotBytes);
    this.names = new Uint8Array(slots * nameBytes);
    this.results = new Int32Array(slots * 2);
    this.#views = new Array<Uint8Array>(slots).fill(this.data);
    this.#slotBytes = slotBytes;
    this.#nameBytes = nameBytes;
  }

  message(slot: number): Uint8Array {
    const length = this.results[slot * 2] ?? 0;
    const start = slot * this.#slotBytes;
    const before = this.#views[slot];
    if (before?.length === length && before.byteOffset === start) return before;
    const view = this.data.subarray(start, start + length);
    this.#views[slot] = view;
    return view;
  }

  /** The message was longer than a slot; its end is lost. */
  truncated(slot: number): boolean {
    return ((this.results[slot * 2 + 1] ?? 0) & MSG_TRUNC) !== 0;
  }

  name(slot: number): Uint8Array {
    return this.names.subarray(slot * this.#nameBytes, (slot + 1) * this.#nameBytes);
  }
}

/** What native/sysio.c exports: everything returns the kernel's result or -errno. */
type Sysio = {
  socket(domain: number, type: number, protocol: number): number;
  close(descriptor: number): number;
  bind(descriptor: number, address: Uint8Array): number;
  setsockopt(descriptor: number, level: number, option: number, value: Uint8Array): number;
  sendto(descriptor: number, data: Uint8Array, address: Uint8Array | null, flags: number): number;
  recvmmsg(descriptor: number, data: Uint8Array, names: Uint8Array, results: Int32Array): number;
  timerfd_create(clock: number): number;
  timerfd_settime(descriptor: number, flags: number, seconds: number, nanoseconds: number): number;
  read8(descriptor: number): number;
  sched_setscheduler(policy: number, priority: number): number;
  flock(descriptor: number, operation: number): number;
  /** An opaque handle, or -errno. */
  watch(descriptor: number, onReadable: () => void): unknown;
  unwatch(handle: unknown): void;
};

const intValue = new Int32Array(1);
const intBytes = new Uint8Array(intValue.buffer);

let loaded: Sysio | undefined;

/** Loaded at the first call: `keepalived --help` works where the addon does not. */
function sysio(): Sysio {
  loaded ??= loadSysio();
  return loaded;
}

function loadSysio(): Sysio {
  // Beside the bundle dist/keepalived.cjs, or seen from dist/src/kernel/.
  const places = ["./sysio.node", "../../sysio.node"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the native addon ${places[0]} is missing: build it with "npm run build"`);
  return createRequire(import.meta.url)(found);
}

function checked(call: string, result: number): number {
  if (result < 0) throw new SystemError(call, -result);
  return result;
}
