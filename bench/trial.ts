import { once } from "node:events";
import { text } from "node:stream/consumers";
import { type Namespace, runIn, signalTree, spawnIn } from "../lab/namespace.ts";
import type { Duration } from "../src/core/time.ts";
import { parseEpoch } from "./clock.ts";
import type { Program } from "./daemon.ts";

/** keepalived's time for 10 000 instances grows with their square, and machines differ. */
const PATIENCE_MILLISECONDS = 120_000;

/** The time from before the process exists until its end has been seen. */
const TIMED = 'before=$EPOCHREALTIME; "$@" >&2; status=$?; echo "$before $EPOCHREALTIME $status"';

/** How long `-t` takes for a file. Rejects unless the file is accepted, with status 0. */
export async function timeTest(machine: Namespace, { name, command }: Program, file: string): Promise<Duration> {
  const words = [...command, "-t", "-f", file];
  const { output, complaint } = await answer(machine, ["bash", "-c", TIMED, "bash", ...words]);
  const [before = "", after = "", status = "none"] = output.trim().split(" ");
  if (status === "0") return parseEpoch(after) - parseEpoch(before);
  throw new Error(`${name} ends with status ${status}: ${complaint.split("\n")[0]}`);
}

/** The most memory that `-t` has had at a time, in KiB. Needs GNU time. */
export async function weighTest(machine: Namespace, { command }: Program, file: string): Promise<number> {
  const words = [...command, "-t", "-f", file];
  const { complaint } = await answer(machine, ["/usr/bin/time", "-f", "%M", ...words]);
  return Number(complaint.trim().split("\n").at(-1));
}

/** Whether `weighTest` can be asked. */
export async function canWeigh(machine: Namespace): Promise<boolean> {
  return runIn(machine, ["/usr/bin/time", "-f", "", "true"]).then(
    () => true,
    () => false,
  );
}

async function answer(
  machine: Namespace,
  command: readonly string[],
): Promise<{ readonly output: string; readonly complaint: string }> {
  const child = spawnIn(machine, command, { stdio: ["ignore", "pipe", "pipe"], env: { LC_ALL: "C" } });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error(`cannot start ${command.join(" ")}`);
  const timer = setTimeout(() => signalTree(child, "SIGKILL"), PATIENCE_MILLISECONDS);
  const [output, complaint] = await Promise.all([text(stdout), text(stderr), once(child, "close")]);
  clearTimeout(timer);
  return { output, complaint };
}
