/** Where something stands: line and column count from 1, the column in characters. `text` is the whole line, for showing. */
export type Place = { readonly file: string; readonly line: number; readonly column: number; readonly text: string };

/** An error keeps the file from being used; a warning says what is not done as it is written. */
type Severity = "error" | "warning";

export type Problem = {
  readonly severity: Severity;
  readonly place: Place;
  readonly message: string;
  /** What to do about it, if that can be said. */
  readonly cure?: string;
};

export type Report = (severity: Severity, place: Place, message: string, cure?: string | undefined) => void;

/**
 * The problem as it is shown to a person: `file:line:column: severity: message`, the line, a caret under the column,
 * the cure. Several lines, without a line end behind the last.
 */
export function renderProblem(problem: Problem): string {
  const { severity, place, message, cure } = problem;
  const lines = [`${place.file}:${place.line}:${place.column}: ${severity}: ${message}`];
  if (place.text.trim() !== "") {
    const before = Array.from(place.text).slice(0, place.column - 1);
    lines.push(printable(place.text), `${before.map(blankAsWideAs).join("")}^`);
  }
  if (cure !== undefined) lines.push(`  ${cure}`);
  return lines.join("\n");
}

/** How a message names a line: with its file if that is another one. */
export function lineOf(place: Place, seenFrom: Place): string {
  return place.file === seenFrom.file ? `line ${place.line}` : `line ${place.line} of ${place.file}`;
}

/** A word of a file inside a message: short, and unable to play tricks on a terminal. */
export function quote(text: string): string {
  const characters = Array.from(printable(text));
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
