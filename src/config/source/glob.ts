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

/** Whether the name of one file matches: `*`, `?`, `[a-z]`, `[!a-z]`; a leading dot must be written. */
export function matches(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  const parts = pattern.match(/\*|\[[!^]?\]?[^\]]*\]|./gsu) ?? [];
  const characters = Array.from(name);
  let [part, at] = [0, 0];
  // Where to go on if it turns out that the last star should have taken more.
  let retry: { part: number; at: number } | undefined;
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === "*") retry = { part: ++part, at };
    else if (wanted !== undefined && matchesOne(wanted, characters[at] ?? "")) [part, at] = [part + 1, at + 1];
    else if (retry === undefined) return false;
    else [part, at] = [retry.part, ++retry.at];
  }
  return parts.slice(part).every((rest) => rest === "*");
}

function matchesOne(part: string, character: string): boolean {
  if (part === "?") return true;
  const [, not, set] = /^\[([!^]?)(.+)\]$/su.exec(part) ?? [];
  if (set === undefined) return part === character;
  const ranges = set.match(/.-.|./gsu) ?? [];
  const found = ranges.some((range) => {
    const [from = "", to = from] = range.length > 2 ? [Array.from(range)[0], Array.from(range).at(-1)] : [range];
    return from <= character && character <= to;
  });
  return found === (not === "");
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
    const match = /\{([^{}]*,[^{}]*)\}/u.exec(pattern);
    if (match === null) continue;
    const [whole, list = ""] = match;
    const after = pattern.slice(match.index + whole.length);
    return { index, before: pattern.slice(0, match.index), choices: list.split(","), after };
  }
  return undefined;
}
