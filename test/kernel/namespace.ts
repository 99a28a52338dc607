import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Called first in a test file: runs the whole file again in a network namespace of its own, which ends with it. Returns
 * the options for each of its tests: skipped where the machine allows no namespace, which under CI=true is a failure.
 */
export function enterNamespace(file: string): { readonly skip: string | false; readonly timeout: number } {
  const timeout = 60_000;
  if (process.env.NETWORK_NAMESPACE === "own") return { skip: false, timeout };
  const flags = process.geteuid?.() === 0 ? ["--net"] : ["--user", "--map-root-user", "--net"];
  const trial = spawnSync("unshare", [...flags, "true"], { encoding: "utf8" });
  if (trial.status !== 0) {
    const reason = `no network namespace to be had: ${trial.error?.message ?? trial.stderr.trim()}`;
    if (process.env.CI === "true") throw new Error(reason);
    return { skip: reason, timeout };
  }
  const command = [process.execPath, ...process.execArgv, fileURLToPath(file)];
  const env = { ...process.env, NETWORK_NAMESPACE: "own" };
  const { status } = spawnSync("unshare", [...flags, ...command], { stdio: "inherit", env, timeout: 2 * timeout });
  process.exit(status ?? 1);
}

/** `ip` with these arguments, separated by single blanks. */
export function ip(command: string): string {
  return execFileSync("ip", command.split(" "), { encoding: "utf8" });
}

/** The kernel notices a carrier a little after the other end was set up. */
export function untilUp(name: string): void {
  for (let attempt = 0; attempt < 2_000; attempt += 1) if (/^\S+ +UP /.test(ip(`-br link show ${name}`))) return;
  throw new Error(`${name} has no carrier`);
}
