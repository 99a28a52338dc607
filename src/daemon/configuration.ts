import { hostname } from "node:os";
import { type Problem, renderProblem } from "../config/problem.ts";
import { readSettings } from "../config/read.ts";
import type { MachineDefaults } from "../config/rules/settle.ts";
import type { Settings } from "../core/settings.ts";
import { isLocalUser } from "../host/accounts.ts";
import { files } from "../host/files.ts";
import type { Log } from "../host/log.ts";

/** Where the configuration is, and for which machine it is read. */
export type Configuration = { readonly path: string; readonly configId: string };

/** keepalived: scripts run as this user where the machine has it and the file says nothing else. */
const SCRIPT_USER = "keepalived_script";

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
  const { settings, problems } = readSettings(path, files, { configId, ...machineDefaults() });
  return settings === undefined ? { kind: "unusable", problems } : { kind: "usable", settings, problems };
}

export function renderProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => `${renderProblem(problem)}\n`).join("");
}

/** The log has one line at a time. */
export function logProblems(problems: readonly Problem[], log: Log): void {
  for (const line of renderProblems(problems).split("\n")) if (line !== "") log.write("Keepalived", "info", line);
}

/** What this machine has to say where a file says nothing. */
export function machineDefaults(): MachineDefaults {
  const hostName = hostname();
  return isLocalUser(SCRIPT_USER) ? { hostName, scriptUser: { name: SCRIPT_USER } } : { hostName };
}

/** What `@id` lines are compared with if nothing else is given, as in keepalived: the node name up to its first dot. */
export function ownConfigId(): string {
  return hostname().split(".")[0] ?? "";
}
