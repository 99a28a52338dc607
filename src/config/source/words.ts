import { type Fragment, isBlankAt, placeAt, slice } from "./fragment.ts";
import type { Place } from "./place.ts";

/** One word of a line; `text` is without the quotes. */
export type Word = { readonly text: string; readonly place: Place };

export type Split = { readonly word: Word; readonly rest: Fragment; readonly unterminated: boolean };

/**
 * The first word and what follows it; nothing if there are only blanks. A word in double quotes may contain blanks;
 * there are no escapes in it, and a quote inside a bare word begins a new word.
 */
export function splitWord(fragment: Fragment): Split | undefined {
  const { text } = fragment;
  let from = 0;
  while (from < text.length && isBlankAt(text, from)) from++;
  if (from === text.length) return undefined;
  const quoted = text.charCodeAt(from) === QUOTE;
  const end = quoted ? text.indexOf('"', from + 1) : endOfBareWord(text, from);
  const unterminated = end === -1;
  const to = unterminated ? text.length : end;
  const word = quoted ? text.slice(from + 1, to) : withoutEscapes(text.slice(from, to));
  const rest = slice(fragment, quoted && !unterminated ? to + 1 : to);
  return { word: { text: word, place: placeAt(fragment, from) }, rest, unterminated };
}

/** `\#` and `\!` are the two escapes of a bare word. */
function withoutEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\([#!])/g, "$1") : text;
}

function endOfBareWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== QUOTE && !isBlankAt(text, end)) end++;
  return end;
}

const [QUOTE, BACKSLASH, HASH, BANG] = [0x22, 0x5c, 0x23, 0x21];
const [OPENING_BRACE, CLOSING_BRACE] = [0x7b, 0x7d];

/** Where a comment begins, or the length of the text. `!` and `#` begin one anywhere outside double quotes. */
export function endOfCode(text: string): number {
  if (!text.includes("#") && !text.includes("!")) return text.length;
  return findOutsideQuotes(text, 0, HASH, BANG) ?? text.length;
}

export function isBraceAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === OPENING_BRACE || code === CLOSING_BRACE;
}

/** Where the first brace outside double quotes stands, from an index outside them on: it is a word of its own wherever that is. */
export function firstBrace(text: string, from = 0): number | undefined {
  return findOutsideQuotes(text, from, OPENING_BRACE, CLOSING_BRACE);
}

/** The first of two characters from an index outside double quotes on; a backslash hides the character behind it. */
function findOutsideQuotes(text: string, from: number, one: number, other: number): number | undefined {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === one || code === other) return index;
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) {
      index = text.indexOf('"', index + 1);
      if (index === -1) return undefined;
    }
  }
  return undefined;
}
