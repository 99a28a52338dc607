import { type Fragment, isBlankAt, placeAt, slice, trim } from "./fragment.ts";
import type { Place } from "./place.ts";

/** One word of a line; `text` is without the quotes. */
export type Word = { readonly text: string; readonly place: Place };

export type Split = { readonly word: Word; readonly rest: Fragment; readonly unterminated: boolean };

/**
 * The first word and what follows it; nothing if there are only blanks. A word in double quotes may contain blanks;
 * there are no escapes in it, and a quote inside a bare word begins a new word.
 */
export function splitWord(fragment: Fragment): Split | undefined {
  const line = trim(fragment);
  if (line.text === "") return undefined;
  const quoted = line.text.startsWith('"');
  const end = quoted ? line.text.indexOf('"', 1) : endOfBareWord(line.text);
  const unterminated = end === -1;
  const to = unterminated ? line.text.length : end;
  const text = quoted ? line.text.slice(1, to) : withoutEscapes(line.text.slice(0, to));
  return { word: { text, place: placeAt(line, 0) }, rest: slice(line, quoted ? to + 1 : to), unterminated };
}

/** `\#` and `\!` are the two escapes of a bare word. */
function withoutEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\([#!])/g, "$1") : text;
}

/** Where a comment begins, or the length of the text. `!` and `#` begin one anywhere outside double quotes. */
export function endOfCode(text: string): number {
  for (const index of outsideQuotes(text)) {
    if (text[index] === "#" || text[index] === "!") return index;
  }
  return text.length;
}

/** Where the first brace outside double quotes stands: it is a word of its own wherever that is. */
export function firstBrace(text: string): number | undefined {
  for (const index of outsideQuotes(text)) {
    if (text[index] === "{" || text[index] === "}") return index;
  }
  return undefined;
}

/** The indices of what stands outside double quotes; a backslash hides the character behind it. */
export function* outsideQuotes(text: string): Generator<number> {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === "\\") index++;
    else if (!quoted) yield index;
  }
}

function endOfBareWord(text: string): number {
  let end = 0;
  while (end < text.length && text[end] !== '"' && !isBlankAt(text, end)) end++;
  return end;
}
