import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Namespace, searchPath, signalCommand, signalTree, spawnIn } from "./namespace.ts";

/** What starts a VRRP daemon that takes keepalived's options: `["/usr/sbin/keepalived"]`. */
export type Program = readonly string[];

/** This program, as `npm run build` leaves it; one file and the flags of `bin/keepalived`. */
export const thisProgram: Program = [
  process.execPath,
  "--single-threaded-gc",
  "--max-semi-space-size=2",
  "--initial-heap-size=64",
  fileURLToPath(new URL("../keepalived.cjs", import.meta.url)),
];

/** "killed": it ended by a signal that nobody can catch; "failed": by itself, and not with status 0. */
export type Condition = "running" | "frozen" | "stopped" | "killed" | "failed";

export type Daemon = {
  readonly condition: () => Condition;
  /** SIGTERM: the daemon ends orderly; resolves when it has. */
  readonly stop: () => Promise<void>;
  /** kill -9 to it and all it has started; resolves when they are gone. */
  readonly kill: () => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
};

/**
 * Starts a daemon in the foreground on a machine, logging to its console; `onLine` gets each line it says. The path of
 * the configuration is absolute.
 */
export function startDaemon(
  machine: Namespace,
  program: Program,
  configuration: string,
  onLine: (line: string) => void,
): Daemon {
  const options = ["-n", "-l", "-D", "-f", configuration, ...PID_FILES];
  const child = spawnIn(machine, [...program, ...options], { stdio: ["ignore", "pipe", "pipe"], env: { PATH } });
  let condition: Condition = "running";
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface(stream).on("line", onLine);
  }
  const gone = once(child, "exit").then(([status, signal]) => {
    if (signal === "SIGKILL") condition = "killed";
    else condition = status === 0 ? "stopped" : "failed";
  });
  const send = (signal: NodeJS.Signals, to: Condition) => {
    if (condition !== "running" && condition !== "frozen") return;
    signalTree(child, signal);
    condition = to;
  };
  return {
    condition: () => condition,
    stop: () => {
      signalCommand(child, "SIGTERM");
      send("SIGCONT", "running");
      return gone;
    },
    kill: () => {
      signalTree(child, "SIGKILL");
      return gone;
    },
    freeze: () => send("SIGSTOP", "frozen"),
    thaw: () => send("SIGCONT", "running"),
  };
}

export const PID_FILE = "/run/keepalived.pid";

const PID_FILES = ["-p", PID_FILE, "-r", "/run/keepalived_vrrp.pid", "-c", "/run/keepalived_checkers.pid"];

/** Which program the check `killall -0 haproxy` runs on the routers. */
export function killallPath(): string {
  return spawnSync("sh", ["-c", "command -v killall"], { env: { PATH }, encoding: "utf8" }).stdout.trim();
}

/** The check `killall -0 haproxy` works without psmisc too: path/killall comes after the machine's own. */
const PATH = `${searchPath}:${fileURLToPath(new URL("../../lab/path", import.meta.url))}`;
