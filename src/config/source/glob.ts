/** `a{b,c}d` as `abd` and `acd`, nested ones too; braces without a comma stay as they are. At most 1000 are made. */
export function expandBraces(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (let group = findGroup(patterns); group !== undefined; group = findGroup(patterns)) {
    const { index, before, choices, after } = group;
    patterns = patterns.toSpliced(index, 1, ...choices.map((choice) => before + choice + after));
    if (patterns.length > 1000) return patterns;
  }
  return patterns;
}

export function hasWildcards(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** What tells whether the name of a file matches: `*`, `?`, `[a-z]`, `[!a-z]`; a leading dot must be written. */
export function matcherOf(pattern: string): (name: string) => boolean {
  const parts = partsOf(pattern);
  return (name) => (!name.startsWith(".") || pattern.startsWith(".")) && matches(parts, Array.from(name));
}

type Part = "any number" | { readonly not: boolean; readonly ranges: readonly Range[] };
type Range = readonly [from: string, to: string];

function matches(parts: readonly Part[], characters: readonly string[]): boolean {
  let [part, at] = [0, 0];
  // Where to go on if it turns out that the last star should have taken more.
  let retry: { part: number; at: number } | undefined;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === "any number") retry = { part: ++part, at };
    else if (wanted !== undefined && matchesOne(wanted, characters[at] ?? "")) [part, at] = [part + 1, at + 1];
    else if (retry === undefined) return false;
    else [part, at] = [retry.part, ++retry.at];
  }
  return parts.slice(part).every((rest) => rest === "any number");
}

function matchesOne({ not, ranges }: Exclude<Part, string>, character: string): boolean {
  return ranges.some(([from, to]) => from <= character && character <= to) !== not;
}

function partsOf(pattern: string): readonly Part[] {
  // Looking for the `]` of each `[` that has none would take time with the square of their number.
  const closed = pattern.lastIndexOf("]") + 1;
  const [head, tail] = [pattern.slice(0, closed), pattern.slice(closed)];
  return [...(head.match(/\*|\[[!^]?\]?[^\]]*\]|./gsu) ?? []), ...tail].map(partOf);
}

function partOf(text: string): Part {
  if (text === "*") return "any number";
  if (text === "?") return { not: true, ranges: [] };
  const [, not, set] = /^\[([!^]?)(.+)\]$/su.exec(text) ?? [];
  return set === undefined ? { not: false, ranges: [[text, text]] } : { not: not !== "", ranges: rangesOf(set) };
}

function rangesOf(set: string): readonly Range[] {
  const ranges = set.match(/.-.|./gsu) ?? [];
  return ranges.map((range) => {
    const [from = "", ...rest] = range;
    return [from, rest.at(-1) ?? from];
  });
}

type Group = {
  readonly index: number;
  readonly before: string;
  readonly choices: readonly string[];
  readonly after: string;
};

/** The first of the patterns that has an innermost group of alternatives. */
function findGroup(patterns: readonly string[]): Group | undefined {
  for (const [index, pattern] of patterns.entries()) {
    const match = /\{([^{},]*,[^{}]*)\}/u.exec(pattern);
    if (match === null) continue;
    const [whole, list = ""] = match;
    const after = pattern.slice(match.index + whole.length);
    return { index, before: pattern.slice(0, match.index), choices: list.split(","), after };
  }
  return undefined;
}
