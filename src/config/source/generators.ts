import { quote } from "../problem.ts";
import { type Fragment, placeAt, slice, trim } from "./fragment.ts";
import type { Place } from "./place.ts";

/** `~SEQ`, `~SEQx` or `~LST` in front of a text, and the values that the text is repeated with. */
export type Generator =
  | { readonly kind: "repeat"; readonly rounds: Iterable<Round>; readonly text: Fragment }
  | { readonly kind: "malformed"; readonly place: Place; readonly message: string; readonly cure: string };

/** Names and what they stand for in one repetition. */
export type Round = readonly (readonly [name: string, value: string])[];

/** Nothing if the line is no generator. The list in parentheses must have its definitions replaced: `replaced` does that. */
export function readGenerator(line: Fragment, replaced: (list: Fragment) => string): Generator | undefined {
  const [head, form] = /^~(SEQx?|LST)[\s\u200b\u2060]*\(/u.exec(line.text) ?? [];
  if (head === undefined)
    return /^~(SEQx?|LST)\b/.test(line.text) ? malformed(line, "a list in parentheses is missing") : undefined;
  const end = line.text.indexOf(")", head.length);
  if (end === -1) return malformed(line, "the `)` of the list is missing");
  const list = replaced(slice(line, head.length, end));
  const text = trim(slice(line, end + 1));
  const rounds = form === "LST" ? readLists(list) : readSequence(list, form === "SEQx");
  return typeof rounds === "string" ? malformed(line, rounds) : { kind: "repeat", rounds, text };
}

function malformed(line: Fragment, message: string): Generator {
  const list = line.text.startsWith("~LST");
  const cure = list
    ? "write ~LST(NAME, value, …) text"
    : "write ~SEQ(NAME, start, step, end) text; start and step may be left out";
  return { kind: "malformed", place: placeAt(line, 0), message, cure };
}

const NAME = /^[A-Za-z_]\w*$/;

function readSequence(list: string, hexadecimal: boolean): Iterable<Round> | string {
  const [name = "", ...words] = list.split(",").map((word) => word.trim());
  if (!NAME.test(name)) return `${quote(name)} cannot be the name of a definition`;
  const numbers = words.map(readInteger);
  const wrong = words.find((_, index) => numbers[index] === undefined);
  if (wrong !== undefined) return `${quote(wrong)} is not a whole number`;
  const range = rangeOf(numbers.flatMap((number) => number ?? []));
  if (range === undefined) return "one to three numbers belong behind the name";
  const { start, step, end } = range;
  if (step === 0 || (end - start) * step < 0) return `from ${start} in steps of ${step} one never comes to ${end}`;
  if (hexadecimal && Math.min(start, end) < 0) return "~SEQx writes no negative numbers";
  return countUp(name, start, step, end, hexadecimal ? 16 : 10);
}

/** One number is the end, two are start and end; the step is then 1 in the right direction. */
function rangeOf(numbers: readonly number[]): { start: number; step: number; end: number } | undefined {
  const [one, two, three, ...more] = numbers;
  if (one === undefined || more.length > 0) return undefined;
  const [start, end] = two === undefined ? [one < 0 ? -1 : 1, one] : [one, three ?? two];
  return { start, end, step: two !== undefined && three !== undefined ? two : end < start ? -1 : 1 };
}

function* countUp(name: string, start: number, step: number, end: number, base: number): IterableIterator<Round> {
  const rounds = Math.floor((end - start) / step);
  for (let round = 0; round <= rounds; round++) yield [[name, (start + round * step).toString(base)]];
}

/** C notation: decimal, `0x…`, and octal with a leading 0. */
function readInteger(text: string): number | undefined {
  const [, sign, octal, other] = /^([+-]?)(?:0([0-7]+)|(0|[1-9]\d{0,9}|0x[0-9A-Fa-f]{1,8}))$/i.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const size = octal === undefined ? Number(other) : Number.parseInt(octal, 8);
  return sign === "-" ? 0 - size : size;
}

function readLists(list: string): Iterable<Round> | string {
  const items =
    list
      .match(/\{[^{}]*\}|[^,{}]+/g)
      ?.map((item) => item.trim())
      .filter((item) => item !== "") ?? [];
  const [names = [], ...values] = items.map((item) =>
    item.startsWith("{")
      ? item
          .slice(1, -1)
          .split(",")
          .map((word) => word.trim())
      : [item],
  );
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined || names.length === 0) return `${quote(wrong ?? "")} cannot be the name of a definition`;
  if (values.length === 0) return "there are no values behind the name";
  const long = values.find((group) => group.length > names.length);
  if (long !== undefined) return `there are ${long.length} values for ${names.length} names`;
  // keepalived: a group that is too short leaves the other names empty.
  return values.map((group) => names.map((name, index) => [name, group[index] ?? ""] as const));
}
