import { accessSync, closeSync, constants, openSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { getegid, geteuid, getgroups } from "node:process";
import type { ScriptSettings } from "../core/track/settings.ts";
import { findGroup, findUser } from "./accounts.ts";

export type Found =
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "missing" }
  | { readonly kind: "not executable"; readonly reason: string };

export type Identity = { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };

/** Where a bare name is looked for when the environment has no PATH, as execvp(3) does. */
const DEFAULT_PATH = "/bin:/usr/bin";

const READ = 4;
const EXECUTE = 1;

/**
 * Whether the program of a script's command is there and this user may run it; absent: the daemon's own user.
 * Judged by owner, group and mode of the file and of every directory above it; access control lists are not looked at.
 */
export function findProgram(command: readonly string[], user?: ScriptSettings["user"]): Found {
  const identity = user === undefined ? ownIdentity() : findIdentity(user);
  if (typeof identity === "string") return { kind: "not executable", reason: identity };
  const tested = testedFile(command);
  if (tested !== undefined) return judge(tested, identity, READ);
  const [program = ""] = command;
  if (program === "") return { kind: "missing" };
  return program.includes("/") ? judge(program, identity, EXECUTE) : searchPath(program, identity);
}

/** The file of a command `</path`, which is no program: it succeeds if the file can be opened. */
export function testedFile(command: readonly string[]): string | undefined {
  const [first = "", second = ""] = command;
  return first.startsWith("<") ? first.slice(1) || second : undefined;
}

/** Who a script's `user` is; a text says what is wrong. Like the scripts themselves without supplementary groups. */
export function findIdentity(user: NonNullable<ScriptSettings["user"]>): Identity | string {
  const found = findUser(user.name);
  if (found === undefined) return `there is no user "${user.name}"`;
  const gid = user.group === undefined ? found.gid : findGroup(user.group);
  if (gid === undefined) return `there is no group "${user.group}"`;
  return { uid: found.uid, gid, groups: [] };
}

function ownIdentity(): Identity {
  // Linux always has these; their types allow for Windows.
  return { uid: geteuid?.() ?? 0, gid: getegid?.() ?? 0, groups: getgroups?.() ?? [] };
}

/** The first that may be run; if there is none, the first that may not: execvp(3) goes on after EACCES too. */
function searchPath(name: string, identity: Identity): Found {
  let best: Found = { kind: "missing" };
  for (const directory of (process.env.PATH ?? DEFAULT_PATH).split(":")) {
    const found = judge(resolve(directory, name), identity, EXECUTE);
    if (found.kind === "found") return found;
    if (best.kind === "missing") best = found;
  }
  return best;
}

function judge(path: string, identity: Identity, wanted: number): Found {
  const absolute = resolve(path);
  const stats = statOf(absolute);
  if (stats === undefined) return { kind: "missing" };
  // The way as it is written and, where a symbolic link leads elsewhere, the way that the link leads to.
  const closed = [...above(absolute), ...above(realpathSync(absolute))].find((directory) => {
    const passed = statOf(directory);
    return passed !== undefined && !permits(passed, identity, EXECUTE);
  });
  if (closed !== undefined) return refuse(`${closed} may not be entered`, identity);
  if (wanted === READ) {
    return permits(stats, identity, READ) ? { kind: "found", path } : refuse(`${path} may not be read`, identity);
  }
  if (!stats.isFile()) return { kind: "not executable", reason: `${path} is not a file` };
  if (!permits(stats, identity, EXECUTE)) return refuse(`${path} may not be executed`, identity);
  const reason = findInterpreterFault(absolute);
  return reason === undefined ? { kind: "found", path } : { kind: "not executable", reason };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined; // Whatever stands in the way, nothing is found there.
  }
}

/** Every directory above, the root first. */
function above(path: string): string[] {
  const directory = dirname(path);
  return directory === path ? [] : [...above(directory), directory];
}

function refuse(what: string, { uid, gid }: Identity): Found {
  return { kind: "not executable", reason: `${what} by uid ${uid}, gid ${gid}` };
}

/** One class of the mode decides, the first that fits; root needs any execute bit of a file, and nothing of a directory. */
function permits(stats: Stats, { uid, gid, groups }: Identity, wanted: number): boolean {
  if (uid === 0) return wanted !== EXECUTE || stats.isDirectory() || (stats.mode & 0o111) !== 0;
  if (stats.uid === uid) return (stats.mode & (wanted << 6)) !== 0;
  if (stats.gid === gid || groups.includes(stats.gid)) return (stats.mode & (wanted << 3)) !== 0;
  return (stats.mode & wanted) !== 0;
}

/** A `#!` line that names nothing executable: execve(2) then says "no such file" of a file that is plainly there. */
function findInterpreterFault(path: string): string | undefined {
  const line = readFirstLine(path);
  const interpreter = /^#!\s*(\S+)/.exec(line)?.[1];
  if (interpreter === undefined) return undefined;
  if (line.endsWith("\r")) return `${path}: its first line ends in a carriage return; save it with Unix line ends`;
  try {
    accessSync(interpreter, constants.X_OK);
    return undefined;
  } catch {
    return `${path}: its first line names ${interpreter}, which cannot be executed`;
  }
}

function readFirstLine(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(256); // As much as the kernel reads of it.
      return bytes.toString("latin1", 0, readSync(file, bytes)).split("\n")[0] ?? "";
    } finally {
      closeSync(file);
    }
  } catch {
    return ""; // Executable and not readable: a program, and all right.
  }
}
