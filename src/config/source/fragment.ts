import type { Place, SourceLine } from "./place.ts";

/** A stretch of text that remembers where it is written, though definitions may have put it together from several places. */
export type Fragment = {
  readonly text: string;
  /** Of the first character. */
  readonly place: Place;
  /** The later stretches that are written elsewhere than the text before them, in order. */
  readonly pieces?: readonly Piece[];
  /** The text is written nowhere: all of it stands at the place. */
  readonly generated?: true;
};

type Piece = { readonly at: number; readonly place: Place; readonly generated?: true };

export function fragmentOf(line: SourceLine): Fragment {
  return { text: line.text, place: { line, index: 0 } };
}

/** A text of its own that stands at the place. */
export function generatedAt(place: Place, text: string): Fragment {
  return { text, place, generated: true };
}

export function slice(fragment: Fragment, from: number, to: number = fragment.text.length): Fragment {
  if (from === 0 && to === fragment.text.length) return fragment;
  const text = fragment.text.slice(from, to);
  const place = placeAt(fragment, from);
  if (fragment.pieces === undefined) return fragment.generated ? { text, place, generated: true } : { text, place };
  const pieces = fragment.pieces
    .filter(({ at }) => at > from && at < to)
    .map((piece) => ({ ...piece, at: piece.at - from }));
  const generated = pieceAt(fragment, from).generated ? ({ generated: true } as const) : {};
  return pieces.length === 0 ? { text, place, ...generated } : { text, place, ...generated, pieces };
}

/** The fragments one behind the other. */
export function join(fragments: readonly Fragment[]): Fragment {
  const [first = fragments[0] ?? NOTHING, ...others] = fragments.filter(({ text }) => text !== "");
  if (others.length === 0) return first;
  const pieces: Piece[] = first.pieces === undefined ? [] : [...first.pieces];
  let { text } = first;
  for (const { text: more, place, pieces: own, generated } of others) {
    pieces.push(generated ? { at: text.length, place, generated } : { at: text.length, place });
    if (own !== undefined) for (const piece of own) pieces.push({ ...piece, at: piece.at + text.length });
    text += more;
  }
  return { ...first, text, pieces };
}

const NOTHING: Fragment = { text: "", place: { line: { file: { path: "" }, number: 1, text: "" }, index: 0 } };

/** Without the blanks at both ends. */
export function trim(fragment: Fragment): Fragment {
  const { text } = fragment;
  let [from, to] = [0, text.length];
  while (from < to && isBlankAt(text, from)) from++;
  while (to > from && isBlankAt(text, to - 1)) to--;
  return slice(fragment, from, to);
}

/** The index may be the length of the text: the place behind it. */
export function placeAt(fragment: Fragment, index: number): Place {
  if (fragment.pieces === undefined) return fragment.generated ? fragment.place : move(fragment.place, index);
  const { at, place, generated } = pieceAt(fragment, index);
  return generated ? place : move(place, index - at);
}

function move(place: Place, by: number): Place {
  if (by === 0) return place;
  const { line, index, via } = place;
  return via === undefined ? { line, index: index + by } : { line, index: index + by, via };
}

function pieceAt({ place, pieces = [], generated }: Fragment, index: number): Piece {
  const piece = pieces.findLast(({ at }) => at <= index);
  return piece ?? (generated ? { at: 0, place, generated } : { at: 0, place });
}

/** Whether this character of the text is a blank: see `isBlank`. */
export function isBlankAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x20 || code === 0x09 || ((code > 0x7e || code < 0x20) && isBlank(text.charAt(index)));
}

/**
 * Blanks of any script count (U+3000, U+00A0 …), a byte order mark and the invisible ones that web pages leave behind:
 * files are copied from there. keepalived knows only the space and the tab.
 */
function isBlank(character: string): boolean {
  return /^[\s\u200b\u2060]$/u.test(character);
}
