import { type Duration, MILLISECOND, SECOND } from "../../core/time.ts";
import { quote } from "../problem.ts";
import { need, peek, refuseValue, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { statement } from "../types/statement.ts";

/** A metric of a route (RTAX_…); the kernel does not change a locked one by itself. */
export type Metric<Value> = { readonly value: Value; readonly lock?: true };

/** `[lock] <value>` */
export function lockable<Value>(type: Type<Value>): Type<Metric<Value>> {
  return {
    syntax: `[lock] ${type.syntax}`,
    schema: { type: "object", properties: { value: type.schema, lock: { type: "boolean" } } },
    examples: {
      good: [...type.examples.good, ...type.examples.good.map((words) => `lock ${words}`)],
      bad: [...type.examples.bad, "lock"],
    },
    json: ({ value, lock }) => (lock ? { value: type.json(value), lock } : { value: type.json(value) }),
    print: ({ value, lock }) =>
      type.print(value).map(({ words }) => ({ words: lock === undefined ? words : `lock ${words}` })),
    read: (words) => {
      const lock = peek(words)?.text === "lock" && take(words) !== undefined;
      const value = type.read(words, undefined);
      if (value === undefined) return undefined;
      return lock ? { value, lock } : { value };
    },
  };
}

const LEAST: Duration = 200 * MILLISECOND;
const MOST: Duration = 120 * SECOND;

/**
 * A time of TCP. A number alone counts the kernel's own units, which are finer than milliseconds for the round-trip time
 * and its variation; keepalived takes what is outside 0.2 s to 120 s as the nearest of the two.
 */
export function timeOfTcp(unit: Duration): Type<Duration> {
  const syntax = `<${LEAST / SECOND}..${MOST / SECOND}>s|<n>ms|<n of ${unit} µs>`;
  return {
    syntax,
    schema: { type: "number", minimum: LEAST / SECOND, maximum: MOST / SECOND },
    examples: {
      good: ["1s", "0.25s", "300ms", "1.5S", "2sec", "400msecs", `${MOST / unit}`],
      bad: ["", "1m", "s", "-1", "1.5", "1u", `${MOST / unit + 1}`, `${mostWritten(unit) / SECOND + 1}s`],
    },
    json: (value) => value / SECOND,
    print: (value) => statement(value % MILLISECOND === 0 ? `${value / MILLISECOND}ms` : `${value / unit}`),
    read: (words) => {
      const word = need(words, syntax);
      const found = word === undefined ? undefined : parseTime(word.text, unit);
      if (word === undefined || found === undefined) return word && refuseValue(words, word, syntax);
      return limit(words, word, found);
    },
  };
}

type Parsed = { readonly time: Duration; readonly step: Duration };

/** keepalived compares what is written in seconds or milliseconds with the most in its units. */
function parseTime(text: string, unit: Duration): Parsed | undefined {
  const [, digits = "", suffix] = /^(\d+\.?\d*|\.\d+)(s|secs?|ms|msecs?)?$/i.exec(text) ?? [];
  if (digits === "" || (suffix === undefined && !/^\d+$/.test(digits))) return undefined;
  const scale = suffix === undefined ? unit : /^m/i.test(suffix) ? MILLISECOND : SECOND;
  const time = Number(digits) * scale;
  const most = suffix === undefined ? MOST : mostWritten(unit);
  return time <= most ? { time, step: Math.min(scale, MILLISECOND) } : undefined;
}

function mostWritten(unit: Duration): Duration {
  return MOST * (MILLISECOND / unit);
}

function limit({ owner, reader }: Words, { text, place }: Word, { time, step }: Parsed): Duration {
  const rounded = Math.round(time / step) * step;
  const told = `${quote(owner.text)} ${quote(text)} is taken as`;
  if (Math.abs(rounded - time) > 1e-3) reader.report("value-rounded", place, `${told} ${rounded / MILLISECOND} ms`);
  const limited = Math.max(LEAST, Math.min(MOST, rounded));
  if (limited !== rounded) reader.report("value-adjusted", place, `${told} ${limited / SECOND} s`);
  return limited;
}
