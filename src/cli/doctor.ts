import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isFatal, renderLocation, severityOf } from "../config/problem.ts";
import { type Files, type FileText, type Problem, readSettings } from "../config/read.ts";
import { ownConfigId, readOptions } from "../daemon/configuration.ts";
import { diagnose, sortFindings } from "../doctor/diagnose.ts";
import type { Configuration, TextFile } from "../doctor/facts.ts";
import type { Finding } from "../doctor/finding.ts";
import { renderFindings } from "../doctor/render.ts";
import { files } from "../host/files.ts";
import { examine, hearMasters } from "./examine.ts";

/** Where the answer goes: process.stdout, or something like it. */
export type Out = { write(text: string): unknown; readonly isTTY?: boolean };

export const doctorOptions = {
  "use-file": {
    type: "string",
    short: "f",
    multiple: true,
    argument: "FILE",
    does: "this router's configuration (/etc/keepalived/keepalived.conf); further ones are peers'",
  },
  peer: { type: "string", multiple: true, argument: "FILE", does: "another router's configuration, to compare with" },
  haproxy: {
    type: "string",
    multiple: true,
    argument: "FILE",
    does: "haproxy's configuration (/etc/haproxy/haproxy.cfg, if it is there)",
  },
  pid: {
    type: "string",
    short: "p",
    argument: "FILE",
    does: "the pid file of the daemon here, to ask what it hears (/run/keepalived.pid)",
  },
  "config-id": { type: "string", short: "i", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
  json: { type: "boolean", does: "print a JSON array of findings" },
} as const;

/** 1 is not for warnings: a configuration that works is fit to go live. */
const exitStatus = { healthy: 0, errors: 1, commandLine: 2 } as const;

/**
 * `keepalived doctor`: says what keeps the VIP from working or from moving on this machine, each with its cure. Writes
 * the findings to `out`, mistakes of the command line to stderr. Returns the exit status: 0 if there is no error among
 * the findings, 1 if there is, 2 for a wrong command line.
 */
export async function doctor(argv: readonly string[], out: Out = process.stdout): Promise<number> {
  const given = parse(argv);
  if (typeof given === "string") {
    process.stderr.write(`keepalived doctor: ${given}\n`);
    return exitStatus.commandLine;
  }
  const findings = await examineAll(given);
  const colours = out.isTTY === true && !process.env.NO_COLOR;
  out.write(given.json ? `${JSON.stringify(findings, undefined, 2)}\n` : renderFindings(findings, colours));
  return findings.some(({ severity }) => severity === "error") ? exitStatus.errors : exitStatus.healthy;
}

type Given = Exclude<ReturnType<typeof parse>, string>;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: doctorOptions, strict: true }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function examineAll(given: Given): Promise<readonly Finding[]> {
  const configId = given["config-id"] ?? ownConfigId();
  const [main = "/etc/keepalived/keepalived.conf", ...more] = given["use-file"] ?? [];
  const own = read(main, configId);
  const peers = [...more, ...(given.peer ?? [])].map((file) => read(file, configId));
  const problems = [own, ...peers].flatMap((one) => one.problems);
  const { configuration } = own;
  if (configuration === undefined) return sortFindings(problems);
  const known = peers.flatMap((one) => one.configuration ?? []);
  const heard = await hearMasters(resolve(given.pid ?? "/run/keepalived.pid"));
  const facts = examine(configuration.settings, given.haproxy, heard);
  return sortFindings([...problems, ...diagnose(configuration, known, facts)]);
}

function read(file: string, configId: string): { configuration?: Configuration; problems: readonly Finding[] } {
  const texts: TextFile[] = [];
  // What this machine has is examined by doctor itself.
  const { machine: _, ...anywhere } = readOptions(configId);
  const { settings, problems } = readSettings(resolve(file), recordingFiles(texts), anywhere);
  const findings = problems.filter(isObstacle).map(describeProblem);
  return settings ? { configuration: { file, settings, texts }, problems: findings } : { problems: findings };
}

/** The file system, which keeps the text of every file that is read. */
function recordingFiles(texts: TextFile[]): Files {
  const read = (path: string): FileText => {
    const file = files.read(path);
    if (file.kind === "text") texts.push({ path, text: file.text });
    return file;
  };
  return { ...files, read };
}

/** Security and advice are for `keepalived check`. */
function isObstacle(problem: Problem): boolean {
  return severityOf(problem) === "error" || severityOf(problem) === "warning";
}

function describeProblem(problem: Problem): Finding {
  const { place, message, cure } = problem;
  return {
    severity: isFatal(problem) ? "error" : "warning",
    name: "configuration",
    what: message,
    where: renderLocation(place),
    cure: cure ?? "correct the line",
  };
}
