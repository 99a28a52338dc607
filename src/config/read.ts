import type { Settings } from "../core/settings.ts";
import { root } from "./keywords/root.ts";
import type { Problem, Report } from "./problem.ts";
import { readRoot } from "./reader.ts";
import { type MachineDefaults, settle } from "./rules.ts";
import { type Files, readSource } from "./source.ts";

export type { Problem } from "./problem.ts";
export type { Files, FileText } from "./source.ts";

export type ReadOptions = Partial<MachineDefaults> & {
  /** What `@id` lines are compared with: `-i`, else the node name up to its first dot. */
  readonly configId: string;
};

export type Reading = {
  /** Absent if any problem is an error. */
  readonly settings?: Settings;
  /** In the order of the files and lines. */
  readonly problems: readonly Problem[];
  /** The files that were read, the main file first. */
  readonly files: readonly string[];
};

/** The settings that the file amounts to, and everything that is wrong with it. */
export function readSettings(path: string, files: Files, options: ReadOptions): Reading {
  // By its text, because the lines that a definition stands for have one place, and may repeat a mistake.
  const found = new Map<string, Problem>();
  const report: Report = (severity, place, message, cure) => {
    const problem = cure === undefined ? { severity, place, message } : { severity, place, message, cure };
    found.set(`${place.file} ${place.line} ${place.column} ${message}`, problem);
  };
  const source = readSource(path, files, options.configId, report);
  const document = readRoot({ tokens: source.tokens, position: 0, enclosing: [], report }, root);
  const settings = settle(document, { ...options, hostName: options.hostName ?? options.configId }, report);
  const order = (problem: Problem): number => source.files.indexOf(problem.place.file);
  const problems = Array.from(found.values()).toSorted(
    (a, b) => order(a) - order(b) || a.place.line - b.place.line || a.place.column - b.place.column,
  );
  const usable = problems.every((problem) => problem.severity === "warning");
  return { ...(usable ? { settings } : {}), problems, files: source.files };
}
