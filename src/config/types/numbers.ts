import { type Duration, MILLISECOND, SECOND } from "../../core/time.ts";
import { quote } from "../problem.ts";
import { need, peek, refuseValue, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { statement } from "./statement.ts";
import { optional } from "./text.ts";

const MOST_64 = 2n ** 64n - 1n;

/** A whole number in decimal digits: keepalived takes neither `0x10` nor a unit. */
export function uint(least: number, most: number, unit = ""): Type<number> {
  const syntax = `<${least}..${most}${unit}>`;
  return {
    syntax,
    schema: { type: "integer", minimum: least, maximum: most },
    examples: { good: [`${least}`, `${most}`], bad: ["", `${least - 1}`, `${most + 1}`, "1x", "0x10", '""'] },
    json: (value) => value,
    print: (value) => statement(`${value}`),
    read: (words) => readNumber(words, /^[+-]?\d+$/, least, most, syntax)?.value,
  };
}

/** A time in whole seconds. */
export function wholeSeconds(least: number, most: number): Type<Duration> {
  return scaled(uint(least, most, " whole seconds"), SECOND);
}

/** A time in seconds, with a fraction down to the step; finer ones are rounded, half a step up, with a warning. */
export function seconds(least: number, most: number, step: Duration = 1): Type<Duration> {
  return decimal(least, most, "seconds", SECOND, step);
}

/** A time in milliseconds, with up to three decimals. */
export function milliseconds(least: number, most: number): Type<Duration> {
  return decimal(least, most, "milliseconds", MILLISECOND, 1);
}

/** The type with zero replaced, and a warning: keepalived does so too. */
export function notZero(type: Type<number>, instead: number, shown: string): Type<number> {
  return corrected(
    type,
    "value-corrected",
    (value) => (value === 0 ? instead : value),
    `cannot be 0: it is taken as ${shown}`,
  );
}

/** The type with more than so much taken as so much, and a warning: what no network survives is a slip of the finger. */
export function atMost(type: Type<number>, most: number): Type<number> {
  const message = `of more than ${most} is taken as ${most}`;
  return corrected(type, "value-limited", (value) => Math.min(value, most), message);
}

/** Whole numbers of which those outside the bounds are taken as the nearest bound, and a warning: keepalived does so too. */
export function clamped(least: number, most: number): Type<number> {
  const { read, ...type } = uint(least, most);
  const wide = uint(-2_147_483_648, 4_294_967_295);
  const correct = (value: number): number => Math.max(least, Math.min(most, value));
  const reading = corrected(wide, "value-corrected", correct, `goes from ${least} to ${most}: the nearest is taken`);
  return { ...type, examples: { good: [`${least}`, `${most}`], bad: ["", "1x", "x"] }, read: reading.read };
}

export function corrected(
  type: Type<number>,
  kind: "value-corrected" | "value-limited" | "value-adjusted",
  correct: (value: number) => number,
  message: string,
): Type<number> {
  return {
    ...type,
    read: (words, earlier) => {
      const word = peek(words);
      const value = type.read(words, earlier);
      if (value === undefined || word === undefined || correct(value) === value) return value;
      words.reader.report(kind, word.place, `${quote(words.owner.text)} ${message}`);
      return correct(value);
    },
  };
}

/** A whole number that may be left out, and what it is then. */
export function optionalUint(least: number, most: number, absent: number): Type<number> {
  return optional(uint(least, most), absent);
}

/** A number as C writes it: `10`, `0xa`, `012`; undefined for anything else. */
export function anyBase(text: string): number | undefined {
  const digits = text.replace(/^\+/, "");
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return /^(0x[0-9a-f]+|0|[1-9]\d*)$/i.test(digits) ? Number(digits) : undefined;
}

/** A whole number of 64 bits, in decimal digits: as text, because it is more than a JavaScript number holds exactly. */
export const uint64: Type<string> = {
  syntax: `<0..${MOST_64}>`,
  schema: { type: "string" },
  examples: { good: ["0", `${MOST_64}`], bad: ["", `${MOST_64 + 1n}`, "-1", "0x5", "x"] },
  json: (value) => value,
  print: statement,
  read: (words) => {
    const word = need(words, uint64.syntax);
    if (word === undefined) return undefined;
    const value = /^\+?\d+$/.test(word.text) ? BigInt(word.text.replace("+", "")) : MOST_64 + 1n;
    return value <= MOST_64 ? `${value}` : refuseValue(words, word, uint64.syntax);
  },
};

export type NumberWord = { readonly word: Word; readonly value: number };

export function readNumber(
  words: Words,
  form: RegExp,
  least: number,
  most: number,
  syntax: string,
): NumberWord | undefined {
  const word = need(words, syntax);
  if (word === undefined) return undefined;
  const value = Number(word.text);
  if (form.test(word.text) && value >= least && value <= most) return { word, value };
  return refuseValue(words, word, syntax);
}

/** The type in a unit of its own; the value is in microseconds. */
function scaled(type: Type<number>, unit: Duration): Type<Duration> {
  return {
    ...type,
    json: (value) => value / unit,
    print: (value) => statement(`${value / unit}`),
    read: (words) => {
      const number = type.read(words, undefined);
      return number === undefined ? undefined : number * unit;
    },
  };
}

function decimal(least: number, most: number, name: string, unit: Duration, step: Duration): Type<Duration> {
  const syntax = `<${least}..${most} ${name}>`;
  return {
    syntax,
    schema: { type: "number", minimum: least, maximum: most },
    examples: {
      good: [`${least}`, `${most}`, `${least + Math.max(1, step) / unit}`],
      bad: ["", `${most + 1}`, "-1", "1s", ".", "1e1"],
    },
    json: (value) => value / unit,
    print: (value) => statement(showDecimal(value / unit)),
    read: (words) => {
      const number = readNumber(words, /^\+?(\d+\.?\d*|\.\d+)$/, least, most, syntax);
      return number === undefined ? undefined : round(words, number, unit, step);
    },
  };
}

function round(words: Words, { word, value }: NumberWord, unit: Duration, step: Duration): Duration {
  const exact = value * unit;
  // The inner rounding takes back what the binary fraction of a decimal one is off; large whole numbers would suffer from it.
  const near = Number.isInteger(exact) ? exact : Math.round(exact * 1000) / 1000;
  const rounded = Math.round(near / step) * step;
  if (Math.abs(rounded - exact) > 1e-3) {
    words.reader.report("value-rounded", word.place, `${quote(word.text)} is rounded to ${rounded / unit}`);
  }
  return rounded;
}

/** Without an exponent, which the language does not know. */
function showDecimal(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-6 ? value.toFixed(9) : `${value}`;
}
