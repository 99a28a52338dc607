import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { askDaemon, controlPath } from "../daemon/control.ts";
import type { ReloadReport } from "../daemon/reload.ts";
import { pidOption } from "./command.ts";

export const reloadOptions = {
  "dry-run": { type: "boolean", does: "only say what it would do" },
  ...pidOption,
} as const;

const exitStatus = { done: 0, refused: 2, notRunning: 3 } as const;

/** `keepalived reload`: has the running daemon read its configuration anew, and says what that did. Returns the exit status. */
export async function reload(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: reloadOptions });
  const path = controlPath(resolve(values.pid ?? "/run/keepalived.pid"));
  const request = values["dry-run"] ? "reload dry-run" : "reload";
  const answer = await askDaemon(path, request).catch((error: Error) => error);
  if (answer instanceof Error) {
    const cure = "start it, or name the pid file that it was started with: -p FILE";
    process.stderr.write(`keepalived reload: no daemon answers on ${path} (${answer.message}); ${cure}\n`);
    return exitStatus.notRunning;
  }
  const report: ReloadReport = JSON.parse(answer);
  process.stderr.write(report.problems);
  const [head, status] = describe(report, values["dry-run"] === true);
  process.stdout.write([head, ...report.lines.map((line) => `  ${line}`), ""].join("\n"));
  return status;
}

function describe({ kind, lines }: ReloadReport, dryRun: boolean): readonly [string, number] {
  switch (kind) {
    case "refused":
      return [dryRun ? "a reload would be refused:" : "refused, nothing changed:", exitStatus.refused];
    case "possible": {
      if (lines.length === 0)
        return [dryRun ? "a reload would change nothing" : "nothing has changed", exitStatus.done];
      return [dryRun ? "a reload would change:" : "changed:", exitStatus.done];
    }
  }
}
