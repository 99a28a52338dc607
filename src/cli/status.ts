import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { askDaemon, controlPath } from "../daemon/control.ts";
import type { Report } from "../status/report.ts";
import { renderText } from "../status/text.ts";
import { pidOption } from "./command.ts";

export const statusOptions = {
  json: { type: "boolean", does: "as JSON" },
  ...pidOption,
} as const;

/** The LSB's status of a program that does not run. */
const NOT_RUNNING = 3;

/** Asks the running daemon. Returns the exit status. */
export async function status(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: statusOptions });
  const path = controlPath(resolve(values.pid ?? "/run/keepalived.pid"));
  const answer = await askDaemon(path, "status").catch((error: Error) => error);
  if (answer instanceof Error) {
    const cure = "start it, or name the pid file that it was started with: -p FILE";
    process.stderr.write(`keepalived status: no daemon answers on ${path} (${answer.message}); ${cure}\n`);
    return NOT_RUNNING;
  }
  const report: Report = JSON.parse(answer);
  process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(report));
  return 0;
}
