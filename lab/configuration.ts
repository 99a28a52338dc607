import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfiguration, renderProblems } from "../src/daemon/configuration.ts";
import type { Configuration } from "./router.ts";

/** The tutorial's two files, adapted as they say themselves. */
export const tutorial: readonly string[] = ["router1.conf", "router2.conf"].map((name) =>
  fileURLToPath(new URL(`../../lab/tutorial/${name}`, import.meta.url)),
);

/** Reads the files, the first for router1 and so on; the text says what is wrong with them. */
export function readConfigurations(paths: readonly string[]): readonly Configuration[] | string {
  const configurations: Configuration[] = [];
  let mistakes = "";
  for (const [index, path] of paths.entries()) {
    const file = resolve(path);
    const outcome = readConfiguration({ path: file, configId: `router${index + 1}`, strictIncludes: false });
    if (outcome.kind === "usable") configurations.push({ file, settings: outcome.settings });
    else mistakes += outcome.kind === "missing" ? `lab: ${outcome.reason}\n` : renderProblems(outcome.problems);
  }
  return mistakes === "" ? configurations : mistakes;
}
