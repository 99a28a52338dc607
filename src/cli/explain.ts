import { parseArgs } from "node:util";
import { explain as explainReading } from "../config/explain/explain.ts";
import { isFatal } from "../config/problem.ts";
import { readSettings } from "../config/read.ts";
import { ownConfigId, readOptions, renderProblems } from "../daemon/configuration.ts";
import { files } from "../host/files.ts";

export const explainOptions = {
  "config-id": { type: "string", short: "i", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
} as const;

/** `keepalived explain FILE`: in plain words what a router with this file does. Returns the exit status. */
export function explain(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({ args: [...argv], options: explainOptions, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    process.stderr.write("keepalived explain: name one file\n");
    return 2;
  }
  const { machine: _, ...anywhere } = readOptions(values["config-id"] ?? ownConfigId());
  const reading = readSettings(file, files, anywhere);
  const errors = reading.problems.filter(isFatal);
  process.stderr.write(renderProblems(errors));
  process.stdout.write(explainReading(reading));
  return errors.length === 0 ? 0 : 2;
}
