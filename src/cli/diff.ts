import { parseArgs } from "node:util";
import { type Change, changes, renderChange, renderValues } from "../config/change.ts";
import { isFatal } from "../config/problem.ts";
import { readSettings } from "../config/read.ts";
import { ownConfigId, readOptions, renderProblems } from "../daemon/configuration.ts";
import { files } from "../host/files.ts";

export const diffOptions = {
  json: { type: "boolean", does: "as JSON" },
  "config-id": { type: "string", short: "i", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
} as const;

const exitStatus = { same: 0, different: 1, unusable: 2 } as const;

/** `keepalived diff OLD NEW`: what a reload from the one to the other would do. Returns the exit status. */
export function diff(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({ args: [...argv], options: diffOptions, allowPositionals: true });
  const [old, now, ...more] = positionals;
  if (old === undefined || now === undefined || more.length > 0) {
    process.stderr.write("keepalived diff: name two files, the old one and the new one\n");
    return exitStatus.unusable;
  }
  const options = readOptions(values["config-id"] ?? ownConfigId());
  const [before, after] = [readSettings(old, files, options), readSettings(now, files, options)];
  const errors = [before, after].flatMap(({ problems }) => problems.filter(isFatal));
  if (errors.length > 0) {
    process.stderr.write(renderProblems(errors));
    return exitStatus.unusable;
  }
  const found = changes(before.document, after.document);
  process.stdout.write(values.json ? `${JSON.stringify(found, undefined, 2)}\n` : renderChanges(found));
  return found.length === 0 ? exitStatus.same : exitStatus.different;
}

/** A line for each block that changes, and below it one for each value. */
function renderChanges(found: readonly Change[]): string {
  if (found.length === 0) return "nothing changes\n";
  return found
    .map((change) => [renderChange(change), ...renderValues(change).map((line) => `    ${line}`), ""].join("\n"))
    .join("");
}
