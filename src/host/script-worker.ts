import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { parentPort } from "node:worker_threads";
import type { ScriptOutcome } from "../core/event.ts";
import type { ScriptSettings } from "../core/track/settings.ts";
import { findIdentity, findProgram, type Identity, testedFile } from "./program.ts";

/** To the worker. Runs are numbered, so that the end of one is never taken for that of the next. */
export type Order =
  | { readonly kind: "configure"; readonly scripts: readonly ScriptSettings[] }
  | { readonly kind: "run"; readonly script: string; readonly run: number }
  | { readonly kind: "kill"; readonly script: string; readonly signal: "SIGTERM" | "SIGKILL" }
  | { readonly kind: "close" };

/** From the worker: the end of a run. */
export type Report = { readonly script: string; readonly run: number; readonly outcome: ScriptOutcome };

/** What scripts do not inherit; the list is keepalived's. */
const DROPPED_VARIABLES = ["IFS", "LD_PRELOAD", "LD_LIBRARY_PATH"];

/**
 * A shell that outlives us by a moment. Each line it reads is the whole list of the process groups that run now; at the end
 * of its input, which comes however this thread or process may end, it ends them. Linux's parent-death signal would
 * cost every run another exec and reach the script alone, not what the script has started.
 */
const GUARD = `
groups=
while read -r line; do groups=$line; done
send() { for group in $groups; do kill "$1" "-$group" && alive=yes; done; }
send -TERM
for tenth in 1 2 3 4 5 6 7 8 9 10; do
  alive=; send -0; [ "$alive" ] || exit 0
  sleep 0.1
done
send -KILL`;

type Script = { readonly settings: ScriptSettings; readonly identity: Identity | string | undefined };
type Guard = ChildProcessByStdio<Writable, null, null>;

let scripts: ReadonlyMap<string, Script> = new Map();
/** By the script's name. A process is in here until its end has been seen: its number cannot be another's. */
const running = new Map<string, ChildProcess>();
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !DROPPED_VARIABLES.includes(name)),
);
let guard = startGuard();

parentPort?.on("message", (order: Order) => {
  switch (order.kind) {
    case "configure":
      return configure(order.scripts);
    case "run":
      return run(order.script, order.run);
    case "kill":
      return signalGroup(running.get(order.script), order.signal);
    case "close":
      return close();
  }
});

function configure(settings: readonly ScriptSettings[]): void {
  scripts = new Map(
    settings.map((one) => [one.name, { settings: one, identity: one.user && findIdentity(one.user) }] as const),
  );
  for (const [name, child] of running) if (!scripts.has(name)) signalGroup(child, "SIGKILL");
}

function run(name: string, number: number): void {
  signalGroup(running.get(name), "SIGKILL");
  running.delete(name);
  const report = (outcome: ScriptOutcome) =>
    parentPort?.postMessage({ script: name, run: number, outcome } satisfies Report);
  const script = scripts.get(name);
  if (script === undefined) report({ kind: "unstartable", reason: "it is not configured" });
  else if (typeof script.identity === "string") report({ kind: "unstartable", reason: script.identity });
  else launch(script.settings, script.identity, report);
  tellGuard();
}

function launch(
  settings: ScriptSettings,
  identity: Identity | undefined,
  report: (outcome: ScriptOutcome) => void,
): void {
  try {
    const child = start(settings.command, identity);
    // A process without a number has not been started; the event "error" says why.
    if (child.pid !== undefined) running.set(settings.name, child);
    child.once("error", (error) => report(unstartable(settings, error)));
    child.once("exit", (status, signal) => {
      if (running.get(settings.name) === child) running.delete(settings.name);
      report(status === null ? { kind: "signalled", signal: signal ?? "unknown" } : { kind: "exited", status });
      // A failover may hang on the report; on this, nothing as long as we live.
      tellGuard();
    });
  } catch (error) {
    report(unstartable(settings, error));
  }
}

/**
 * In a session and group of its own. libuv starts programs by execvp(3): PATH is searched for a bare name, and a file that is
 * executable but neither a program nor begins with `#!` is given to the shell, as keepalived does.
 */
function start(command: readonly string[], identity: Identity | undefined): ChildProcess {
  const tested = testedFile(command);
  const [program = "", ...words] = tested === undefined ? command : ["/bin/sh", "-c", ': <"$0"', tested];
  const who = identity && { uid: identity.uid, gid: identity.gid };
  return spawn(program, words, { ...who, env: environment, detached: true, stdio: "ignore" });
}

function unstartable({ command, user }: ScriptSettings, error: unknown): ScriptOutcome {
  const found = findProgram(command, user);
  switch (found.kind) {
    case "missing":
      return { kind: "unstartable", reason: `${command[0]} is not found` };
    case "not executable":
      return { kind: "unstartable", reason: found.reason };
    case "found": {
      const as = user === undefined ? "" : ` as user ${user.name}`;
      return {
        kind: "unstartable",
        reason: `cannot run ${found.path}${as}: ${error instanceof Error ? error.message : error}`,
      };
    }
  }
}

function signalGroup(child: ChildProcess | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is ending by itself, or has become another user's (sudo): then it ends when it ends.
  }
}

function startGuard(): Guard {
  const shell: Guard = spawn("/bin/sh", ["-c", GUARD], {
    env: environment,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.stdin.on("error", () => {}); // Somebody has killed it: the event "exit" comes as well.
  shell.on("exit", () => {
    guard = startGuard();
    tellGuard();
  });
  return shell;
}

function tellGuard(): void {
  const groups = Array.from(running.values(), (child) => child.pid);
  guard.stdin.write(`${groups.join(" ")}\n`);
}

/** The thread ends when the last process has been reaped. */
function close(): void {
  for (const child of running.values()) signalGroup(child, "SIGKILL");
  running.clear();
  tellGuard();
  guard.removeAllListeners("exit");
  guard.stdin.end();
  parentPort?.close();
}
