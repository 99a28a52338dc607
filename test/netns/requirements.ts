import { spawnSync } from "node:child_process";

/** Options for tests that run routers in namespaces of their own. */
export type Bounded = { readonly skip: string | false; readonly timeout: number };

/**
 * Says why the tests of a file cannot run here: they need root, and programs beside this one. Under CI=true that is a
 * failure. The bound is against hanging, nothing else.
 */
export function requiring(...programs: readonly string[]): Bounded {
  const timeout = 150_000;
  const missing = ["unshare", "nsenter", "setpriv", "ip", ...programs].filter((program) => !isInstalled(program));
  const reasons = [
    ...(process.geteuid?.() === 0 ? [] : ["root is needed to make the namespaces of routers"]),
    ...(missing.length === 0 ? [] : [`not installed: ${missing.join(", ")}`]),
  ];
  if (reasons.length === 0) return { skip: false, timeout };
  if (process.env.CI === "true") throw new Error(reasons.join("; "));
  return { skip: reasons.join("; "), timeout };
}

function isInstalled(program: string): boolean {
  return spawnSync("sh", ["-c", 'command -v "$1"', "sh", program], { stdio: "ignore" }).status === 0;
}
