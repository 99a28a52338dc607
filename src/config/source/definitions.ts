import { quote, type Report } from "../problem.ts";
import { type Fragment, generatedAt, isBlankAt, join, placeAt, slice, trim } from "./fragment.ts";
import type { Place, Via } from "./place.ts";
import { endOfCode, outsideQuotes } from "./words.ts";

/** What `$NAME=` lines have defined so far: each name stands for one or more lines, kept as they are written. */
export type Definitions = {
  readonly named: Map<string, readonly Fragment[]>;
  /** A definition whose last line ended in a backslash. */
  open?: { readonly name: string; readonly lines: Fragment[] } | undefined;
};

/** Text for a name and the parameters of its use; nothing if there is no such name. */
export type Lookup = (use: Use) => readonly Fragment[] | undefined;

export type Use = {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly place: Place;
  /** Where it is written in the line. */
  readonly index: number;
  readonly end: number;
  /** Between quotes a `$` is most likely meant for a shell. */
  readonly quoted: boolean;
  readonly braced: boolean;
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
    addLine(definitions, definitions.open, line);
    return true;
  }
  if (!line.text.startsWith("$")) return false;
  const [head, name] = /^\$([A-Za-z_]\w*)=[\s\u200b\u2060]*/u.exec(line.text) ?? [];
  if (head === undefined || name === undefined) return false;
  definitions.open = { name, lines: [] };
  addLine(definitions, definitions.open, slice(line, head.length));
  return true;
}

/** Ends a definition that the end of the file cuts off. */
export function closeDefinition(definitions: Definitions): void {
  if (definitions.open !== undefined) definitions.named.set(definitions.open.name, definitions.open.lines);
  definitions.open = undefined;
}

/** What may still be spent, in characters that are written, and whether more has been wanted. */
export type Budget = { left: number; exceeded?: true };

/** The line with its `$NAME` and `${NAME}` replaced, as long as there are any; each replacement is taken from the budget. */
export function expand(line: Fragment, lookup: Lookup, budget: Budget, report: Report): Expanded {
  if (!line.text.includes("$")) return { first: line, following: [] };
  let [first, following]: [Fragment, readonly Fragment[]] = [line, []];
  let position = 0;
  for (let use = findUse(first, position); use !== undefined; use = findUse(first, position)) {
    const lines = lookup(use);
    if (lines === undefined) {
      const left = use.braced && !use.quoted ? withoutBraces(first, use) : first;
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

/** The fragment as text that has come to a place by way of a definition or a generator. */
export function carried(fragment: Fragment, via: Via): Fragment {
  const place = extend(fragment.place, via);
  const pieces = fragment.pieces?.map((piece) => ({ ...piece, place: extend(piece.place, via) }));
  return pieces === undefined ? { ...fragment, place } : { ...fragment, place, pieces };
}

/** The place with one more step at the outer end of its way. */
function extend(place: Place, via: Via): Place {
  if (place.via === undefined) return { ...place, via };
  return { ...place, via: { ...place.via, place: extend(place.via.place, via) } };
}

/** Several lines take the place of all that follows on the line, which keepalived loses without a word. */
function substitute(line: Fragment, use: Use, lines: readonly Fragment[], report: Report): Expanded {
  const via = { kind: "definition", name: use.name, place: use.place } as const;
  const [text = generatedAt(use.place, ""), ...more] = lines.map((one) => (one.generated ? one : carried(one, via)));
  const before = slice(line, 0, use.index);
  const rest = slice(line, use.end);
  if (more.length === 0) return { first: join([before, text, rest]), following: [] };
  const lost = trim(rest);
  if (lost.text !== "") {
    const message = `${quote(use.name)} stands for several lines: nothing can follow it on its line`;
    report("definition-followed", lost.place, message, "put it on a line of its own");
  }
  return { first: join([before, text]), following: more };
}

/** Whether one more replacement is allowed; that it is not is reported once. */
function spend(budget: Budget, line: Fragment, use: Use, report: Report): boolean {
  const allowed = budget.left > 0 && line.text.length <= LONGEST_EXPANSION && depthOf(use.place) < DEEPEST_USE;
  if (allowed) budget.left -= line.text.length + 1;
  else if (budget.exceeded === undefined) {
    budget.exceeded = true;
    report("definition-recursive", use.place, `${quote(use.name)} is defined by itself`);
  }
  return allowed;
}

const LONGEST_EXPANSION = 16_384;

/** Definitions that use each other to this depth go round in a circle. */
const DEEPEST_USE = 60;

function depthOf(place: Place): number {
  let depth = 0;
  for (let { via } = place; via !== undefined; via = via.place.via) depth++;
  return depth;
}

/** The first use of a definition from the position on: `${NAME}`, or `$NAME` before a blank, `,`, `)` or the end. */
function findUse(line: Fragment, position: number): Use | undefined {
  const pattern = /\$(?:\{([A-Za-z_]\w*)((?: [\w -]*)?)\}|([A-Za-z_]\w*)(?=[\s\u200b\u2060,)]|$))/gu;
  pattern.lastIndex = position;
  const match = pattern.exec(line.text);
  if (match === null || match.index >= endOfCode(line.text)) return undefined;
  const { index } = match;
  const [whole, braced, parameters = "", bare = ""] = match;
  return {
    name: braced ?? bare,
    parameters: parameters.split(" ").filter((word) => word !== ""),
    place: placeAt(line, index),
    index,
    end: index + whole.length,
    quoted: !isOutsideQuotes(line.text, index),
    braced: braced !== undefined,
  };
}

function isOutsideQuotes(text: string, wanted: number): boolean {
  for (const index of outsideQuotes(text)) if (index >= wanted) return index === wanted;
  return false;
}

/** The braces of a name that is not defined would open a block. */
function withoutBraces(line: Fragment, { index, end, name }: Use): Fragment {
  const bare = generatedAt(placeAt(line, index), `$${name}`);
  return join([slice(line, 0, index), bare, slice(line, end)]);
}

function addLine(
  definitions: Definitions,
  open: { readonly name: string; readonly lines: Fragment[] },
  line: Fragment,
): void {
  const goesOn = line.text.endsWith("\\");
  const text = goesOn ? trim(slice(line, 0, line.text.length - 1)) : line;
  if (text.text !== "" && !isBlankAt(text.text, 0)) open.lines.push(text);
  if (!goesOn) closeDefinition(definitions);
}
