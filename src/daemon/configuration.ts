import { hostname } from "node:os";
import type { Document } from "../config/keywords/root.ts";
import { isFatal, type Problem, renderProblem } from "../config/problem.ts";
import { type Reading, type ReadOptions, readSettings } from "../config/read.ts";
import type { MachineDefaults } from "../config/rules/settle.ts";
import { allChecks } from "../config/source/include.ts";
import type { Settings } from "../core/settings.ts";
import { isLocalUser } from "../host/accounts.ts";
import { files } from "../host/files.ts";
import type { Log } from "../host/log.ts";
import { thisMachine } from "../host/machine.ts";

/** Where the configuration is, and for which machine it is read. */
export type Configuration = {
  readonly path: string;
  readonly configId: string;
  /** `-e`: every include insists on what it names. */
  readonly strictIncludes: boolean;
};

/** keepalived: scripts run as this user where the machine has it and the file says nothing else. */
const SCRIPT_USER = "keepalived_script";

export type Outcome =
  /** `problems` are warnings then. */
  | {
      readonly kind: "usable";
      readonly settings: Settings;
      readonly document: Partial<Document>;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: "unusable"; readonly problems: readonly Problem[] }
  | { readonly kind: "missing"; readonly reason: string };

/** What a start or a reload makes of the configuration. */
export function readConfiguration(configuration: Configuration): Outcome {
  const { settings, document, problems: found, refusals, files: read } = readFor(configuration);
  const [first] = found;
  if (read.length === 0 && first !== undefined) {
    const reason = `there is no configuration file ${configuration.path}; create it or name another with -f`;
    return { kind: "missing", reason: first.kind === "file-missing" ? reason : first.message };
  }
  // A start insists on its interfaces, and says so itself.
  const problems = found.filter(({ kind }) => kind !== "interface-missing");
  return settings === undefined
    ? { kind: "unusable", problems: [...problems, ...refusals] }
    : { kind: "usable", settings, document, problems };
}

/** What to do about problems that keep a configuration from being used. */
export function describeCure(problems: readonly Problem[]): string {
  return problems.filter(isFatal).every(({ kind }) => kind === "feature-missing")
    ? "the file is right, but this version cannot do yet what is named above"
    : "correct the mistakes above, check again with keepalived -t";
}

/** The whole reading, for this machine. */
export function readFor({ path, configId, strictIncludes }: Configuration): Reading {
  return readSettings(path, files, { ...readOptions(configId), checks: strictIncludes ? allChecks : [] });
}

/** What the configuration's text may ask of this machine, and what the machine says where a file says nothing. */
export function readOptions(configId: string): ReadOptions {
  const random = (least: number, most: number): number => least + Math.floor(Math.random() * (most - least + 1));
  return { configId, ...machineDefaults(), environment: process.env, random, machine: thisMachine() };
}

/** keepalived: `-i`, else the node name up to its first dot. */
export function ownConfigId(): string {
  return hostname().split(".")[0] ?? "";
}

export function renderProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}

/** The log has one line at a time. */
export function logProblems(problems: readonly Problem[], log: Log): void {
  for (const line of renderProblems(problems).split("\n")) if (line !== "") log.write("Keepalived", "info", line);
}

/** What this machine has to say where a file says nothing. */
function machineDefaults(): MachineDefaults {
  const hostName = hostname();
  return isLocalUser(SCRIPT_USER) ? { hostName, scriptUser: { name: SCRIPT_USER } } : { hostName };
}
