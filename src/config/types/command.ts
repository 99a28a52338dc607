/** The words of a line of which some are quoted; `unclosed` is the index of a quote that lacks its partner. */
export type Pieces =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "unclosed"; readonly index: number };

/**
 * The first pass over the line of a script keyword : a command with its arguments is one quoted word, and what follows it
 * is not part of it. Both kinds of quotes count and are taken away; what a backslash protects stays as it is, for the second pass.
 */
export function splitQuoted(line: string): Pieces {
  return split(line, (text) => text);
}

/** The second pass: the argument vector of a command, with its escapes interpreted. */
export function splitCommand(command: string): Pieces {
  return split(command, interpretEscapes);
}

/** The text with what stands behind a backslash interpreted. */
export function interpretEscapes(text: string): string {
  return text.replace(ESCAPE, interpret);
}

function split(text: string, plain: (text: string) => string): Pieces {
  const words: string[] = [];
  let word: string | undefined;
  for (let index = 0; index < text.length; index = PIECE.lastIndex) {
    PIECE.lastIndex = index;
    const match = PIECE.exec(text);
    if (match === null) return { kind: "unclosed", index };
    const [, double, single, bare] = match;
    const piece = double ?? single ?? bare;
    if (piece !== undefined) word = (word ?? "") + plain(piece);
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return { kind: "words", words: word === undefined ? words : [...words, word] };
}

/** A part of a word (quoted, or bare with its escapes) or the blanks between two words. */
const PIECE = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^\s\u200b\u2060"'\\])+|\\$)|[\s\u200b\u2060]+/suy;

const ESCAPE = /\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|c(.)|(.))/gsu;

/** The character that an escape means; one without a meaning is the character behind the backslash. */
function interpret(_: string, hex?: string, octal?: string, control?: string, other = ""): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  return NAMED.get(other) ?? other;
}

const NAMED = new Map(Object.entries({ a: "\x07", b: "\b", E: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }));
