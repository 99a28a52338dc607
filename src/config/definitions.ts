import { type Fragment, insertedAt, placeAt, replace, slice, trim } from "./fragment.ts";
import { quote, type Report } from "./problem.ts";
import { endOfCode, outsideQuotes } from "./words.ts";

/** What `$NAME=` lines have defined so far: each name stands for one or more lines, kept as they are written. */
export type Definitions = {
  readonly named: Map<string, readonly string[]>;
  /** A definition whose last line ended in a backslash. */
  open?: { readonly name: string; readonly lines: string[] } | undefined;
};

export type Expanded = {
  readonly first: Fragment;
  /** Lines that come after the first, from a definition of several lines. */
  readonly following: readonly Fragment[];
};

/**
 * Whether the line is (a part of) a definition, which is noted then. The text is kept as it is written: what it uses is
 * looked up where it is used itself, so that a later definition counts.
 */
export function define(definitions: Definitions, line: Fragment): boolean {
  if (definitions.open !== undefined) {
    addLine(definitions, definitions.open, line.text);
    return true;
  }
  const [, name, text] = /^\$([A-Za-z_]\w*)=[\s\u200b\u2060]*(.*)$/su.exec(line.text) ?? [];
  if (name === undefined || text === undefined) return false;
  definitions.open = { name, lines: [] };
  addLine(definitions, definitions.open, text);
  return true;
}

/** Ends a definition that the end of the file cuts off. */
export function closeDefinition(definitions: Definitions): void {
  if (definitions.open !== undefined) definitions.named.set(definitions.open.name, definitions.open.lines);
  definitions.open = undefined;
}

/** The line with its `$NAME` and `${NAME}` replaced, as long as there are any; each replacement is taken from the budget. */
export function expand(
  line: Fragment,
  definitionOf: (name: string) => readonly string[] | undefined,
  budget: { left: number },
  report: Report,
): Expanded {
  let [first, following]: [Fragment, readonly Fragment[]] = [line, []];
  let position = 0;
  for (let use = findUse(first, position); use !== undefined; use = findUse(first, position)) {
    const lines = use.plain ? definitionOf(use.name) : undefined;
    if (lines === undefined) {
      const left = leaveUndefined(first, use, report);
      position = use.end + left.text.length - first.text.length;
      first = left;
      continue;
    }
    if (!spend(budget, first, use, report)) return { first: slice(first, 0, use.index), following: [] };
    const replaced = substitute(first, use, lines, report);
    position = use.index;
    first = replaced.first;
    following = [...replaced.following, ...following];
  }
  return { first, following };
}

/** Several lines take the place of all that follows on the line, which keepalived loses without a word. */
function substitute(line: Fragment, use: Use, lines: readonly string[], report: Report): Expanded {
  const [text = "", ...more] = lines;
  const rest = trim(slice(line, use.end));
  if (more.length > 0 && rest.text !== "") {
    const message = `${quote(use.name)} stands for several lines: nothing can follow it on its line`;
    report("error", placeAt(rest, 0), message, "put it on a line of its own");
  }
  return {
    first: replace(line, use.index, more.length > 0 ? line.text.length : use.end, text),
    following: more.map((next) => insertedAt(line, use.index, next)),
  };
}

/** Whether one more replacement is allowed; that it is not is reported once. */
function spend(budget: { left: number }, line: Fragment, use: Use, report: Report): boolean {
  const allowed = budget.left > 0 && line.text.length <= LONGEST_LINE;
  if (!allowed && budget.left >= 0)
    report("error", placeAt(line, use.index), `${quote(use.name)} is defined by itself`);
  budget.left = allowed ? budget.left - 1 : -1;
  return allowed;
}

const LONGEST_LINE = 16_384;

type Use = {
  readonly name: string;
  readonly index: number;
  readonly end: number;
  readonly braced: boolean;
  /** Without parameters, which only some of keepalived's own definitions have. */
  readonly plain: boolean;
};

/** The first use of a definition from the position on: `${NAME}`, or `$NAME` before a blank, `,`, `)` or the end. */
function findUse(line: Fragment, position: number): Use | undefined {
  const pattern = /\$(?:\{([A-Za-z_]\w*)((?: [\w ]*)?)\}|([A-Za-z_]\w*)(?=[\s\u200b\u2060,)]|$))/gu;
  pattern.lastIndex = position;
  const match = pattern.exec(line.text);
  if (match === null || match.index >= endOfCode(line.text)) return undefined;
  const [whole, braced, parameters = "", bare = ""] = match;
  const end = match.index + whole.length;
  return { name: braced ?? bare, index: match.index, end, braced: braced !== undefined, plain: parameters === "" };
}

/** Between quotes a `$` is most likely meant for a shell; elsewhere the braces must go, which would open a block. */
function leaveUndefined(line: Fragment, use: Use, report: Report): Fragment {
  const { name, index, end, braced } = use;
  const place = placeAt(line, index);
  const written = quote(line.text.slice(index, end));
  if (name === "_RANDOM" || name === "_ENV") {
    report("error", place, `${written} is a definition of keepalived that this version does not support yet`);
  } else if (![...outsideQuotes(line.text)].includes(index)) return line;
  else if (braced) report("error", place, `${written} is not defined`, `define it before: $${name}=…`);
  else report("warning", place, `${written} is not defined: it is taken as it stands`);
  return braced ? replace(line, index, end, `$${name}`) : line;
}

function addLine(
  definitions: Definitions,
  open: { readonly name: string; readonly lines: string[] },
  text: string,
): void {
  const line = text.replace(/[\s\u200b\u2060]*\\$/u, "");
  if (line !== "") open.lines.push(line);
  if (line === text) closeDefinition(definitions);
}
