import { catalogue, type ProblemKind } from "./catalogue.ts";
import type { Severity } from "./problems/row.ts";
import { chainOf, locate, type Place } from "./source/place.ts";

export type Problem = {
  readonly kind: ProblemKind;
  readonly place: Place;
  readonly message: string;
  /** What to do about it, if that can be said. */
  readonly cure?: string;
};

export type Report = (kind: ProblemKind, place: Place, message: string, cure?: Cure | undefined) => void;

/** What to do, or how to find that out if it takes long: there may be a hundred thousand problems, of which few are shown. */
export type Cure = string | (() => string | undefined);

export function severityOf({ kind }: Problem): Severity {
  return catalogue[kind].severity;
}

/** Whether a configuration with this problem can be used. */
export function isFatal(problem: Problem): boolean {
  return severityOf(problem) === "error";
}

/**
 * The problem as it is shown to a person: `file:line:column: severity: message [code]`, the line, a caret under the column,
 * the cure, the way of the text here. Several lines, without a line end behind the last.
 */
export function renderProblem(problem: Problem): string {
  const { kind, place, message, cure } = problem;
  const { code, severity } = catalogue[kind];
  const lines = [`${renderLocation(place)}: ${severity}: ${message} [${code}]`];
  if (place.line.text.trim() !== "") lines.push(...renderExcerpt(place));
  if (cure !== undefined) lines.push(`  ${cure}`);
  lines.push(...chainOf(place).map(({ text, place: at }) => `  ${text} at ${renderLocation(at)}`));
  return lines.join("\n");
}

export function renderLocation(place: Place): string {
  const { file, line, column } = locate(place);
  return `${file}:${line}:${column}`;
}

/** The line and the caret; of a very long line the part around the place. */
export function renderExcerpt({ line, index }: Place): readonly string[] {
  const from = index > LONGEST_EXCERPT / 2 && line.text.length > LONGEST_EXCERPT ? index - LONGEST_EXCERPT / 2 : 0;
  const shown = line.text.slice(from, from + LONGEST_EXCERPT);
  return [printable(shown), `${Array.from(line.text.slice(from, index)).map(blankAsWideAs).join("")}^`];
}

const LONGEST_EXCERPT = 200;

/** A word of a file inside a message: short, and unable to play tricks on a terminal. */
export function quote(text: string): string {
  const characters = Array.from(printable(text.slice(0, 4 * LONGEST_QUOTE)));
  return characters.length > LONGEST_QUOTE
    ? `\`${characters.slice(0, LONGEST_QUOTE - 1).join("")}…\``
    : `\`${characters.join("")}\``;
}

const LONGEST_QUOTE = 40;

/** Control characters (an escape sequence in somebody's file) are shown as a replacement character; tabs stay. */
function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** What moves a terminal's cursor as far as this character does. */
function blankAsWideAs(character: string): string {
  if (character === "\t") return "\t";
  if (/^[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]$/u.test(character)) return "";
  return WIDE.test(character) ? "  " : " ";
}

/** The wide and full-width blocks of Unicode's East Asian Width (UAX 11), and pictographs. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
