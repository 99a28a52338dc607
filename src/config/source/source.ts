import { quote, type Report } from "../problem.ts";
import {
  carried,
  closeDefinition,
  type Definitions,
  define,
  type Expansion,
  expand,
  isDeep,
  type Use,
} from "./definitions.ts";
import type { Files } from "./files.ts";
import { type Fragment, fragmentOf, generatedAt, placeAt, slice, trim, trimmed } from "./fragment.ts";
import { type Generator, readGenerator } from "./generators.ts";
import { expandBraces, hasWildcards } from "./glob.ts";
import { type Check, changeChecks, type FoundFile, findFiles, findIncluded } from "./include.ts";
import { filesFor, type Library, openLibrary } from "./library.ts";
import { lookUp, reportUndefined } from "./lookup.ts";
import type { SourceOptions } from "./options.ts";
import type { Place, SourceFile, SourceLine } from "./place.ts";
import { type Token, TokenList, WrittenLine } from "./tokens.ts";
import { endOfCode, firstBrace, isBraceAt, splitWord } from "./words.ts";
import { cost, giveUp, LONGEST_LINE, spend, type Work, workFor } from "./work.ts";

export type Source = { readonly tokens: TokenList; readonly files: readonly string[] };

/**
 * The file (or the files of a pattern) and what it includes as tokens. A line goes through keepalived's steps in
 * keepalived's order: comment, open definition, condition, new definition, generator, uses of definitions, include, braces.
 */
export function readSource(path: string, files: Files, options: SourceOptions, report: Report): Source {
  const reading: Reading = {
    library: openLibrary(files),
    options,
    report,
    definitions: { named: new Map() },
    undefinedUses: [],
    tokens: new TokenList(),
    around: [],
    read: new Set(),
    checks: options.checks ?? [],
    work: workFor(report),
    directory: () => directoryOf(reading),
  };
  const place = { line: { file: { path }, number: 1, text: "" }, index: 0 };
  const main = findMain(path, filesFor(reading.library, place, reading.work));
  if (main.length === 0) report("file-missing", place, `there is no file ${quote(path)}`);
  const [, second] = main;
  if (second !== undefined) report("several-files", place, `${quote(path)} matches ${main.length} files; all are read`);
  for (const found of main) readFile(reading, found, { path: found.path }, { strict: true, place });
  reportUndefined(reading);
  return { tokens: reading.tokens, files: [...reading.read] };
}

type Reading = {
  readonly library: Library;
  readonly options: SourceOptions;
  readonly report: Report;
  readonly definitions: Definitions;
  readonly undefinedUses: Use[];
  readonly tokens: TokenList;
  /** The files whose lines are being read: the main file, and what it is including. */
  readonly around: Opened[];
  readonly read: Set<string>;
  checks: readonly Check[];
  readonly work: Work;
  directory(): string;
};

type Opened = { readonly path: string; readonly identity: string };

/** Includes that are nested deeper go round in a circle under ever new names. */
const MOST_NESTING = 60;

/** Ten times as much as ten thousand instances have. */
const MOST_TOKENS = 1_000_000;

const TOO_MANY = `this configuration has more than ${MOST_TOKENS} lines and braces`;

function findMain(path: string, files: Files): readonly FoundFile[] {
  const exact = files.read(path);
  if (exact.kind !== "missing") return [{ path, file: exact }];
  const alternatives = expandBraces(path);
  if (alternatives.length === 1 && !hasWildcards(path)) return [];
  return alternatives.flatMap((alternative) => findFiles(alternative, ".", files));
}

function readFile(
  reading: Reading,
  { path, file }: FoundFile,
  source: SourceFile,
  { strict, place }: { readonly strict: boolean; readonly place: Place },
): void {
  const { report, around, read, work } = reading;
  if (file.kind === "unreadable") {
    const kind = strict ? "file-unreadable" : "include-unreadable";
    report(kind, place, `${quote(path)} cannot be read: ${file.reason}`);
    return;
  }
  const identity = identityOf(path, file);
  if (around.some((outer) => outer.identity === identity) || around.length > MOST_NESTING) {
    report("include-loop", place, `${quote(path)} includes itself`);
    return;
  }
  if (read.has(path) && !spend(work, file.text.length * cost.character, place)) return;
  read.add(path);
  around.push({ path, identity });
  readLines(reading, source, file.text);
  closeDefinition(reading.definitions);
  around.pop();
}

