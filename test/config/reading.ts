import { posix } from "node:path";
import { renderProblem } from "../../src/config/problem.ts";
import { type Files, type Reading, readSettings } from "../../src/config/read.ts";

/** Reads a text as if it stood in `keepalived.conf`, beside the other files. */
export function readText(text: string, others: Record<string, string> = {}, path = "keepalived.conf"): Reading {
  const files = filesOf({ ...others, "keepalived.conf": text });
  return readSettings(path, files, { configId: "node1", hostName: "node1.example.com" });
}

export function render({ problems }: Reading): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}

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
