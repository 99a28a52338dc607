import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { printDocument } from "../config/print.ts";
import { isFatal } from "../config/problem.ts";
import { readSettings } from "../config/read.ts";
import { configurationJson } from "../config/render-json.ts";
import { ownConfigId, readOptions, renderProblems } from "../daemon/configuration.ts";
import { files } from "../host/files.ts";

export const configOptions = {
  json: { type: "boolean", does: "as JSON, with every default and the place of each value" },
  "use-file": {
    type: "string",
    short: "f",
    argument: "FILE",
    does: "read this configuration (/etc/keepalived/keepalived.conf)",
  },
  "config-id": { type: "string", short: "i", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
} as const;

const exitStatus = { good: 0, errors: 2 } as const;

/** `keepalived config`: prints the configuration as it was read. Returns the exit status. */
export function config(argv: readonly string[]): number {
  const { values } = parseArgs({ args: [...argv], options: configOptions });
  const { json, "use-file": file = "/etc/keepalived/keepalived.conf", "config-id": configId = ownConfigId() } = values;
  // What this machine has does not change what the text says.
  const { machine: _, ...anywhere } = readOptions(configId);
  const reading = readSettings(resolve(file), files, anywhere);
  process.stderr.write(renderProblems(reading.problems));
  // Half of what was meant is not the configuration.
  if (reading.problems.some(isFatal)) return exitStatus.errors;
  const text = json
    ? JSON.stringify(configurationJson(reading), undefined, 2)
    : printDocument(reading.document).join("\n");
  process.stdout.write(`${text}\n`);
  return exitStatus.good;
}
