import { closeDefinition, type Definitions, define, expand } from "./definitions.ts";
import { type Fragment, fragmentOf, placeAt, slice, trim } from "./fragment.ts";
import { findIncluded } from "./include.ts";
import { type Place, quote, type Report } from "./problem.ts";
import { endOfCode, firstBrace, splitWord } from "./words.ts";

/** The files of the configuration, as far as this module needs them. Paths are taken as they are written in the files. */
export type Files = {
  read(path: string): FileText;
  /** The names in a directory, in any order; none if it is no directory or cannot be read. */
  list(directory: string): readonly string[];
};

/** A directory and an executable file count as unreadable: keepalived takes neither for a configuration. */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A brace, or the words of one line up to a brace or a comment: never only blanks. */
export type Token =
  | { readonly kind: "open" | "close"; readonly place: Place }
  | { readonly kind: "text"; readonly fragment: Fragment };

export type Source = { readonly tokens: readonly Token[]; readonly files: readonly string[] };

/**
 * The file and what it includes as tokens. A line goes through keepalived's steps in keepalived's order: comment, open
 * definition, condition, new definition, generator, uses of definitions, include, braces.
 */
export function readSource(path: string, files: Files, configId: string, report: Report): Source {
  const reading: Reading = {
    files,
    configId,
    report,
    definitions: { named: new Map() },
    tokens: [],
    around: [],
    read: [],
  };
  readFile(reading, path, { severity: "error", place: { file: path, line: 1, column: 1, text: "" } });
  return { tokens: reading.tokens, files: reading.read };
}

type Reading = {
  readonly files: Files;
  readonly configId: string;
  readonly report: Report;
  readonly definitions: Definitions;
  readonly tokens: Token[];
  /** The files whose lines are being read: the main file, and what it is including. */
  readonly around: string[];
  readonly read: string[];
};

/** How it is reported that a file cannot be read. */
type Absence = { readonly severity: "error" | "warning"; readonly place: Place };

function readFile(reading: Reading, path: string, { severity, place }: Absence): void {
  const file = reading.files.read(path);
  if (file.kind === "missing") reading.report(severity, place, `there is no file ${quote(path)}`);
  else if (file.kind === "unreadable") reading.report(severity, place, `${quote(path)} cannot be read: ${file.reason}`);
  else {
    if (!reading.read.includes(path)) reading.read.push(path);
    reading.around.push(path);
    for (const line of linesOf(path, file.text)) readLine(reading, line, { left: MOST_EXPANSIONS });
    closeDefinition(reading.definitions);
    reading.around.pop();
  }
}

/** keepalived takes 1022 characters; this is only a limit to the work that one line can make. */
const LONGEST_LINE = 16_384;

/** How many definitions one line of a file may amount to; more is one that uses itself. */
const MOST_EXPANSIONS = 1000;

function linesOf(file: string, text: string): Fragment[] {
  const lines = text.split("\n").map((line) => line.replace(/\r+$/, ""));
  return lines.map((line, index) => fragmentOf({ file, number: index + 1, text: line }));
}

function readLine(reading: Reading, line: Fragment, budget: { left: number }): void {
  const { definitions, report } = reading;
  const bare = withoutComment(line);
  if (bare.text.includes("\0")) {
    report("error", placeAt(bare, bare.text.indexOf("\0")), "there is a NUL byte in this line", "is this a text file?");
  } else if (bare.text.length > LONGEST_LINE) {
    report("error", placeAt(bare, 0), `this line has more than ${LONGEST_LINE} characters`);
  } else {
    const kept = definitions.open === undefined ? meetCondition(bare, reading.configId) : bare;
    if (kept === undefined || define(definitions, kept) || refuseGenerator(reading, kept)) return;
    const { first, following } = expand(kept, (name) => definitionOf(reading, name), budget, report);
    readCode(reading, withoutComment(first));
    for (const next of following) readLine(reading, next, budget);
  }
}

/** What a name stands for: the file's own definition, or keepalived's. */
function definitionOf(reading: Reading, name: string): readonly string[] | undefined {
  const own = reading.definitions.named.get(name);
  if (own !== undefined) return own;
  if (name === "_PWD") return [directoryOf(reading)];
  if (name === "_INSTANCE") return [reading.configId];
  if (name === "_HASH") return ["#"];
  return name === "_BANG" ? ["!"] : undefined;
}

function withoutComment(line: Fragment): Fragment {
  return trim(slice(line, 0, endOfCode(line.text)));
}

/** What is left of a line behind `@id` (the configuration's id must be this) or `@^id` (anything but this). */
function meetCondition(line: Fragment, configId: string): Fragment | undefined {
  if (!line.text.startsWith("@")) return line;
  const split = splitWord(slice(line, 1));
  const [, not, id] = /^(\^?)(.*)$/su.exec(split?.word.text ?? "") ?? [];
  return (id === configId) === (not === "") && split !== undefined ? trim(split.rest) : undefined;
}

function readCode(reading: Reading, code: Fragment): void {
  for (let rest: Fragment | undefined = code; rest !== undefined; ) rest = readPiece(reading, rest);
}

/** Reads up to a brace and returns what follows it, which is a line of its own but for the comments and definitions. */
function readPiece(reading: Reading, code: Fragment): Fragment | undefined {
  if (/^include[rmwba]?(?=[\s\u200b\u2060]|$)/u.test(code.text)) return readInclude(reading, code);
  const brace = firstBrace(code.text);
  const fragment = trim(slice(code, 0, brace));
  if (fragment.text !== "") reading.tokens.push({ kind: "text", fragment });
  if (brace === undefined) return undefined;
  reading.tokens.push({ kind: code.text[brace] === "{" ? "open" : "close", place: placeAt(code, brace) });
  const rest = meetCondition(trim(slice(code, brace + 1)), reading.configId);
  return rest === undefined || define(reading.definitions, rest) || refuseGenerator(reading, rest) ? undefined : rest;
}

function refuseGenerator(reading: Reading, line: Fragment): boolean {
  const generates = /^~(SEQx?|LST)\b/.test(line.text);
  const message = "`~SEQ` and `~LST` repeat a line, which this version does not support yet";
  if (generates) reading.report("error", placeAt(line, 0), message);
  return generates;
}

/** Reads the files that the line names, and returns what follows the pattern. */
function readInclude(reading: Reading, code: Fragment): Fragment | undefined {
  const keyword = splitWord(code);
  if (keyword === undefined) return undefined;
  const pattern = splitWord(keyword.rest);
  if (pattern === undefined) {
    const name = quote(keyword.word.text);
    reading.report("error", keyword.word.place, `${name} needs a value: <file or pattern>`);
    return undefined;
  }
  const { place } = pattern.word;
  const { paths, strict } = findIncluded(
    keyword.word,
    pattern.word,
    directoryOf(reading),
    reading.files,
    reading.report,
  );
  for (const path of paths) {
    if (reading.around.includes(path)) reading.report("error", place, `${quote(path)} includes itself`);
    else readFile(reading, path, { severity: strict ? "error" : "warning", place });
  }
  return pattern.rest;
}

function directoryOf({ around }: Reading): string {
  const [, directory = "."] = /^(.*)\//su.exec(around.at(-1) ?? "") ?? [];
  return directory === "" ? "/" : directory;
}
