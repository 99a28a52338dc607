import { release as kernelRelease } from "node:os";
import { chdir } from "node:process";
import type { Settings } from "../core/settings.ts";
import { Log } from "../host/log.ts";
import { acquirePidFile, type PidFile } from "../host/pidfile.ts";
import { Syslog } from "../host/syslog.ts";
import { SystemError } from "../kernel/syscalls.ts";
import { version } from "../version.ts";
import { complain, isInBackground, reportReady } from "./background.ts";
import {
  type Configuration,
  describeCure,
  logProblems,
  type Outcome,
  readConfiguration,
  renderProblems,
} from "./configuration.ts";
import { controlPath } from "./control.ts";
import { Daemon } from "./daemon.ts";
import { exitStatus } from "./exit.ts";
import { describeMissing, Loop } from "./loop.ts";
import { stopOnMistake } from "./mistake.ts";

/** What the command line says about a run of the daemon; the paths are absolute. */
export type DaemonOptions = {
  readonly configuration: Configuration;
  readonly pidFile: string;
  readonly vrrpPidFile: string;
  readonly console: boolean;
  readonly detailed: boolean;
  /** Undefined: no syslog. */
  readonly facility: number | undefined;
  readonly ignoreInterrupt: boolean;
};

/** Runs the daemon in this process. Returns when it works; what prevents the start is said in one line and ends the process. */
export function startDaemon(options: DaemonOptions): void {
  const { settings, document, problems } = loadConfiguration(options.configuration);
  const pidFiles = acquirePidFiles(options, settings);
  const release = () => {
    for (const pidFile of pidFiles) pidFile.release();
  };
  const syslog = options.facility === undefined ? undefined : new Syslog(options.facility);
  const log = new Log({ console: options.console && !isInBackground(), syslog, detailed: options.detailed });
  log.write("Keepalived", "info", `Starting Keepalived v${version} (keepalived-ts)`);
  log.write("Keepalived", "info", `Running on Linux ${kernelRelease()}, node ${process.version}`);
  log.write("Keepalived", "info", `Configuration file ${options.configuration.path}`);
  if (!options.console) complain(renderProblems(problems));
  logProblems(problems, log);
  stopOnMistake(log);
  const loop = openLoop(log, release);
  const missing = loop.missingInterfaces(settings);
  if (missing.length > 0) {
    release();
    end(exitStatus.configuration, describeMissing(missing));
  }
  const { configuration, ignoreInterrupt } = options;
  new Daemon(
    { loop, log, configuration, controlPath: controlPath(options.pidFile), ignoreInterrupt, release },
    settings,
    document,
  );
  // keepalived stays, too: a reload may bring something to do.
  if (settings.instances.length === 0)
    log.write("Keepalived", "info", "Warning - keepalived has no configuration to run");
  log.write("Keepalived", "info", "Startup complete");
  // Only now: the paths of the command line count from where it was given.
  if (isInBackground()) chdir("/");
  reportReady();
}

type Usable = Extract<Outcome, { kind: "usable" }>;

function loadConfiguration(configuration: Configuration): Usable {
  const outcome = readConfiguration(configuration);
  switch (outcome.kind) {
    case "missing":
      return end(exitStatus.noConfiguration, outcome.reason);
    case "unusable":
      complain(renderProblems(outcome.problems));
      return end(exitStatus.configuration, `not started: ${describeCure(outcome.problems)}`);
    case "usable":
      return outcome;
  }
}

/** Of keepalived's children only VRRP has a pid file here, the same process: what sends it signals goes on working. */
function acquirePidFiles(options: DaemonOptions, settings: Settings): PidFile[] {
  const held: PidFile[] = [];
  for (const path of [options.pidFile, ...(settings.instances.length > 0 ? [options.vrrpPidFile] : [])]) {
    const result = acquirePidFile(path);
    if (result.kind === "acquired") {
      held.push(result.pidFile);
      continue;
    }
    for (const pidFile of held) pidFile.release();
    if (result.kind === "failed")
      return end(exitStatus.commandLine, `cannot write the pid file ${path}: ${result.reason}`);
    return end(exitStatus.alreadyRunning, `daemon is already running (${path} belongs to process ${result.pid})`);
  }
  return held;
}

function openLoop(log: Log, release: () => void): Loop {
  try {
    return new Loop(log);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    release();
    const permission = error.code === "EPERM" || error.code === "EACCES";
    const cure = permission ? "; run it as root, or with CAP_NET_ADMIN, CAP_NET_RAW and CAP_NET_BROADCAST" : "";
    return end(permission ? exitStatus.permission : exitStatus.commandLine, `${error.message}${cure}`);
  }
}

function end(status: number, text: string): never {
  complain(`keepalived: ${text}\n`);
  process.exit(status);
}
