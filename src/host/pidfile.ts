import {
  closeSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { LOCK_EX, LOCK_NB } from "../kernel/constants.ts";
import { flock, SystemError } from "../kernel/syscalls.ts";

export type Acquisition =
  | { readonly kind: "acquired"; readonly pidFile: PidFile }
  /** Another process has it and lives. */
  | { readonly kind: "held"; readonly pid: string }
  | { readonly kind: "failed"; readonly reason: string };

/** A pid file as keepalived's: the number and a newline, mode 0644, locked as long as the process lives. */
export type PidFile = { readonly release: () => void };

const MODE = 0o644;

/** A file that a dead process left behind is no obstacle: its lock died with it. */
export function acquirePidFile(path: string): Acquisition {
  let descriptor: number | undefined;
  try {
    const open = openSync(path, "a+", MODE);
    descriptor = open;
    flock(open, LOCK_EX | LOCK_NB);
    // Between opening and locking, its former owner may have removed it: then ours is a file that nobody sees.
    if (!isStill(path, open)) {
      closeSync(open);
      return acquirePidFile(path);
    }
    // Past the umask, which keeps the other files from everybody.
    fchmodSync(open, MODE);
    ftruncateSync(open);
    writeSync(open, `${process.pid}\n`);
    return { kind: "acquired", pidFile: { release: () => release(path, open) } };
  } catch (error) {
    const failure = refusal(error, descriptor);
    if (descriptor !== undefined) closeSync(descriptor);
    return failure;
  }
}

function refusal(error: unknown, descriptor: number | undefined): Acquisition {
  if (descriptor !== undefined && error instanceof SystemError && error.code === "EAGAIN")
    return { kind: "held", pid: readFileSync(descriptor, "utf8").trim() };
  return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
}

function release(path: string, descriptor: number): void {
  if (isStill(path, descriptor)) rmSync(path, { force: true });
  closeSync(descriptor);
}

/** Whether the path still leads to the open file. */
function isStill(path: string, descriptor: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
}
