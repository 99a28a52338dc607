import { type Foresight, growthOf, newForesight, noteDefinition, noteHidden } from "./format/foresight.ts";
import { addOpening, addRow, type Line, layOut, type Row } from "./format/layout.ts";
import {
  isClosed,
  isInclude,
  isOpenInclude,
  lengthWithoutBlanks,
  separateComment,
  spaceWords,
  splitCondition,
  splitDefinition,
  splitPieces,
  trimBlanks,
} from "./format/line.ts";
import { LONGEST_LINE } from "./source/work.ts";

/**
 * The text in one style: four blanks of indentation for each open block, one blank between words, one statement on a line.
 * It goes by the lexical structure of the lines alone, so that comments, definitions, conditions, generators and unknown
 * keywords stay. What the reader makes of the text does not change; a line with a broken structure is kept as it stands.
 */
export function formatText(text: string): string {
  const walk: Walk = {
    rows: [],
    foresight: newForesight(),
    depth: 0,
    branches: undefined,
    escapes: false,
    continued: false,
  };
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) formatLine(walk, withoutReturn(line));
  return layOut(walk.rows);
}

type Walk = {
  readonly rows: Row[];
  readonly foresight: Foresight;
  /** The number of open blocks. */
  depth: number;
  /** In a series of `@id` lines: the depth before it, and the one behind the last line of each id. */
  branches: { readonly start: number; readonly depths: Map<string, number> } | undefined;
  /** Whether a definition may end in a backslash, by two at the end of a line: where it is used, the same may happen. */
  escapes: boolean;
  /** Whether this line may go on with a definition, because of a backslash at the end of the last one. */
  continued: boolean;
};

/** A line as it stands, and its two parts. */
type Parts = { readonly line: string; readonly code: string; readonly comment: string };

/** Without its blanks: with one behind each character the reader still reads it. */
const LONGEST_FORMATTED = LONGEST_LINE / 2;

/** keepalived gives up a line that definitions make longer than this: grammar, section 6. */
const LONGEST_EXPANDED = 1022;

/** No configuration nests so deep; a hostile one must not become many times as long by its indentation. */
const DEEPEST = 16;

function withoutReturn(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  return line.slice(0, end);
}

function formatLine(walk: Walk, line: string): void {
  const parts = { line, ...separateComment(line) };
  const { code } = parts;
  if (code === "") formatEmpty(walk, parts);
  // The reader passes over these lines: an open definition goes on behind them.
  else if (code.includes("\0") || code.length > LONGEST_LINE) addRow(walk.rows, { kind: "kept", text: line });
  else if (walk.continued) formatContinuation(walk, parts);
  else formatCode(walk, parts);
}

/** A line without code ends a definition. */
function formatEmpty(walk: Walk, parts: Parts): void {
  if (parts.comment === "") addRow(walk.rows, { kind: "blank", needed: walk.continued });
  else addLine(walk, parts, { depth: walk.depth, code: "", end: "other" });
  walk.continued = false;
}

/** The text of a definition is kept. Where its first line has a condition, this one may be a line of its own. */
function formatContinuation(walk: Walk, parts: Parts): void {
  const { code } = parts;
  addLine(walk, parts, { depth: walk.depth + 1, code, end: "other" });
  noteObscure(walk, code);
}

/** What such a line means is only known when its definitions have been replaced. */
function noteObscure(walk: Walk, code: string): void {
  noteHidden(walk.foresight, code);
  walk.escapes ||= endsInEscape(code) || (code.includes("~") && code.includes("\\"));
  walk.continued = code.endsWith("\\") || (walk.escapes && /[$~]/.test(code));
}

function endsInEscape(code: string): boolean {
  return code.endsWith("\\") && trimBlanks(code.slice(0, -1)).endsWith("\\");
}

function formatCode(walk: Walk, parts: Parts): void {
  const { condition, rest } = splitCondition(parts.code);
  const definition = splitDefinition(rest);
  if (definition === undefined) {
    const pieces = splitPieces(rest);
    formatStatements(walk, parts, { condition, rest, depth: enterBranch(walk, condition, pieces), pieces });
    return;
  }
  noteDefinition(walk.foresight, definition.name, definition.text);
  addLine(walk, parts, { depth: enterBranch(walk, condition, []), code: under(condition, rest), end: "other" });
  walk.escapes ||= endsInEscape(rest);
  walk.continued = rest.endsWith("\\");
}

/**
 * The depth at which a line begins. Lines of different ids are alternatives: a block that one of them opens is not inside
 * of one that another has just opened, and what follows them is inside of either.
 */
function enterBranch(walk: Walk, condition: string, pieces: readonly string[]): number {
  if (condition === "") walk.branches = undefined;
  else walk.branches ??= { start: walk.depth, depths: new Map() };
  const opens = pieces.at(-1) === "{";
  return walk.branches?.depths.get(condition) ?? (opens ? walk.branches?.start : undefined) ?? walk.depth;
}

