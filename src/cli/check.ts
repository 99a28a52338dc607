import { parseArgs } from "node:util";
import { type Problem, renderLocation } from "../config/problem.ts";
import { type Reading, readSettings } from "../config/read.ts";
import { problemJson } from "../config/report/json.ts";
import { sarifOf } from "../config/report/sarif.ts";
import { renderText } from "../config/report/text.ts";
import { checkStatus } from "../config/verdict.ts";
import { ownConfigId, readOptions } from "../daemon/configuration.ts";
import { files } from "../host/files.ts";
import { version } from "../version.ts";

/** Where the answer goes: process.stdout, or something like it. */
type Out = { write(text: string): unknown; readonly isTTY?: boolean };

export const checkOptions = {
  together: { type: "boolean", does: "compare the routers of one network, a file each, and say what fails over" },
  format: { type: "string", argument: "text|json|sarif", does: "how the problems are told (text)" },
  strict: { type: "boolean", does: "warnings count: exit status 1" },
  elsewhere: { type: "boolean", does: "the files are for other machines: ask this one nothing" },
  "config-id": { type: "string", short: "i", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
} as const;

const formats = ["text", "json", "sarif"] as const;

/**
 * `keepalived check FILE…`: every problem of every file, once. Writes to `out`, mistakes of the command line to stderr.
 * Returns the exit status: 0 clean, 1 warnings with --strict, 2 errors (of the command line too), 3 security.
 */
export function check(argv: readonly string[], out: Out = process.stdout): number {
  const { values, positionals } = parseArgs({ args: [...argv], options: checkOptions, allowPositionals: true });
  const format = formats.find((name) => name === (values.format ?? "text"));
  if (format === undefined) return refuse(`there is no format ${values.format}; there are ${formats.join(", ")}`);
  if (positionals.length === 0) return refuse("name the files to check");
  const { machine, ...anywhere } = readOptions(values["config-id"] ?? ownConfigId());
  const here = machine === undefined || values.elsewhere || values.together ? anywhere : { ...anywhere, machine };
  const readings = positionals.map((path) => readSettings(path, files, here));
  const problems = onlyOnce(readings);
  out.write(render(problems, format, out.isTTY === true && !process.env.NO_COLOR));
  return checkStatus(problems, values.strict === true);
}

/** A file that several others include has its problems once. */
function onlyOnce(readings: readonly Reading[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of readings.flatMap(({ problems }) => problems)) {
    const key = `${renderLocation(problem.place)} ${problem.message}`;
    if (!found.has(key)) found.set(key, problem);
  }
  return [...found.values()];
}

function render(problems: readonly Problem[], format: (typeof formats)[number], colours: boolean): string {
  switch (format) {
    case "text":
      return renderText(problems, colours);
    case "json":
      return `${JSON.stringify(problems.map(problemJson), undefined, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(sarifOf(problems, version), undefined, 2)}\n`;
  }
}

function refuse(message: string): number {
  process.stderr.write(`keepalived check: ${message}\n`);
  return 2;
}
