import { accessSync, constants } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Program } from "./daemon.ts";

export type Options = {
  /** Ours, and then the other one if there is one. */
  readonly programs: readonly Program[];
  readonly rounds: number;
  /** Which scenarios. */
  readonly only: RegExp;
  /** Where to write every single value. */
  readonly json: string | undefined;
};

/** What distinguishes one bench's command line from another's. */
export type Bench = {
  readonly name: string;
  readonly does: string;
  /** Examples of what `--only` may choose. */
  readonly patterns: string;
  /** Unless told otherwise. */
  readonly rounds: number;
};

function renderHelp({ name, does, patterns, rounds }: Bench): string {
  return `Usage: npm run bench -- ${name} [OPTION]...
${does}

  --against PROGRAM   another VRRP daemon with keepalived's options, measured in turns with ours
  --rounds N          how often each thing is measured; ${rounds} times without it
  --only PATTERN      only scenarios that match the regular expression: ${patterns}
  --realtime          daemons run in the real-time class: vrrp_rt_priority 50
  --json FILE         writes every single value to a file
  --help              this
`;
}

/** The exit status when there is nothing to be measured: help was asked for, or an option is wrong. */
export function readOptions(argv: readonly string[], bench: Bench): Options | number {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      against: { type: "string" },
      rounds: { type: "string", default: String(bench.rounds) },
      only: { type: "string", default: "" },
      realtime: { type: "boolean", default: false },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(renderHelp(bench));
    return 0;
  }
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: give a number from 1 on`);
  const paths = [OURS, ...(values.against === undefined ? [] : [values.against])];
  const programs = paths.map((path) => programAt(path, values.realtime));
  return { programs, rounds, only: new RegExp(values.only), json: values.json };
}

const OURS = fileURLToPath(new URL("../../bin/keepalived", import.meta.url));

function programAt(path: string, realtime: boolean): Program {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`--against ${path}: there is no such program; give the path of a VRRP daemon`);
  }
  return { name: path === OURS ? "ours" : basename(path), command: [path], realtime };
}
