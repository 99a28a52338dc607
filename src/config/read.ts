import type { Settings } from "../core/settings.ts";
import { collectProblems } from "./collection.ts";
import { iprouteNames } from "./iproute-names.ts";
import { type Document, root } from "./keywords/root.ts";
import type { Machine } from "./machine.ts";
import { isFatal, type Problem } from "./problem.ts";
import { readRoot } from "./reader.ts";
import { refusalsOf } from "./refusals.ts";
import type { SettledGroup } from "./rules/groups.ts";
import type { SettledInstance } from "./rules/instance.ts";
import { type MachineDefaults, settle } from "./rules/settle.ts";
import type { Block } from "./schema.ts";
import type { Files } from "./source/files.ts";
import type { SourceOptions } from "./source/options.ts";
import { locate } from "./source/place.ts";
import { readSource } from "./source/source.ts";

export type { Problem } from "./problem.ts";
export type { Files, FileText } from "./source/files.ts";

export type ReadOptions = Partial<MachineDefaults> &
  SourceOptions & {
    /** Absent if the file is for another machine. */
    readonly machine?: Machine;
  };

export type Reading = {
  /** What the files give, before the defaults; what is wrong is left out. */
  readonly document: Partial<Document>;
  /** Where the keywords outside the blocks stand. */
  readonly places: Places;
  /** The instances with defaults and corrections, but for those that cannot be used. */
  readonly instances: readonly SettledInstance[];
  /** The sync groups, with what counts of them. */
  readonly groups: readonly SettledGroup[];
  /** Undefined if any problem is an error, or if this version cannot do yet what the file says. */
  readonly settings: Settings | undefined;
  /** In the order of the files and lines. */
  readonly problems: readonly Problem[];
  /** What this version cannot do yet; only a start minds. */
  readonly refusals: readonly Problem[];
  /** The files that were read, the main file first. */
  readonly files: readonly string[];
};

export type Places = Block<Document>["places"];

/** What the file amounts to, and everything that is wrong with it. */
export function readSettings(path: string, files: Files, options: ReadOptions): Reading {
  const collection = collectProblems();
  const { report } = collection;
  const source = readSource(path, files, options, report);
  const { tokens } = source;
  const names = iprouteNames(files, tokens);
  const { given: document, places } = readRoot({ tokens, position: 0, enclosing: [], report, names }, root);
  const defaults = { ...options, hostName: options.hostName ?? options.configId };
  const { settings, instances, groups } = settle(document, defaults, options.machine, report);
  const problems = inOrder(collection.problems(), source.files);
  let refusals: readonly Problem[] | undefined;
  return {
    document,
    places,
    instances,
    groups,
    problems,
    files: source.files,
    // Only a start asks for these.
    get refusals() {
      refusals ??= inOrder(refusalsOf(document, places, instances), source.files);
      return refusals;
    },
    get settings() {
      return this.refusals.length === 0 && !problems.some(isFatal) ? settings : undefined;
    },
  };
}

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
