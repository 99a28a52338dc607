import { quote, type Report } from "../problem.ts";
import {
  countPieces,
  type Fragment,
  generatedAt,
  isBlankAt,
  join,
  placeAt,
  relocate,
  slice,
  trim,
} from "./fragment.ts";
import type { Place, Via } from "./place.ts";
import { cost, LONGEST_LINE, spend, type Work } from "./work.ts";

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

/** What replacing needs to know of the rest of the reading. */
export type Expansion = {
  readonly lookup: Lookup;
  readonly work: Work;
  readonly report: Report;
  /** A use in this line of a file comes to no end, which has been reported. */
  failed?: true;
};

/** The line with its `$NAME` and `${NAME}` replaced, as long as there are any; what comes to no end is cut off. */
export function expand(line: Fragment, expansion: Expansion): Expanded {
  if (!line.text.includes("$")) return { first: line, following: [] };
  const done: Fragment[] = [];
  let [rest, following, length]: [Fragment, readonly Fragment[], number] = [line, [], 0];
  const scan: Scan = { index: 0, quoted: false, hidden: false };
  for (let use = findUse(rest, scan); use !== undefined; use = findUse(rest, scan)) {
    const lines = expansion.lookup(use);
    const after = slice(rest, use.end);
    const before = [slice(rest, 0, use.index), ...(lines === undefined ? [leave(rest, use)] : [])];
    done.push(...before);
    length += before.reduce((sum, { text }) => sum + text.length, 0);
    if (!isPossible(expansion, use, lines ?? [], after, length)) return { first: join(done), following: [] };
    const replaced = lines === undefined ? undefined : substitute(after, use, lines, expansion.report);
    rest = replaced?.first ?? after;
    if (replaced === undefined) scan.hidden = false;
    else following = [...replaced.following, ...following];
    scan.index = 0;
  }
  return { first: join([...done, rest]), following };
}

/** The fragment as text that has come to a place by way of a definition or a generator. */
export function carried(fragment: Fragment, via: Via): Fragment {
  return relocate(fragment, (place) => extend(place, via));
}

/**
 * The place with one more step at the outer end of its way, or in place of what that step's own way tells as well: a
 * generator and what it repeats come from the same definition. A way that is long enough gets no longer.
 */
function extend(place: Place, via: Via, left = LONGEST_WAY): Place {
  const { via: next } = place;
  if (next === undefined || next === via.place.via) return { ...place, via };
  return left === 0 ? place : { ...place, via: { ...next, place: extend(next.place, via, left - 1) } };
}

const LONGEST_WAY = 40;

/** The replacement and what follows the use; of several lines the others take the place of that, which keepalived loses silently. */
function substitute(after: Fragment, use: Use, lines: readonly Fragment[], report: Report): Expanded {
  const via = { kind: "definition", name: use.name, place: use.place } as const;
  const [text = generatedAt(use.place, ""), ...more] = lines.map((one) => (one.generated ? one : carried(one, via)));
  if (more.length === 0) return { first: join([text, after]), following: [] };
  const lost = trim(after);
  if (lost.text !== "") {
    const message = `${quote(use.name)} stands for several lines: nothing can follow it on its line`;
    report("definition-followed", lost.place, message, "put it on a line of its own");
  }
  return { first: text, following: more };
}

/** Whether one more replacement makes sense; that it does not is reported once for a line of a file. */
function isPossible(
  expansion: Expansion,
  { name, place }: Use,
  lines: readonly Fragment[],
  after: Fragment,
  before: number,
): boolean {
  if (expansion.failed) return false;
  const { work, report } = expansion;
  const length = before + (lines[0]?.text.length ?? 0) + after.text.length;
  if (isDeep(place)) {
    const what = namesAround(place).includes(name) ? "is defined by itself" : "stands in too many other definitions";
    report("definition-recursive", place, `${quote(name)} ${what}`);
  } else if (length > LONGEST_LINE) {
    report("line-too-long", place, `${quote(name)} makes this line longer than ${LONGEST_LINE} characters`);
  } else {
    const copied = length * cost.copy + countPieces(after) * cost.piece;
    return spend(work, cost.replacement + lines.length * cost.copiedLine + copied, place);
  }
  expansion.failed = true;
  return false;
}

/** Definitions that use each other to this depth most likely go round in a circle, and so do generators. */
const DEEPEST_USE = 32;

export function isDeep(place: Place): boolean {
  return namesAround(place).length >= DEEPEST_USE;
}

/** Of the definitions by whose way a text has come, the innermost first; an empty one for each generator. */
function namesAround(place: Place): readonly string[] {
  const names: string[] = [];
  for (let { via } = place; via !== undefined; via = via.place.via) {
    names.push(via.kind === "definition" ? via.name : "");
  }
  return names;
}

/** How far a line has been looked through: the index of the next character, and what the text before it makes of that. */
type Scan = { index: number; quoted: boolean; hidden: boolean };

/** The first use of a definition before a comment; the scan then stands at it. */
function findUse(line: Fragment, scan: Scan): Use | undefined {
  const { text } = line;
  const last = text.lastIndexOf("$");
  for (; scan.index <= last; scan.index++) {
    const use = text[scan.index] === "$" ? useAt(line, scan) : undefined;
    if (use !== undefined) return use;
    if (beginsComment(text[scan.index], scan)) return undefined;
  }
  return undefined;
}

/** Whether the character at the scan's index begins a comment; the scan learns what the character makes of the next one. */
function beginsComment(character: string | undefined, scan: Scan): boolean {
  if (scan.hidden) scan.hidden = false;
  else if (character === '"') scan.quoted = !scan.quoted;
  else if (scan.quoted) return false;
  else if (character === "\\") scan.hidden = true;
  else return character === "#" || character === "!";
  return false;
}

/** `${NAME}`, or `$NAME` before a blank, `,`, `)` or the end. */
function useAt(line: Fragment, { index, quoted, hidden }: Scan): Use | undefined {
  USE.lastIndex = index;
  const match = USE.exec(line.text);
  if (match === null) return undefined;
  const [whole, braced, parameters = "", bare = ""] = match;
  return {
    name: braced ?? bare,
    parameters: parameters.split(" ").filter((word) => word !== ""),
    place: placeAt(line, index),
    index,
    end: index + whole.length,
    quoted: quoted || hidden,
    braced: braced !== undefined,
  };
}

const USE = /\$(?:\{([A-Za-z_]\w*)((?: [\w -]*)?)\}|([A-Za-z_]\w*)(?=[\s\u200b\u2060,)]|$))/uy;

/** A use of a name that is not defined, as it stands; but braces outside quotes would open a block. */
function leave(line: Fragment, { index, end, name, quoted, braced, place }: Use): Fragment {
  return braced && !quoted ? generatedAt(place, `$${name}`) : slice(line, index, end);
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
