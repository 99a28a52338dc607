import { quote, type Report } from "../problem.ts";
import {
  type Budget,
  carried,
  closeDefinition,
  type Definitions,
  define,
  type Expanded,
  expand,
  type Use,
} from "./definitions.ts";
import { type Fragment, fragmentOf, generatedAt, placeAt, slice, trim } from "./fragment.ts";
import { type Generator, readGenerator } from "./generators.ts";
import { expandBraces, hasWildcards } from "./glob.ts";
import { type Check, changeChecks, type FoundFile, findFiles, findIncluded } from "./include.ts";
import type { Place, SourceFile } from "./place.ts";
import { endOfCode, firstBrace, splitWord } from "./words.ts";

/** The files of the configuration, as far as this module needs them. Paths are taken as they are written in the files. */
export type Files = {
  read(path: string): FileText;
  /** The names in a directory, in any order; none if it is no directory or cannot be read. */
  list(directory: string): readonly string[];
};

/** A directory, a pipe and an executable file count as unreadable: keepalived takes none of them for a configuration. */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What the text can ask of the world around the files. */
export type SourceOptions = {
  /** What `@id` lines are compared with: `-i`, else the node name up to its first dot. */
  readonly configId: string;
  /** What every include insists on: all checks with `-e`. */
  readonly checks?: readonly Check[];
  /** `${_ENV NAME}` */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `${_RANDOM}`: a whole number, both ends included. Without it always the least. */
  random?(least: number, most: number): number;
};

/** A brace, or the words of one line up to a brace or a comment: never only blanks. */
export type Token =
  | { readonly kind: "open" | "close"; readonly place: Place }
  | { readonly kind: "text"; readonly fragment: Fragment };

export type Source = { readonly tokens: readonly Token[]; readonly files: readonly string[] };

/**
 * The file (or the files of a pattern) and what it includes as tokens. A line goes through keepalived's steps in
 * keepalived's order: comment, open definition, condition, new definition, generator, uses of definitions, include, braces.
 */
export function readSource(path: string, files: Files, options: SourceOptions, report: Report): Source {
  const reading: Reading = {
    files,
    options,
    report,
    definitions: { named: new Map() },
    undefinedUses: [],
    tokens: [],
    around: [],
    read: [],
    checks: options.checks ?? [],
    work: { left: MOST_WORK },
  };
  const main = findMain(path, files);
  const place: Place = { line: { file: { path }, number: 1, text: "" }, index: 0 };
  if (main.length === 0) report("file-missing", place, `there is no file ${quote(path)}`);
  const [, second] = main;
  if (second !== undefined) report("several-files", place, `${quote(path)} matches ${main.length} files; all are read`);
  for (const found of main) readFile(reading, found, { path: found.path }, { strict: true, place });
  reportUndefined(reading);
  return { tokens: reading.tokens, files: reading.read };
}

type Reading = {
  readonly files: Files;
  readonly options: SourceOptions;
  readonly report: Report;
  readonly definitions: Definitions;
  readonly undefinedUses: Use[];
  readonly tokens: Token[];
  /** The files whose lines are being read: the main file, and what it is including. */
  readonly around: SourceFile[];
  readonly read: string[];
  checks: readonly Check[];
  readonly work: Budget;
};

/** What definitions, generators and repeated includes may add to the files themselves, in characters. */
const MOST_WORK = 40_000_000;

/** keepalived takes 1022 characters; this is only a limit to the work that one line can make. */
const LONGEST_LINE = 16_384;

/** What the definitions of one line of a file may add to it. */
const MOST_EXPANSION = 200_000;

/** Includes that are nested deeper go round in a circle under ever new names. */
const MOST_NESTING = 60;

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
  const { report, around, read } = reading;
  if (file.kind === "unreadable") {
    const kind = strict ? "file-unreadable" : "include-unreadable";
    report(kind, place, `${quote(path)} cannot be read: ${file.reason}`);
    return;
  }
  if (read.includes(path)) spendWork(reading, file.text.length + LINE_COST, place);
  else read.push(path);
  around.push(source);
  readLines(reading, source, file.text);
  closeDefinition(reading.definitions);
  around.pop();
}

function readLines(reading: Reading, file: SourceFile, text: string): void {
  let number = 1;
  for (let from = 0; from <= text.length; number++) {
    const end = text.indexOf("\n", from);
    let to = end === -1 ? text.length : end;
    const next = to + 1;
    while (to > from && text[to - 1] === "\r") to--;
    readPhysicalLine(reading, fragmentOf({ file, number, text: text.slice(from, to) }));
    from = next;
  }
}

