/** The command line as help, the manual and the completions show it: the rows of the tables in src/cli. */
export type Invocation = {
  readonly version: string;
  /** The day of this version: `2026-11-26`. */
  readonly date: string;
  readonly options: readonly OptionText[];
  readonly commands: readonly CommandText[];
  readonly signals: readonly SignalText[];
  /** What the daemon ends with. */
  readonly statuses: readonly StatusText[];
};

export type OptionText = {
  readonly short?: string;
  readonly long: string;
  /**
   * What its argument is called: FILE and DIR are completed as such, words between `|` as a choice. In brackets if it may be
   * left out; then it must be attached.
   */
  readonly argument?: string;
  readonly does: string;
  /** It may be given more than once. */
  readonly multiple?: true;
  /** An option of keepalived's that this version cannot honour. */
  readonly refused?: true;
};

export type CommandText = {
  readonly name: string;
  /** The words behind the name: `[OPTION]... [FILE]...`. */
  readonly synopsis: string;
  readonly does: string;
  readonly options: readonly OptionText[];
  /** What it ends with, in a sentence. */
  readonly statuses: string;
};

export type SignalText = { readonly name: string; readonly signal: string; readonly does: string };

export type StatusText = { readonly status: number; readonly meaning: string };

/** `-f, --use-file FILE`, all of the same width, each with what it does. */
export function renderOptionList(options: readonly OptionText[]): string {
  const names = options.map(({ short, long, argument }) => {
    const letter = short === undefined ? "    " : `-${short}, `;
    return `${letter}--${long}${argument === undefined ? "" : ` ${argument}`}`;
  });
  const width = Math.min(WIDEST, Math.max(...names.map(({ length }) => length)));
  return options.map(({ does }, index) => `  ${(names[index] ?? "").padEnd(width)}  ${does}\n`).join("");
}

const WIDEST = 28;

/** What the shell should offer for an argument. */
export type Offer =
  | { readonly kind: "nothing" | "files" | "directories" }
  | { readonly kind: "words"; readonly words: readonly string[] };

export function offerFor(argument: string): Offer {
  const name = argument.replace(/[[\]]/g, "");
  if (name === "FILE") return { kind: "files" };
  if (name === "DIR") return { kind: "directories" };
  return name.includes("|") ? { kind: "words", words: name.split("|") } : { kind: "nothing" };
}

/** Whether the argument may be left out. */
export function isOptional(argument: string): boolean {
  return argument.startsWith("[");
}

/** What can be typed behind the program's name: behind a command, or, without one, for the daemon. */
export type Line = { readonly command?: string; readonly options: readonly OptionText[]; readonly takesFiles: boolean };

/** The line of the daemon first. */
export function linesOf({ options, commands }: Invocation): readonly Line[] {
  const daemon: Line = { options: options.filter(({ refused }) => refused === undefined), takesFiles: false };
  const others = commands.map((row) => ({
    command: row.name,
    options: row.options,
    // What else stands there are names of files, whatever they are called.
    takesFiles: row.synopsis.replace("[OPTION]...", "").trim() !== "",
  }));
  return [daemon, ...others];
}
