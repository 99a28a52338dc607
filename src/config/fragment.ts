import type { Place } from "./problem.ts";

/** A physical line of a file, without its line end. */
export type SourceLine = { readonly file: string; readonly number: number; readonly text: string };

/**
 * A stretch of text that remembers where each of its characters stands in the file. Text that came from a definition
 * stands where the definition is used.
 */
export type Fragment = {
  readonly line: SourceLine;
  readonly text: string;
  /** For each UTF-16 unit of `text` its index in the line; one more for the end. */
  readonly origins: readonly number[];
};

export function fragmentOf(line: SourceLine): Fragment {
  return { line, text: line.text, origins: Array.from({ length: line.text.length + 1 }, (_, index) => index) };
}

export function slice(fragment: Fragment, from: number, to: number = fragment.text.length): Fragment {
  const { line, text, origins } = fragment;
  return { line, text: text.slice(from, to), origins: origins.slice(from, to + 1) };
}

/** The fragment with the stretch between the two indices replaced. */
export function replace(fragment: Fragment, from: number, to: number, by: string): Fragment {
  const { line, text, origins } = fragment;
  const inserted = new Array<number>(by.length).fill(origins[from] ?? 0);
  return {
    line,
    text: text.slice(0, from) + by + text.slice(to),
    origins: [...origins.slice(0, from), ...inserted, ...origins.slice(to)],
  };
}

/** A text of its own that stands where the fragment has this index. */
export function insertedAt(fragment: Fragment, index: number, text: string): Fragment {
  const origins = new Array<number>(text.length + 1).fill(fragment.origins[index] ?? 0);
  return { line: fragment.line, text, origins };
}

/** Without the blanks at both ends. */
export function trim(fragment: Fragment): Fragment {
  let [from, to] = [0, fragment.text.length];
  while (from < to && isBlank(fragment.text.charAt(from))) from++;
  while (to > from && isBlank(fragment.text.charAt(to - 1))) to--;
  return slice(fragment, from, to);
}

/** The index may be the length of the text: the place behind it. */
export function placeAt(fragment: Fragment, index: number): Place {
  const { file, number, text } = fragment.line;
  const before = text.slice(0, fragment.origins[index] ?? 0);
  const pairs = before.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  return { file, line: number, column: before.length - pairs + 1, text };
}

/**
 * Blanks of any script count (U+3000, U+00A0 …), a byte order mark and the invisible ones that web pages leave behind:
 * files are copied from there. keepalived knows only the space and the tab.
 */
export function isBlank(character: string): boolean {
  return /^[\s\u200b\u2060]$/u.test(character);
}