/** Most lines have nothing but words in them. */
const SPECIAL = /[#!"\\$@~{}\0]|[^\0-~]|^\s*include/;

function readPhysicalLine(reading: Reading, line: Fragment): void {
  const { text } = line;
  if (reading.work.left < 0) return;
  if (text.length <= LONGEST_LINE && !SPECIAL.test(text) && reading.definitions.open === undefined) {
    const fragment = trim(line);
    if (fragment.text !== "") emit(reading, fragment);
    return;
  }
  const bare = withoutComment(line);
  if (text.length > LONGEST_LINE && bare.text.length > LONGEST_LINE) {
    reading.report("line-too-long", placeAt(bare, 0), `this line has more than ${LONGEST_LINE} characters`);
  } else readLine(reading, bare, { left: MOST_EXPANSION });
}

/** A line without its comment and the blanks at its ends. */
function readLine(reading: Reading, line: Fragment, budget: Budget): void {
  if (reading.work.left < 0) return;
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
  const { first, following } = expandLine(reading, kept, budget);
  readCode(reading, first === kept ? first : withoutComment(first));
  for (const next of following) readLine(reading, withoutComment(next), budget);
}

function expandLine(reading: Reading, line: Fragment, budget: Budget): Expanded {
  const before = budget.left;
  const expanded = expand(line, (use) => lookUp(reading, use), budget, reading.report);
  spendWork(reading, before - budget.left, placeAt(line, 0));
  return expanded;
}

function spendWork(reading: Reading, characters: number, place: Place): void {
  const { work, report } = reading;
  const enough = work.left >= 0;
  work.left -= Math.max(0, characters);
  if (enough && work.left < 0) {
    const message = "definitions, generators and includes make this configuration endlessly long: the rest is not read";
    report("too-much", place, message);
  }
}

/** What a name stands for: the file's own definition, or keepalived's. */
function lookUp(reading: Reading, use: Use): readonly Fragment[] | undefined {
  const own = reading.definitions.named.get(use.name);
  if (own !== undefined && use.parameters.length === 0) return own;
  const text = own === undefined ? builtIn(reading, use) : undefined;
  if (text !== undefined) return [generatedAt(use.place, text)];
  if (own === undefined && !BUILT_IN.test(use.name)) reading.undefinedUses.push(use);
  else {
    const message = `${quote(use.name)} does not take ${use.parameters.length === 0 ? "no parameters" : "these parameters"}`;
    reading.report("definition-parameters", use.place, message, "write ${NAME}, ${_ENV NAME} or ${_RANDOM least most}");
  }
  return undefined;
}

const BUILT_IN = /^_(PWD|INSTANCE|HASH|BANG|ENV|RANDOM)$/;

function builtIn(reading: Reading, { name, parameters }: Use): string | undefined {
  const [first, second] = parameters;
  if (name === "_ENV" && first !== undefined && second === undefined) {
    return reading.options.environment?.[first] ?? "";
  }
  if (name === "_RANDOM") return randomNumber(reading.options, parameters);
  if (first !== undefined) return undefined;
  if (name === "_PWD") return directoryOf(reading);
  if (name === "_INSTANCE") return reading.options.configId;
  if (name === "_HASH") return "#";
  return name === "_BANG" ? "!" : undefined;
}

/** `${_RANDOM [least [most]]}`, 0 to 32767 without them; a most below the least is an error and gives the least. */
function randomNumber({ random }: SourceOptions, parameters: readonly string[]): string | undefined {
  const [least = 0, most = 32_767, ...more] = parameters.map((word) =>
    /^\d{1,15}$/.test(word) ? Number(word) : Number.NaN,
  );
  if (!(least <= most) || more.length > 0) return undefined;
  return String(random?.(least, most) ?? least);
}

function reportUndefined({ undefinedUses, definitions, report }: Reading): void {
  for (const { name, place, quoted, braced } of undefinedUses) {
    const written = quote(braced ? `\${${name}}` : `$${name}`);
    const [definition] = definitions.named.get(name) ?? [];
    if (definition !== undefined) {
      const where = `it is defined only in line ${definition.place.line.number}`;
      report(
        "definition-early",
        place,
        `${written} is not defined yet: ${where}`,
        "move the definition above its first use",
      );
    } else if (quoted) continue;
    else if (braced) report("definition-undefined", place, `${written} is not defined`, `define it before: $${name}=…`);
    else report("definition-bare", place, `${written} is not defined: it is taken as it stands`);
  }
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
  const listed = (list: Fragment): string => expandLine(reading, list, { left: MOST_EXPANSION }).first.text;
  const generator = readGenerator(line, listed);
  if (generator?.kind === "repeat") repeat(reading, line, generator);
  else if (generator !== undefined) {
    reading.report("generator-malformed", generator.place, generator.message, generator.cure);
  }
  return generator !== undefined;
}

function repeat(reading: Reading, line: Fragment, { rounds, text }: Extract<Generator, { kind: "repeat" }>): void {
  const place = placeAt(line, 0);
  for (const round of rounds) {
    if (reading.work.left < 0) return;
    spendWork(reading, text.text.length + LINE_COST, place);
    for (const [name, value] of round) reading.definitions.named.set(name, [generatedAt(place, value)]);
    const value = round.map(([name, shown]) => `${name}=${shown}`).join(", ");
    readLine(reading, carried(text, { kind: "repetition", value, place }), { left: MOST_EXPANSION });
  }
}

/** So that many repetitions of next to nothing come to an end too. */
const LINE_COST = 100;

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
  reading.tokens.push({ kind: code.text[brace] === "{" ? "open" : "close", place: placeAt(code, brace) });
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
  const { files, checks: inForce, report } = reading;
  const { files: found, strict } = findIncluded(keyword.word, pattern.word, directoryOf(reading), {
    files,
    inForce,
    report,
  });
  for (const one of found) {
    const circle = reading.around.some(({ path }) => path === one.path) || reading.around.length > MOST_NESTING;
    if (circle) report("include-loop", place, `${quote(one.path)} includes itself`);
    else readFile(reading, one, { path: one.path, includedAt: place }, { strict, place });
  }
  // reference: grammar, section 4: what the files said of checks ends with them.
  reading.checks = inForce;
  return pattern.rest.text === "" ? undefined : pattern.rest;
}

function directoryOf({ around }: Reading): string {
  const [, directory = "."] = /^(.*)\//su.exec(around.at(-1)?.path ?? "") ?? [];
  return directory === "" ? "/" : directory;
}
