import { chmodSync, existsSync, mkdirSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Init, Places } from "./layout.ts";

/** What `install` and `uninstall` are asked for. */
export type Installation = Places & { readonly command: "install" | "uninstall"; readonly dryRun: boolean };

/** One change of the file system, or `keep`, which changes nothing and says so. Paths are below the root. */
export type Step =
  | { readonly kind: "make"; readonly path: string }
  | { readonly kind: "lay"; readonly path: string; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | { readonly kind: "keep"; readonly path: string; readonly why: string }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "remove folder"; readonly path: string };

export const installationOptions = {
  prefix: {
    type: "string",
    argument: "DIR",
    does: "where the program goes: DIR/sbin, DIR/lib/keepalived-ts, DIR/share (/usr/local)",
  },
  root: {
    type: "string",
    argument: "DIR",
    does: "take DIR for the root of the file system, to make a package (/)",
  },
  init: {
    type: "string",
    argument: "systemd|sysv",
    does: "the unit or the init script (systemd where it runs, else sysv)",
  },
  "dry-run": { type: "boolean", does: "say what would be done, and do nothing" },
} as const;

/**
 * Reads the options, does `work` with them and returns the exit status. What the system refuses ends in one line.
 * Throws what parseArgs throws.
 */
export function carryOut(
  command: Installation["command"],
  argv: readonly string[],
  work: (installation: Installation) => number,
): number {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  const init = values.init ?? (existsSync("/run/systemd/system") ? "systemd" : "sysv");
  const { prefix = "/usr/local", root: given = "/", "dry-run": dryRun = false } = values;
  if (!prefix.startsWith("/")) return refuse(command, `--prefix ${prefix}: it must be an absolute path`);
  if (!isInit(init)) return refuse(command, `--init ${init}: it must be systemd or sysv`);
  const root = resolve(given);
  if (!existsSync(root)) return refuse(command, `--root ${root}: there is no such directory`);
  try {
    return work({ command, prefix: resolve(prefix), root, init, dryRun });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    const forbidden = error.code === "EACCES" || error.code === "EPERM";
    return refuse(command, forbidden ? `${error.message}; run it as root` : error.message);
  }
}

/** Says each step and, unless it is a dry run, does it. Throws the system's error. */
export function performSteps(steps: readonly Step[], { root, dryRun }: Installation): void {
  for (const step of steps) {
    if (!dryRun) perform(step, join(root, step.path));
    say(`${describe(step)}\n`);
  }
}

export function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

export function refuse(command: string, reason: string): number {
  process.stderr.write(`keepalived ${command}: ${reason}\n`);
  return 1;
}

function isInit(word: string): word is Init {
  return word === "systemd" || word === "sysv";
}

/** A running program keeps its old file: the new one takes its place by a rename. */
function perform(step: Step, path: string): void {
  const fresh = `${path}.new`;
  switch (step.kind) {
    case "make":
      mkdirSync(path);
      chmodSync(path, 0o755);
      break;
    case "lay":
      rmSync(fresh, { force: true });
      writeFileSync(fresh, step.bytes, { mode: 0o600 });
      chmodSync(fresh, step.mode);
      renameSync(fresh, path);
      break;
    case "link":
      rmSync(fresh, { force: true });
      symlinkSync(step.target, fresh);
      renameSync(fresh, path);
      break;
    case "keep":
      break;
    case "remove":
      rmSync(path);
      break;
    case "remove folder":
      rmdirSync(path);
      break;
  }
}

function describe(step: Step): string {
  const verb = step.kind.padEnd(6);
  switch (step.kind) {
    case "make":
    case "lay":
    case "remove":
      return `${verb} ${step.path}`;
    case "link":
      return `${verb} ${step.path} -> ${step.target}`;
    case "keep":
      return `${verb} ${step.path} (${step.why})`;
    case "remove folder":
      return `remove ${step.path}/`;
  }
}
