import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { testStatus } from "../config/verdict.ts";
import { type Configuration, ownConfigId, readFor, renderProblems } from "../daemon/configuration.ts";
import { exitStatus } from "../daemon/exit.ts";
import type { DaemonOptions } from "../daemon/start.ts";
import { signalNumber } from "../host/signals.ts";
import { facilityNumber } from "../host/syslog.ts";
import { version } from "../version.ts";
import { type OptionName, parseOptions, renderOptions } from "./options.ts";

type Given = ReadonlyMap<OptionName, string>;

/** keepalived's own command line. Returns the exit status; undefined while the daemon, or its start, goes on. */
export async function run(argv: readonly string[]): Promise<number | undefined> {
  const parsed = parseOptions(argv);
  if (parsed.kind === "mistake") return refuse(parsed.message);
  const { given, words } = parsed;
  if (words.length > 0) process.stdout.write(`Unexpected argument(s): ${words.join(" ")}\n`);
  if (given.has("version")) return print(`Keepalived v${version} (keepalived-ts), node ${process.version}\n`);
  if (given.has("help")) return print(await help());
  if (given.has("signum")) return printSignal(given.get("signum") ?? "");
  const options = daemonOptions(given);
  if (typeof options === "string") return refuse(options);
  if (given.has("config-test")) return testConfiguration(options.configuration, given.get("config-test") ?? "");
  process.umask(Number.parseInt(given.get("umask") ?? DEFAULT_UMASK, 8));
  const { isInBackground, startInBackground } = await import("../daemon/background.ts");
  if (!given.has("dont-fork") && !isInBackground()) startInBackground(argv);
  else (await import("../daemon/start.ts")).startDaemon(options);
  return undefined;
}

const DEFAULT_UMASK = "0177";

function daemonOptions(given: Given): DaemonOptions | string {
  const facility = facilityNumber(given.get("log-facility") ?? "daemon");
  if (facility === undefined)
    return `-S: there is no syslog facility ${given.get("log-facility")}; use 0-7, local0-local7, user or daemon`;
  const umask = given.get("umask") ?? DEFAULT_UMASK;
  if (!/^[0-7]{1,4}$/.test(umask)) return `-u: ${umask} is no umask; write it in octal, as 0177`;
  return {
    configuration: configurationOf(given),
    pidFile: resolve(given.get("pid") ?? "/run/keepalived.pid"),
    vrrpPidFile: resolve(given.get("vrrp_pid") ?? "/run/vrrp.pid"),
    console: given.has("log-console") && given.has("dont-fork"),
    detailed: given.has("log-detail"),
    facility: given.has("no-syslog") ? undefined : facility,
    ignoreInterrupt: given.has("ignore-sigint"),
  };
}

function configurationOf(given: Given): Configuration {
  return {
    path: resolve(given.get("use-file") ?? "/etc/keepalived/keepalived.conf"),
    configId: given.get("config-id") ?? ownConfigId(),
    strictIncludes: given.has("all-config"),
  };
}

function testConfiguration(configuration: Configuration, file: string): number {
  const { problems } = readFor(configuration);
  const report = renderProblems(problems);
  if (file !== "") appendFileSync(file, report);
  // Not even opened without need: that takes some milliseconds.
  else if (report !== "") process.stderr.write(report);
  return testStatus(problems);
}

function printSignal(name: string): number {
  const number = signalNumber(name);
  if (number === undefined)
    return refuse(
      `--signum: ${name} is no signal of keepalived's that this version knows; it knows STOP, RELOAD, DATA, STATS`,
    );
  process.stdout.write(`${number}\n`);
  return exitStatus.stopped;
}

/** keepalived prints these on stderr, and so do its users' scripts expect it. */
function print(text: string): number {
  process.stderr.write(text);
  return exitStatus.stopped;
}

function refuse(message: string): number {
  process.stderr.write(`keepalived: ${message}\n`);
  return exitStatus.commandLine;
}

async function help(): Promise<string> {
  const { commands } = await import("./commands.ts");
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}\n`);
  return `Usage: keepalived [OPTION]...    run the daemon
       keepalived COMMAND ...    one of these; each explains itself with --help

${rows.join("")}
Options of the daemon:
${renderOptions()}`;
}
