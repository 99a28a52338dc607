import { isBlankAt } from "../source/fragment.ts";
import { endOfCode, firstBrace } from "../source/words.ts";

/** The same blanks as isBlankAt, for regular expressions. */
const BLANK = "\\s\\u200b\\u2060";

const BLANKS = new RegExp(`[${BLANK}]+`, "gu");

/** What stands before a comment, without the blanks around it, and the comment without those behind it. */
export function separateComment(line: string): { readonly code: string; readonly comment: string } {
  const end = endOfCode(line);
  return { code: trimBlanks(line.slice(0, end)), comment: trimBlanks(line.slice(end)) };
}

/** Whether each double quote has its partner: then a `#` behind it begins a comment. */
export function isClosed(code: string): boolean {
  return !code.includes('"') || endOfCode(`${code} #`) === code.length + 1;
}

export function lengthWithoutBlanks(code: string): number {
  return code.replace(BLANKS, "").length;
}

/** The line's condition (`@id`, `@^id`), and what stands under it. */
export function splitCondition(code: string): { readonly condition: string; readonly rest: string } {
  const [, condition = "", rest = code] = CONDITION.exec(code) ?? [];
  return { condition, rest };
}

const CONDITION = new RegExp(`^(@[^"${BLANK}]+)[${BLANK}]+(.*)$`, "su");

/** The name that a line defines, and the text that it stands for. */
export function splitDefinition(code: string): { readonly name: string; readonly text: string } | undefined {
  const [, name, text] = DEFINITION.exec(code) ?? [];
  return name === undefined || text === undefined ? undefined : { name, text };
}

const DEFINITION = new RegExp(`^\\$([A-Za-z_]\\w*)=[${BLANK}]*(.*)$`, "su");

/**
 * The code as braces and the words between them. The braces of `${NAME}` and those of an include's pattern are none, like
 * those between double quotes.
 */
export function splitPieces(code: string): readonly string[] {
  const masked = code.replace(USE_IN_BRACES, (use) => "$".repeat(use.length));
  const pieces: string[] = [];
  for (let from = 0; from < code.length; ) {
    const brace = firstBrace(masked, from + endOfInclude(masked.slice(from)));
    const to = brace ?? code.length;
    const words = trimBlanks(code.slice(from, to));
    if (words !== "") pieces.push(words);
    if (brace !== undefined) pieces.push(code.charAt(brace));
    for (from = to + 1; from < code.length && isBlankAt(code, from); ) from++;
  }
  return pieces;
}

const USE_IN_BRACES = /\$\{[A-Za-z_]\w*(?: [\w -]*)?\}/g;

export function isInclude(words: string): boolean {
  return INCLUDE.test(words);
}

const INCLUDE = new RegExp(`^include[rmwba]?(?=[${BLANK}]|$)`, "u");

/** Whether an include lacks its pattern, or has another include glued to it: then a brace behind it may be a pattern. */
export function isOpenInclude(words: string): boolean {
  return isInclude(words) && (/^include.?$/.test(words) || words.includes('"include'));
}

/** Where the pattern of an include ends; 0 if there is none. */
function endOfInclude(code: string): number {
  const [include = ""] = INCLUDE_WITH_PATTERN.exec(code) ?? [];
  return include.length;
}

const INCLUDE_WITH_PATTERN = new RegExp(`^include[rmwba]?[${BLANK}]+(?:"[^"]*(?:"|$)|[^"${BLANK}]+)`, "u");

/**
 * The words with one blank between them. Blanks between quotes stay: on the lines of scripts the single ones count as well,
 * and a backslash keeps a quote from closing. Nothing where it can be disputed what stands between quotes.
 */
export function spaceWords(words: string): string | undefined {
  if (!/["'\\]/.test(words)) return words.replace(BLANKS, " ");
  if (words.includes('\\"')) return undefined;
  let spaced = "";
  let quoted = false;
  for (let index = 0; index < words.length; index = PART.lastIndex) {
    PART.lastIndex = index;
    const [part] = PART.exec(words) ?? [];
    if (part === undefined) return undefined;
    spaced += isBlankAt(part, 0) && !quoted ? " " : part;
    // To most keywords double quotes are quotes between single ones as well.
    if (part.split('"').length % 2 === 0) quoted = !quoted;
  }
  return spaced;
}

const PART = new RegExp(
  `"(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*'|\\\\(?:.|$)|[^"'\\\\${BLANK}]+|[${BLANK}]+`,
  "suy",
);

export function trimBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlankAt(text, from)) from++;
  while (to > from && isBlankAt(text, to - 1)) to--;
  return text.slice(from, to);
}
