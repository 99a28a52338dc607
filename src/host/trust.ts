import { lstatSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ScriptExamination } from "../config/machine.ts";
import type { User } from "../config/types/script.ts";
import { findIdentity } from "./program.ts";

const SET_USER = 0o4000;
const SET_GROUP = 0o2000;
const STICKY = 0o1000;
const GROUP_WRITE = 0o020;
const OTHER_WRITE = 0o002;

/**
 * By whom a program that runs with root's rights could be changed: the first component of its path, or of what a symbolic
 * link leads to, that does not belong to root or that others may write to. Nothing for a program that runs as somebody
 * else. Reference: interfaces, section 8.2.
 */
export function findWeakness(path: string, user: User | undefined): ScriptExamination | undefined {
  const absolute = resolve(path);
  if (!runsAsRoot(absolute, user)) return undefined;
  const trusted = trustedUsers();
  for (const component of new Set([...componentsOf(absolute), ...componentsOf(realpathSync(absolute))])) {
    const reason = weaknessOf(lstatSync(component), trusted);
    if (reason !== undefined) return { kind: "unsafe", component, reason };
  }
  return undefined;
}

function runsAsRoot(path: string, user: User | undefined): boolean {
  const identity =
    user === undefined ? { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 } : findIdentity(user);
  if (typeof identity === "string") return false;
  const { mode, uid, gid } = lstatSync(realpathSync(path));
  const setsUser = (mode & SET_USER) !== 0 && uid === 0;
  const setsGroup = (mode & SET_GROUP) !== 0 && gid === 0;
  return identity.uid === 0 || identity.gid === 0 || setsUser || setsGroup;
}

/**
 * Root; in a user namespace also whoever is not in it, the real root among them: their files are shown as those of one
 * user that nobody in the namespace can be (user_namespaces(7)).
 */
function trustedUsers(): ReadonlySet<number> {
  const [inside, outside, count] = readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/).map(Number);
  if (inside === 0 && outside === 0 && count === EVERYBODY) return new Set([0]);
  return new Set([0, Number(readFileSync("/proc/sys/kernel/overflowuid", "utf8"))]);
}

const EVERYBODY = 0xffff_ffff;

/** The root first. */
function componentsOf(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...componentsOf(above), path];
}

function weaknessOf(stats: Stats, trusted: ReadonlySet<number>): string | undefined {
  if (!trusted.has(stats.uid)) return `it belongs to uid ${stats.uid}`;
  if (stats.isSymbolicLink()) return undefined;
  // In a sticky folder only the owner of a file can remove or rename it.
  if (stats.isDirectory() && (stats.mode & STICKY) !== 0) return undefined;
  if ((stats.mode & OTHER_WRITE) !== 0) return "everybody may write to it";
  if ((stats.mode & GROUP_WRITE) !== 0 && stats.gid !== 0) return `group ${stats.gid} may write to it`;
  return undefined;
}
