import { basename } from "node:path";
import { parseArgs } from "node:util";
import { isFatal, type Problem, renderLocation } from "../config/problem.ts";
import { type Reading, readSettings } from "../config/read.ts";
import { problemJson } from "../config/report/json.ts";
import { sarifOf } from "../config/report/sarif.ts";
import { renderProblemText, summarize } from "../config/report/text.ts";
import type { Place } from "../config/source/place.ts";
import { checkStatus } from "../config/verdict.ts";
import { ownConfigId, readOptions } from "../daemon/configuration.ts";
import { files } from "../host/files.ts";
import type { Finding } from "../together/finding.ts";
import { outlookJson } from "../together/json.ts";
import { foreseeNetwork, type Outlook } from "../together/outlook.ts";
import { renderOutlooks } from "../together/render.ts";
import { version } from "../version.ts";
import { routerFrom } from "./network.ts";

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
  if (values.together && positionals.length < 2) return refuse("--together compares the files of two routers or more");
  const { machine, ...anywhere } = readOptions(values["config-id"] ?? ownConfigId());
  const here = machine === undefined || values.elsewhere || values.together ? anywhere : { ...anywhere, machine };
  const readings = positionals.map((path) => readSettings(path, files, here));
  const verdict = judge(positionals, readings, values.together === true);
  out.write(render(verdict, format, out.isTTY === true && !process.env.NO_COLOR));
  return checkStatus([...verdict.problems, ...verdict.outlooks.flatMap(findingsOf)], values.strict === true);
}

/** What is wrong with each file, and what the files amount to together. */
type Verdict = { readonly problems: readonly Problem[]; readonly outlooks: readonly Outlook<Place>[] };

/** With mistakes in one of them there is nothing to be foreseen. */
function judge(paths: readonly string[], readings: readonly Reading[], together: boolean): Verdict {
  const problems = onlyOnce(readings);
  if (!together || problems.some(isFatal)) return { problems, outlooks: [] };
  const names = paths.map((path) => basename(path));
  const shown = new Set(names).size === names.length ? names : paths;
  const routers = readings.map((reading, index) => routerFrom(shown[index] ?? "", reading));
  return { problems, outlooks: foreseeNetwork(routers) };
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

function findingsOf({ findings }: Outlook<Place>): readonly Problem[] {
  return findings.map(problemOf);
}

function problemOf({ name, where, what, cure }: Finding<Place>): Problem {
  return { kind: name, place: where, message: what, cure };
}

function render({ problems, outlooks }: Verdict, format: (typeof formats)[number], colours: boolean): string {
  const all = [...problems, ...outlooks.flatMap(findingsOf)];
  switch (format) {
    case "text": {
      const each = problems.map((problem) => `${renderProblemText(problem, colours)}\n\n`).join("");
      const fates =
        outlooks.length === 0 ? "" : renderOutlooks(outlooks, (one) => renderProblemText(problemOf(one), colours));
      return `${each}${fates}${fates === "" ? "" : "\n"}${summarize(all)}\n`;
    }
    case "json": {
      const shown = all.map(problemJson);
      const json = outlooks.length === 0 ? shown : { problems: shown, outlooks: outlooks.map(outlookJson) };
      return `${JSON.stringify(json, undefined, 2)}\n`;
    }
    case "sarif":
      return `${JSON.stringify(sarifOf(all, version), undefined, 2)}\n`;
  }
}

function refuse(message: string): number {
  process.stderr.write(`keepalived check: ${message}\n`);
  return 2;
}
