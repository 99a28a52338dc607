import { once } from "node:events";
import { text } from "node:stream/consumers";
import { type Namespace, spawnIn } from "../../lab/namespace.ts";

/** How a command ended, whatever way that was, and what it said. */
export type Outcome = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Runs a command on a machine to its end. */
export async function execute(
  machine: Namespace,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawnIn(machine, command, { stdio: ["ignore", "pipe", "pipe"], env });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error(`cannot start ${command.join(" ")}`);
  const [[status], said, complained] = await Promise.all([once(child, "close"), text(stdout), text(stderr)]);
  return { status, stdout: said, stderr: complained };
}
