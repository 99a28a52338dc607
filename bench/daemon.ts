import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { type Namespace, signalTree, spawnIn, treeOf } from "../lab/namespace.ts";
import { parseEpoch, type WallTime } from "./clock.ts";

/** What starts a VRRP daemon that takes keepalived's options. */
export type Program = {
  readonly name: string;
  readonly command: readonly string[];
  /** Configured to run in the real-time class. */
  readonly realtime: boolean;
};

export type Daemon = {
  /** When the shell that became the daemon was about to do so. */
  readonly startedAt: Promise<WallTime>;
  /** Every process of it, what it has started before itself. */
  readonly processes: () => number[];
  /** SIGTERM; returns when it was sent. */
  readonly stop: () => Promise<WallTime>;
  /** SIGKILL to all processes; resolves when they are gone. */
  readonly kill: () => Promise<void>;
  /** What it has said on stderr. */
  readonly complaints: () => string;
};

/** Starts a daemon as a user would, in the foreground. */
export function startDaemon(machine: Namespace, { command }: Program, file: string): Daemon {
  const stamped = ["bash", "-c", 'echo "$EPOCHREALTIME"; exec "$@"', "bash", ...command, "-n", "-f", file];
  const child = spawnIn(machine, stamped, { stdio: ["ignore", "pipe", "pipe"], env: { LC_ALL: "C" } });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error(`cannot start ${command.join(" ")}`);
  const said: string[] = [];
  stderr.on("data", (piece: Buffer) => said.push(piece.toString()));
  const gone = once(child, "exit");
  return {
    startedAt: once(stdout, "data").then(([line]) => {
      stdout.resume();
      return parseEpoch(String(line));
    }),
    processes: () => treeOf(child),
    stop: () => terminate(treeOf(child).at(-1)),
    kill: async () => {
      signalTree(child, "SIGKILL");
      await gone;
    },
    complaints: () => said.join("").trim(),
  };
}

/** In bash, where the look at the clock and the signal are two builtin commands in a row. */
async function terminate(pid: number | undefined): Promise<WallTime> {
  if (pid === undefined) throw new Error("the daemon that was to be stopped has ended by itself");
  const { stdout } = await run("bash", ["-c", 'echo "$EPOCHREALTIME"; kill -s TERM "$1"', "bash", String(pid)], {
    env: { ...process.env, LC_ALL: "C" },
  });
  return parseEpoch(stdout);
}

const run = promisify(execFile);
