import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { renderProblem } from "../src/config/problem.ts";
import { type Files, readSettings } from "../src/config/read.ts";
import type { Configuration } from "./router.ts";

/** The tutorial's two files, adapted as they say themselves. */
export const tutorial: readonly string[] = ["router1.conf", "router2.conf"].map((name) =>
  fileURLToPath(new URL(`../../lab/tutorial/${name}`, import.meta.url)),
);

/** Reads the files, the first for router1 and so on; the text says what is wrong with them. */
export function readConfigurations(paths: readonly string[]): readonly Configuration[] | string {
  const readings = paths.map((path, index) => {
    const file = resolve(path);
    return { file, ...readSettings(file, files, { configId: `router${index + 1}` }) };
  });
  const configurations = readings.flatMap(({ file, settings }) => (settings === undefined ? [] : [{ file, settings }]));
  if (configurations.length === paths.length) return configurations;
  return `${readings.flatMap(({ problems }) => problems.map(renderProblem)).join("\n")}\n`;
}

const files: Files = {
  read: (path) => {
    try {
      return { kind: "text", text: readFileSync(path, "utf8") };
    } catch (error) {
      return { kind: "unreadable", reason: String(error) };
    }
  },
  list: (directory) => {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  },
};
