import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export type User = { readonly uid: number; readonly gid: number };

/** The user of that name; undefined when there is none. */
export function findUser(name: string): User | undefined {
  const fields = findEntry("passwd", name);
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** The number of the group of that name; undefined when there is none. */
export function findGroup(name: string): number | undefined {
  const fields = findEntry("group", name);
  return fields && Number(fields[2]);
}

/** Whether the machine itself has this user; without asking a directory server. */
export function isLocalUser(name: string): boolean {
  return read("/etc/passwd").some((line) => line.startsWith(`${name}:`));
}

/** Node has no getpwnam; getent knows what the file does not (LDAP, sssd, a number in place of a name), but costs a process. */
function findEntry(database: "passwd" | "group", name: string): string[] | undefined {
  const ours = (line: string) => line.startsWith(`${name}:`);
  const line = read(`/etc/${database}`).find(ours) ?? ask(database, name);
  return line?.split(":");
}

function read(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return []; // No such file: getent is asked.
  }
}

function ask(database: string, name: string): string | undefined {
  // Loaded when it is needed, which is seldom: it takes longer than reading most configurations.
  const { execFileSync }: typeof import("node:child_process") = createRequire(import.meta.url)("node:child_process");
  try {
    // A directory server that does not answer must not hold up a start for ever.
    return execFileSync("getent", ["--", database, name], { stdio: "pipe", timeout: 5_000 }).toString().trim();
  } catch {
    return undefined; // Status 2: nobody of that name.
  }
}
