import { parseArgs } from "node:util";
import { type CommandText, type OptionText, renderOptionList } from "../config/document/invocation.ts";
import { nearest } from "../config/nearest.ts";
import { quote } from "../config/problem.ts";

/** The options of a command by their long names: for parseArgs, for help, for the manual and the completions. */
export type OptionRows = { readonly [name: string]: OptionRow };

type OptionRow = {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  readonly argument?: string;
  readonly does: string;
};

/** Which of several daemons is meant. */
export const pidOption = {
  pid: {
    type: "string",
    short: "p",
    argument: "FILE",
    does: "the pid file that the daemon was started with (/run/keepalived.pid)",
  },
} as const;

/** A command of our own; keepalived has only options. */
export type Command = Omit<CommandText, "options"> & {
  /** Without `--help`, which every command has. */
  readonly options: OptionRows;
  /** Returns the exit status. May throw what parseArgs throws. */
  run(argv: readonly string[]): number | Promise<number>;
};

/** Runs the command, or prints its help. A word that it does not know ends in one line and the status 1. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  try {
    if (!asksForHelp(command, argv)) return await command.run(argv);
    process.stdout.write(renderHelp(command));
    return 0;
  } catch (error) {
    if (!isMisuse(error)) throw error;
    process.stderr.write(`keepalived ${command.name}: ${error.message}\n`);
    return 1;
  }
}

/** keepalived would ignore the word and start a daemon, which nobody means who mistypes a command. */
export function refuseCommand(name: string, commands: readonly Command[]): number {
  const names = commands.map((command) => command.name);
  const meant = nearest(name, names);
  const cure = meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${quote(meant)}?`;
  process.stderr.write(`keepalived: there is no command ${quote(name)}; ${cure}\n`);
  return 1;
}

/** The command as the documents show it. */
export function describeCommand({ options, ...row }: Command): CommandText {
  return { ...row, options: optionsOf(options) };
}

/** Every command knows `--help`. */
function allOptions(rows: OptionRows): OptionRows {
  return { ...rows, help: { type: "boolean", short: "h", does: "print this help" } };
}

function optionsOf(rows: OptionRows): readonly OptionText[] {
  return Object.entries(allOptions(rows)).map(([long, { short, argument, multiple, does }]) => ({
    long,
    does,
    ...(short !== undefined && { short }),
    ...(argument !== undefined && { argument }),
    ...(multiple === true && { multiple }),
  }));
}

function asksForHelp({ options }: Command, argv: readonly string[]): boolean {
  const { tokens } = parseArgs({ args: [...argv], options: allOptions(options), strict: false, tokens: true });
  return tokens.some((token) => token.kind === "option" && token.name === "help");
}

function renderHelp(command: Command): string {
  const { name, synopsis, does, statuses } = command;
  const usage = `Usage: keepalived ${name} ${synopsis}   ${does}`;
  return `${usage}\n\n${renderOptionList(optionsOf(command.options))}\nExit status: ${statuses}\n`;
}

/** parseArgs of Node has found a word that the command does not know. */
function isMisuse(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
