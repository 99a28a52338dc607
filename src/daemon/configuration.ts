import { type Problem, renderProblem } from "../config/problem.ts";
import { readSettings } from "../config/read.ts";
import type { Settings } from "../core/settings.ts";
import { files } from "../host/files.ts";

/** Where the configuration is, and for which machine it is read. */
export type Configuration = { readonly path: string; readonly configId: string };

export type Outcome =
  /** `problems` are warnings then. */
  | { readonly kind: "usable"; readonly settings: Settings; readonly problems: readonly Problem[] }
  | { readonly kind: "unusable"; readonly problems: readonly Problem[] }
  | { readonly kind: "missing"; readonly reason: string };

export function readConfiguration({ path, configId }: Configuration): Outcome {
  const main = files.read(path);
  if (main.kind === "missing")
    return { kind: "missing", reason: `there is no configuration file ${path}; create it or name another with -f` };
  if (main.kind === "unreadable") return { kind: "missing", reason: `cannot read ${path}: ${main.reason}` };
  const { settings, problems } = readSettings(path, files, { configId });
  return settings === undefined ? { kind: "unusable", problems } : { kind: "usable", settings, problems };
}

export function renderProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}
