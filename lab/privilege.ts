import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** Whether this process may make network namespaces as it is; or by starting anew in a user namespace; or why neither. */
type Privilege =
  | { readonly kind: "own" }
  | { readonly kind: "user namespace" }
  | { readonly kind: "none"; readonly reason: string };

/**
 * Returns when this process may make namespaces. Without that right it starts itself once more, as root of a user
 * namespace, and ends with that one's status; where that is not allowed either, it ends with one line that says so.
 */
export async function acquirePrivilege(): Promise<void> {
  const privilege = findPrivilege();
  if (privilege.kind === "own") return;
  if (privilege.kind === "none") {
    console.error(`lab: ${privilege.reason}`);
    process.exit(1);
  }
  const self = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  // After unshare: gaining capabilities would clear the signal.
  const command = [...USER_NAMESPACE, "setpriv", "--pdeathsig", "KILL", ...self];
  const child = spawn("unshare", command, { stdio: "inherit" });
  // From a terminal the child gets ^C itself; it tidies up, and this process ends with it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  const [status] = await once(child, "exit");
  process.exit(status ?? 1);
}

const USER_NAMESPACE = ["--user", "--map-root-user"];

/** Finds out by trying. */
export function findPrivilege(): Privilege {
  const own = attempt([]);
  if (own === undefined) return { kind: "own" };
  const byUser = attempt(USER_NAMESPACE);
  if (byUser === undefined) return { kind: "user namespace" };
  const how =
    "run it as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone)";
  return { kind: "none", reason: `network namespaces are not allowed here: ${byUser}; ${how}` };
}

/** Makes the namespaces of `namespace.ts` for a moment; undefined if that works, else the reason. */
function attempt(more: readonly string[]): string | undefined {
  const flags = [...more, "--net", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const { status, stderr, error } = spawnSync("unshare", [...flags, "true"], { encoding: "utf8" });
  if (error !== undefined) return `unshare (util-linux) cannot be started: ${error.message}`;
  return status === 0 ? undefined : stderr.trim();
}
