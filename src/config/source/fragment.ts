import type { Place, SourceLine } from "./place.ts";

/** A stretch of text that remembers where it is written, though definitions may have put it together from several places. */
export type Fragment = {
  readonly text: string;
  /** Of the first character. */
  readonly place: Place;
  /** The text is written nowhere: all of it, up to the next piece, stands at the place. */
  readonly generated?: true;
  /** The later stretches that are written elsewhere than the text before them. */
  readonly pieces?: Pieces;
};

/**
 * In order, from the index `at` of a longer text on, of which the fragment begins at the index `start`: what is cut out of a
 * text shares its list, since a line may have thousands of pieces and thousands of words.
 */
type Pieces = { readonly list: readonly Piece[]; readonly start: number };

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
  const { generated } = pieceAt(fragment, from);
  const cut: Fragment = generated ? { text, place, generated } : { text, place };
  if (fragment.pieces === undefined) return cut;
  const { list, start } = fragment.pieces;
  const pieces = { list, start: start + from };
  const whole: Fragment = { ...cut, pieces };
  return countPieces(whole) === 0 ? cut : whole;
}

/** The fragments one behind the other. */
export function join(fragments: readonly Fragment[]): Fragment {
  const [first = fragments[0] ?? NOTHING, ...others] = fragments.filter(({ text }) => text !== "");
  if (others.length === 0) return first;
  const list: Piece[] = [];
  let text = "";
  for (const one of [first, ...others]) {
    const { place, generated, pieces } = one;
    if (text !== "") list.push(generated ? { at: text.length, place, generated } : { at: text.length, place });
    const shift = text.length - (pieces?.start ?? 0);
    for (const piece of piecesWithin(one)) list.push({ ...piece, at: piece.at + shift });
    text += one.text;
  }
  return { ...first, text, pieces: { list, start: 0 } };
}

/** The fragment with each of its places changed. */
export function relocate(fragment: Fragment, change: (place: Place) => Place): Fragment {
  const place = change(fragment.place);
  if (fragment.pieces === undefined) return { ...fragment, place };
  const list = piecesWithin(fragment).map((piece) => ({ ...piece, place: change(piece.place) }));
  return { ...fragment, place, pieces: { list, start: fragment.pieces.start } };
}

/** From how many further places the text is put together. */
export function countPieces({ text, pieces }: Fragment): number {
  if (pieces === undefined) return 0;
  const { list, start } = pieces;
  return Math.max(0, countUpTo(list, start + text.length - 1) - countUpTo(list, start));
}

function piecesWithin(fragment: Fragment): readonly Piece[] {
  const { list = [], start = 0 } = fragment.pieces ?? {};
  const first = countUpTo(list, start);
  return list.slice(first, first + countPieces(fragment));
}

/** How many pieces begin at this index or before it. */
function countUpTo(list: readonly Piece[], index: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NOTHING: Fragment = { text: "", place: { line: { file: { path: "" }, number: 1, text: "" }, index: 0 } };

/** Without the blanks at both ends. */
export function trim(fragment: Fragment): Fragment {
  const [from, to] = trimmed(fragment.text, 0, fragment.text.length);
  return slice(fragment, from, to);
}

/** Where a part of a text begins and ends without the blanks at both ends. */
export function trimmed(text: string, from: number, to: number): readonly [from: number, to: number] {
  let [first, last] = [from, to];
  while (first < last && isBlankAt(text, first)) first++;
  while (last > first && isBlankAt(text, last - 1)) last--;
  return [first, last];
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

/** The stretch that the character belongs to; `at` is the index of its first character. */
function pieceAt({ place, pieces, generated }: Fragment, index: number): Piece {
  if (pieces !== undefined) {
    const { list, start } = pieces;
    const piece = list[countUpTo(list, start + index) - 1];
    if (piece !== undefined && piece.at > start) return { ...piece, at: piece.at - start };
  }
  return generated ? { at: 0, place, generated } : { at: 0, place };
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
