import { posix } from "node:path";
import { iprouteNames } from "../../src/config/iproute-names.ts";
import { type Problem, type Report, renderProblem } from "../../src/config/problem.ts";
import { type Files, type Reading, readSettings } from "../../src/config/read.ts";
import { readRoot } from "../../src/config/reader.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { readSource } from "../../src/config/source/source.ts";

/** Reads a text as if it stood in `keepalived.conf`, beside the other files. */
export function readText(text: string, others: Record<string, string> = {}, path = "keepalived.conf"): Reading {
  const files = filesOf({ ...others, "keepalived.conf": text });
  return readSettings(path, files, { configId: "node1", hostName: "node1.example.com" });
}

export function render({ problems }: Reading): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}

/**
 * What the keywords of a table read from `keepalived.conf`, without any rule between them, as if they were those of the
 * root; and what is reported meanwhile.
 */
export function readAlone(table: AnyTable, texts: Record<string, string>): Alone {
  const problems: Omit<Problem, "cure">[] = [];
  const report: Report = (kind, place, message) => problems.push({ kind, place, message });
  const files = filesOf(texts);
  const { tokens } = readSource("keepalived.conf", files, { configId: "node1" }, report);
  const reader = { tokens, position: 0, enclosing: [], report, names: iprouteNames(files, tokens) };
  return { values: readRoot(reader, table).given, problems };
}

type Alone = {
  readonly values: { readonly [name: string]: unknown };
  readonly problems: readonly Omit<Problem, "cure">[];
};

/** These texts as the only files there are. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return {
    read(path) {
      const text = texts[path];
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
    list(directory) {
      const inside = Object.keys(texts).filter((path) => posix.dirname(path) === directory);
      return inside.map((path) => posix.basename(path));
    },
  };
}