type Statements = {
  /** The `@id` before them, if there is one. */
  readonly condition: string;
  readonly rest: string;
  /** At their beginning. */
  readonly depth: number;
  /** The rest, taken apart. */
  readonly pieces: readonly string[];
};

function formatStatements(walk: Walk, parts: Parts, statements: Statements): void {
  const { condition, depth, pieces } = statements;
  const { end, broken } = nest(pieces, depth);
  walk.branches?.depths.set(condition, end);
  walk.depth = end;
  const form = formOf(walk, parts, statements);
  if (form.kind === "obscure") noteObscure(walk, parts.code);
  if (broken || isBroken(parts)) addRow(walk.rows, { kind: "kept", text: parts.line });
  else if (form.kind === "split") addStatements(walk, parts, depth, form.pieces);
  else {
    const outer = pieces.findIndex((piece) => piece !== "}");
    const last = pieces.at(-1) === "{" ? "open" : "other";
    addLine(walk, parts, { depth: depth - (outer === -1 ? pieces.length : outer), code: form.code, end: last });
  }
}

/** The depth behind the pieces; they are broken if a brace closes nothing. */
function nest(pieces: readonly string[], depth: number): { readonly end: number; readonly broken: boolean } {
  let [end, broken] = [depth, depth > DEEPEST];
  for (const piece of pieces) {
    if (piece === "{") end++;
    else if (piece === "}") end--;
    broken ||= end < 0 || end > DEEPEST;
    end = Math.max(end, 0);
  }
  return { end, broken };
}

type Form =
  | { readonly kind: "split"; readonly pieces: readonly string[] }
  /** What stands on the line belongs together. */
  | { readonly kind: "whole"; readonly code: string }
  /** The same, and it may be something else than it looks like: nothing in it can be changed. */
  | { readonly kind: "obscure"; readonly code: string };

function formOf(walk: Walk, { code }: Parts, { condition, rest, pieces }: Statements): Form {
  const growth = growthOf(walk.foresight, rest);
  if (growth === Number.POSITIVE_INFINITY || isObscure(condition, pieces)) return { kind: "obscure", code };
  const spaced = pieces.map(spaceWords).filter((piece) => piece !== undefined);
  if (spaced.length < pieces.length) return { kind: "whole", code };
  const length = spaced.reduce((sum, piece) => sum + piece.length, 0);
  const foreseen = growth === 0 || (growth !== undefined && length + growth <= LONGEST_EXPANDED);
  if (condition === "" && foreseen) return { kind: "split", pieces: spaced };
  return { kind: "whole", code: under(condition, spaced.join(" ")) };
}

/**
 * A generator repeats its line, whatever that is. Behind a brace a condition holds to the end of the line, and so does a
 * definition. `include` with a brace glued to it is none, and with a blank between would be.
 */
function isObscure(condition: string, pieces: readonly string[]): boolean {
  const [first = "", ...more] = pieces;
  if (first.startsWith("~") || (condition === "" && first.startsWith("@"))) return true;
  if (pieces.some((piece, index) => index < more.length && isOpenInclude(piece))) return true;
  return more.some((piece) => /^[@~]/.test(piece) || splitDefinition(piece) !== undefined);
}

function addStatements({ rows }: Walk, { comment }: Parts, start: number, pieces: readonly string[]): void {
  let depth = start;
  for (const [index, code] of pieces.entries()) {
    const behind = index === pieces.length - 1 ? comment : "";
    if (code === "}") depth--;
    // Behind `include` a brace would be the pattern.
    const words = code !== "}" && !isInclude(code) && code.length < LONGEST_FORMATTED;
    if (code === "{") addOpening(rows, { kind: "line", depth: depth++, code, comment: behind, end: "open" });
    else addRow(rows, { kind: "line", depth, code, comment: behind, end: words ? "words" : "other" });
  }
}

/** Adds a line that stays one. */
function addLine({ rows }: Walk, parts: Parts, shape: Pick<Line, "depth" | "code" | "end">): void {
  const kept = isBroken(parts) || shape.depth > DEEPEST;
  addRow(rows, kept ? { kind: "kept", text: parts.line } : { kind: "line", ...shape, comment: parts.comment });
}

function isBroken({ line, code, comment }: Parts): boolean {
  if (code.length > LONGEST_FORMATTED && lengthWithoutBlanks(code) > LONGEST_FORMATTED) return true;
  // What looks like a comment may stand between the quotes of a script's line.
  if (comment !== "" && spaceWords(code) === undefined) return true;
  return line.includes("\0") || !isClosed(code);
}

function under(condition: string, rest: string): string {
  return condition === "" ? rest : `${condition} ${rest}`;
}