function identityOf(path: string, file: FoundFile["file"]): string {
  return file.kind === "text" ? (file.identity ?? path) : path;
}

function readLines(reading: Reading, file: SourceFile, text: string): void {
  const written: Written = { file, text, index: reading.tokens.addFile(file, text) };
  let number = 1;
  for (let from = 0; from <= text.length && reading.work.left >= 0; number++) {
    const end = text.indexOf("\n", from);
    let to = end === -1 ? text.length : end;
    const next = to + 1;
    while (to > from && text[to - 1] === "\r") to--;
    if (to > from || reading.definitions.open !== undefined) readPhysicalLine(reading, written, number, from, to);
    from = next;
  }
}

/** A file whose lines are read; `index` is its number in the list of tokens. */
type Written = { readonly file: SourceFile; readonly text: string; readonly index: number };

/** Most lines have nothing but words and braces in them. */
const SPECIAL = /[#!"\\$@~\0]|[^\0-~]|include/;

function readPhysicalLine(reading: Reading, written: Written, number: number, from: number, to: number): void {
  const { file, text: whole } = written;
  const text = whole.slice(from, to);
  if (text.length <= LONGEST_LINE && reading.definitions.open === undefined && !SPECIAL.test(text)) {
    readPlainLine(reading, written, number, from, to);
    return;
  }
  const bare = withoutComment(fragmentOf(new WrittenLine(file, number, whole, from)));
  if (bare.text.length > LONGEST_LINE) {
    reading.report("line-too-long", placeAt(bare, 0), `this line has more than ${LONGEST_LINE} characters`);
  } else readLine(reading, bare, expansionOf(reading));
}

/** Whether there is neither work nor room for more. */
function isFull({ tokens, work }: Reading, line: SourceLine): boolean {
  if (tokens.length > MOST_TOKENS) giveUp(work, { line, index: 0 }, TOO_MANY);
  return work.left < 0;
}

function readPlainLine(reading: Reading, written: Written, number: number, from: number, to: number): void {
  const { file, text, index } = written;
  const { tokens } = reading;
  if (tokens.length > MOST_TOKENS && isFull(reading, new WrittenLine(file, number, text, from))) return;
  for (let at = from; at < to; ) {
    const end = endOfWords(text, at, to);
    const [first, last] = trimmed(text, at, end);
    if (last > first) tokens.pushWritten("text", index, number, first, last);
    if (end < to) tokens.pushWritten(text[end] === "{" ? "open" : "close", index, number, end, end + 1);
    at = end + 1;
  }
}

/** Up to a brace, in a line without quotes. */
function endOfWords(text: string, from: number, to: number): number {
  let end = from;
  while (end < to && !isBraceAt(text, end)) end++;
  return end;
}

function braceAt(text: string, index: number, place: Place): Token {
  return { kind: text[index] === "{" ? "open" : "close", place };
}

/** A line without its comment and the blanks at its ends. */
function readLine(reading: Reading, line: Fragment, expansion: Expansion): void {
  if (isFull(reading, line.place.line) || expansion.failed) return;
  const { definitions, report } = reading;
  if (line.text.includes("\0")) {
    const at = placeAt(line, line.text.indexOf("\0"));
    report("nul-byte", at, "there is a NUL byte in this line", "is this a text file?");
    return;
  }
  const broken = line.text.indexOf("\ufffd");
  if (broken !== -1) report("not-utf8", placeAt(line, broken), "these bytes are not UTF-8", "save the file as UTF-8");
  const kept = definitions.open === undefined ? meetCondition(line, reading.options.configId) : line;
  if (kept === undefined || define(definitions, kept) || generate(reading, kept)) return;
  const { first, following } = expand(kept, expansion);
  readCode(reading, first === kept ? first : withoutComment(first));
  for (const next of following) readLine(reading, withoutComment(next), expansion);
}

function expansionOf(reading: Reading): Expansion {
  const { work, report } = reading;
  return { lookup: (use) => lookUp(reading, use), work, report };
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

/** Whether the line is a generator, whose repetitions have been read then. */
function generate(reading: Reading, line: Fragment): boolean {
  if (!line.text.startsWith("~")) return false;
  const listed = (list: Fragment): string => expand(list, expansionOf(reading)).first.text;
  const generator = readGenerator(line, listed);
  if (generator?.kind === "repeat") repeat(reading, line, generator);
  else if (generator !== undefined) {
    reading.report("generator-malformed", generator.place, generator.message, generator.cure);
  }
  return generator !== undefined;
}

function repeat(reading: Reading, line: Fragment, { rounds, text }: Extract<Generator, { kind: "repeat" }>): void {
  const place = placeAt(line, 0);
  if (text.text === "") {
    reading.report(
      "generator-idle",
      place,
      "there is nothing to repeat behind the list",
      "write the text behind the `)`",
    );
  }
  if (isDeep(place)) giveUp(reading.work, place, "a generator is a part of what it repeats");
  for (const round of rounds) {
    if (!spend(reading.work, text.text.length + cost.line, place)) return;
    for (const [name, value] of round) reading.definitions.named.set(name, [generatedAt(place, value)]);
    const value = round.map(([name, shown]) => `${name}=${shown}`).join(", ");
    readLine(reading, carried(text, { kind: "repetition", value, place }), expansionOf(reading));
  }
}

function readCode(reading: Reading, code: Fragment): void {
  for (let rest: Fragment | undefined = code; rest !== undefined; ) rest = readPiece(reading, rest);
}

/** Reads up to a brace and returns what follows it, which is a line of its own but for the comments and definitions. */
function readPiece(reading: Reading, code: Fragment): Fragment | undefined {
  if (/^include[rmwba]?(?=[\s\u200b\u2060]|$)/u.test(code.text)) return readInclude(reading, code);
  const brace = firstBrace(code.text);
  const fragment = trim(slice(code, 0, brace));
  if (fragment.text !== "") emit(reading, fragment);
  if (brace === undefined) return undefined;
  reading.tokens.push(braceAt(code.text, brace, placeAt(code, brace)));
  const rest = meetCondition(trim(slice(code, brace + 1)), reading.options.configId);
  if (rest === undefined || rest.text === "") return undefined;
  return define(reading.definitions, rest) || generate(reading, rest) ? undefined : rest;
}

function emit(reading: Reading, fragment: Fragment): void {
  // The one keyword that changes how the rest of the text is read.
  if (fragment.text.startsWith("include_check")) {
    const [keyword, ...words] = fragment.text.split(/[\s\u200b\u2060]+/u);
    if (keyword === "include_check") reading.checks = changeChecks(reading.checks, words);
  }
  reading.tokens.push({ kind: "text", fragment });
}

/** Reads the files that the line names, and returns what follows the pattern. */
function readInclude(reading: Reading, code: Fragment): Fragment | undefined {
  const keyword = splitWord(code);
  if (keyword === undefined) return undefined;
  const pattern = splitWord(keyword.rest);
  if (pattern === undefined) {
    const { text, place } = keyword.word;
    reading.report("value-missing", place, `${quote(text)} needs a value: <file or pattern>`);
    return undefined;
  }
  const { place } = pattern.word;
  const { library, work, checks: inForce, report } = reading;
  if (!spend(work, cost.include, place)) return undefined;
  const files = filesFor(library, place, work);
  const { files: found, strict } = findIncluded(keyword.word, pattern.word, directoryOf(reading), {
    files,
    inForce,
    report,
  });
  for (const one of found) readFile(reading, one, { path: one.path, includedAt: place }, { strict, place });
  // reference: grammar, section 4: what the files said of checks ends with them.
  reading.checks = inForce;
  return pattern.rest.text === "" ? undefined : pattern.rest;
}

function directoryOf({ around }: Reading): string {
  const [, directory = "."] = /^(.*)\//su.exec(around.at(-1)?.path ?? "") ?? [];
  return directory === "" ? "/" : directory;
}
