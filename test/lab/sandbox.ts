import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Namespace, openNamespace, runIn } from "../../lab/namespace.ts";
import { acquirePrivilege, findPrivilege } from "../../lab/privilege.ts";

/**
 * Called first in a test file that makes namespaces; the options for each of its tests. Where only a user namespace
 * gives the right, the whole file runs again in one; where nothing does, its tests are skipped, or fail under CI=true.
 */
export async function needNamespaces(
  timeout: number,
): Promise<{ readonly timeout: number; readonly skip: string | false }> {
  const privilege = findPrivilege();
  if (privilege.kind === "none" && process.env.CI !== "true") return { timeout, skip: privilege.reason };
  await acquirePrivilege();
  return { timeout, skip: false };
}

/** A machine on which a whole lab can run, so that whatever it might leave behind is seen, and goes with the test. */
export async function openSandbox(t: TestContext): Promise<Namespace> {
  const sandbox = await openNamespace("sandbox");
  t.after(() => sandbox.close());
  return sandbox;
}

/** Every process, mount and interface that is seen from inside, but for the commands that look. */
export function inventory(sandbox: Namespace): Promise<string> {
  const script = `cut -d' ' -f2- /proc/self/mountinfo; ip -o link show; for p in /proc/[0-9]*; do cat $p/comm; done | sort`;
  return runIn(sandbox, ["sh", "-c", script]);
}

/** Looks again and again; `what` is said when it still does not hold after a minute. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => string = () => ""): Promise<void> {
  const looks = 60_000 / LOOK_EVERY_MS;
  for (let look = 0; look < looks; look += 1) {
    if (await holds()) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`waited a minute in vain for ${holds}; ${what()}`);
}

const LOOK_EVERY_MS = 50;
