import type { Settings } from "../core/settings.ts";
import { iprouteNames } from "./iproute-names.ts";
import { type Document, root } from "./keywords/root.ts";
import type { Machine } from "./machine.ts";
import { isFatal, type Problem, type Report } from "./problem.ts";
import { readRoot } from "./reader.ts";
import { refusalsOf } from "./refusals.ts";
import type { SettledGroup } from "./rules/groups.ts";
import type { SettledInstance } from "./rules/instance.ts";
import { type MachineDefaults, settle } from "./rules/settle.ts";
import { locate } from "./source/place.ts";
import { type Files, readSource, type SourceOptions } from "./source/source.ts";

export type { Problem } from "./problem.ts";
export type { Files, FileText } from "./source/source.ts";

export type ReadOptions = Partial<MachineDefaults> &
  SourceOptions & {
    /** Absent if the file is for another machine. */
    readonly machine?: Machine;
  };

export type Reading = {
  /** What the files give, before the defaults; what is wrong is left out. */
  readonly document: Partial<Document>;
  /** The instances with defaults and corrections, but for those that cannot be used. */
  readonly instances: readonly SettledInstance[];
  /** The sync groups, with what counts of them. */
  readonly groups: readonly SettledGroup[];
  /** Absent if any problem is an error, or if this version cannot do yet what the file says. */
  readonly settings?: Settings;
  /** In the order of the files and lines. */
  readonly problems: readonly Problem[];
  /** What this version cannot do yet; only a start minds. */
  readonly refusals: readonly Problem[];
  /** The files that were read, the main file first. */
  readonly files: readonly string[];
};

/** What the file amounts to, and everything that is wrong with it. */
export function readSettings(path: string, files: Files, options: ReadOptions): Reading {
  const found = new Map<string, Problem>();
  const report: Report = (kind, place, message, cure) => {
    // By where it is written: a line that is repeated may repeat a mistake.
    const key = `${place.line.file.path} ${place.line.number} ${place.index} ${message}`;
    if (found.size >= MOST_PROBLEMS || found.has(key)) return;
    found.set(key, cure === undefined ? { kind, place, message } : { kind, place, message, cure });
  };
  const source = readSource(path, files, options, report);
  const { tokens } = source;
  const names = iprouteNames(files, tokens);
  const document = readRoot({ tokens, position: 0, enclosing: [], report, names }, root);
  const defaults = { ...options, hostName: options.hostName ?? options.configId };
  const { settings, instances, groups } = settle(document, defaults, options.machine, report);
  const problems = inOrder([...found.values()], source.files);
  const refusals = inOrder(refusalsOf(document, instances), source.files);
  const usable = refusals.length === 0 && !problems.some(isFatal);
  return { document, instances, groups, ...(usable ? { settings } : {}), problems, refusals, files: source.files };
}

/** Nobody reads more; a file of 10 MB may have more. */
const MOST_PROBLEMS = 10_000;

function inOrder(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const order = new Map(files.map((path, index) => [path, index]));
  const placed = problems.map((problem) => {
    const { file, line } = locate(problem.place);
    return { problem, file: order.get(file) ?? -1, line, index: problem.place.index };
  });
  return placed
    .toSorted((a, b) => a.file - b.file || a.line - b.line || a.index - b.index)
    .map(({ problem }) => problem);
}
