import { posix } from "node:path";
import { renderProblem } from "../../src/config/problem.ts";
import { type Files, type Reading, readSettings } from "../../src/config/read.ts";

/** Reads a text as if it stood in `keepalived.conf`, beside the other files. */
export function readText(text: string, others: Record<string, string> = {}, path = "keepalived.conf"): Reading {
  const all = new Map(Object.entries({ ...others, "keepalived.conf": text }));
  return readSettings(path, filesOf(all), { configId: "node1", hostName: "node1.example.com" });
}

export function render({ problems }: Reading): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}

function filesOf(texts: ReadonlyMap<string, string>): Files {
  return {
    read(path) {
      const text = texts.get(path);
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
    list: (directory) =>
      [...texts.keys()].filter((path) => posix.dirname(path) === directory).map((path) => posix.basename(path)),
  };
}
