import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/**
 * Network, mount, uts and pid namespaces of one machine of the lab. They have no name anywhere: a process holds them,
 * and that one ends with this process however this one ends, so nothing can be left behind.
 */
export type Namespace = {
  readonly name: string;
  /** A process in the network, mount and uts namespaces: `ip … netns PID`, `/proc/PID/root/run/…`. */
  readonly pid: number;
  /** What `spawnIn` has started there and what has not ended yet. */
  readonly started: Set<ChildProcess>;
  /** Ends every process in it; it is empty when the promise resolves. */
  readonly close: () => Promise<void>;
};

/**
 * Makes the namespaces: /run is empty and its own, /proc shows its own processes, everything else of the file system is
 * the machine's. Needs root, or a user namespace (privilege.ts). Rejects with the reason in one line.
 */
export async function openNamespace(name: string): Promise<Namespace> {
  const unshare = ["unshare", "--net", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "--"];
  const holder = start([...unshare, "sh", "-c", HOLDER, "sh", name], { stdio: "pipe" });
  const { pid, stdin, stdout, stderr } = holder;
  if (pid === undefined || stdin === null || stdout === null || stderr === null) {
    const [error] = await once(holder, "error");
    throw new Error(`cannot start setpriv and unshare (util-linux): ${error}`);
  }
  const failed = once(holder, "exit").then(async () => {
    throw new Error(`cannot make the namespaces of ${name}: ${(await text(stderr)).trim()}`);
  });
  await Promise.race([once(stdout, "data"), failed]);
  failed.catch(() => {});
  const started = new Set<ChildProcess>();
  const close = async () => {
    const gone = holder.exitCode === null && holder.signalCode === null ? once(holder, "exit") : undefined;
    stdin.end();
    // An `nsenter` that has stopped with a frozen child would not collect it, and the kernel waits for that. It may be
    // about to stop only now.
    const resume = setInterval(() => {
      for (const child of started) child.kill("SIGCONT");
    }, RESUME_MILLISECONDS);
    await gone;
    clearInterval(resume);
  };
  return { name, pid, started, close };
}

const RESUME_MILLISECONDS = 10;

// The shell is process 1: it waits for `cat`, which ends with the lab's end of the pipe, and collects orphans
// meanwhile, so that none stays as a zombie that `killall -0` would take for alive. The kernel ends all others with it.
const HOLDER = `
mount -t tmpfs tmpfs /run && mkdir /run/tmp || exit 1
hostname "$1" 2>/dev/null || echo "$1" 2>/dev/null >/proc/sys/kernel/hostname
echo ready
cat >/dev/null
exit 0`;

/** Starts a command in the namespaces, in a session of its own (^C does not reach it), working directory /. */
export function spawnIn(namespace: Namespace, command: readonly string[], options: SpawnOptions): ChildProcess {
  const { pid } = namespace;
  const enter = ["nsenter", `--target=${pid}`, "--net", "--mount", "--uts", `--pid=/proc/${pid}/ns/pid_for_children`];
  // Files for which a program would take /tmp, the only writable place that the machines share, go to their own /run.
  const env = { ...process.env, PATH: searchPath, ...options.env, TMPDIR: "/run/tmp" };
  const child = start([...enter, "--", ...command], { ...options, env });
  namespace.started.add(child);
  child.once("exit", () => namespace.started.delete(child));
  return child;
}

/** Runs a command in the namespaces to its end and gives its output. Rejects with what it wrote to stderr. */
export function runIn(namespace: Namespace, command: readonly string[], input = ""): Promise<string> {
  return outcome(command, spawnIn(namespace, command, { stdio: "pipe" }), input);
}

/** Runs a command in the network namespace alone, with this process's files and process ids. */
export function runInNetwork(namespace: Namespace, command: readonly string[], input = ""): Promise<string> {
  const enter = ["nsenter", `--target=${namespace.pid}`, "--net", "--"];
  return outcome(command, start([...enter, ...command], { stdio: "pipe" }), input);
}

/**
 * The processes of a command started by `spawnIn`, ids as seen from here, descendants first, the command itself last;
 * without the `nsenter` that waits for it.
 */
export function treeOf(started: ChildProcess): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    const parent = /^\d+$/.test(entry) ? parentOf(Number(entry)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [...below(child), child]);
  return started.pid === undefined ? [] : below(started.pid);
}

/**
 * Sends a signal to every process of a command started by `spawnIn`. `nsenter` stops and goes on with its child by
 * itself, but would hold a thawed child back if it stayed stopped.
 */
export function signalTree(started: ChildProcess, signal: NodeJS.Signals): void {
  for (const pid of treeOf(started)) send(pid, signal);
  if (signal === "SIGCONT") started.kill(signal);
}

/** Sends a signal to the command alone, not to what it started. */
export function signalCommand(started: ChildProcess, signal: NodeJS.Signals): void {
  const pid = treeOf(started).at(-1);
  if (pid !== undefined) send(pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself in the meantime.
  }
}

function parentOf(pid: number): number | undefined {
  try {
    // The name in parentheses may contain anything, blanks and parentheses too.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** Where commands are looked for: the path of somebody who is not root often lacks the places of ip and haproxy. */
export const searchPath = `${process.env.PATH ?? "/usr/bin:/bin"}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Killed by the kernel as soon as this process ends, whatever ends it. */
function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const env = options.env ?? { ...process.env, PATH: searchPath };
  return spawn("setpriv", ["--pdeathsig", "KILL", ...command], { ...options, env, detached: true });
}

async function outcome(command: readonly string[], child: ChildProcess, input: string): Promise<string> {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error(`cannot start ${command.join(" ")}`);
  // A command that ends without reading its input is judged by its status.
  stdin.on("error", () => {});
  stdin.end(input);
  const [[status, signal], output, complaint] = await Promise.all([once(child, "close"), text(stdout), text(stderr)]);
  if (status === 0) return output;
  throw new Error(`${command.join(" ")} failed (${signal ?? `status ${status}`}): ${complaint.trim()}`);
}
