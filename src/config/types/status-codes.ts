import { quote } from "../problem.ts";
import { need, refuse, take } from "../reader.ts";
import type { Type } from "../schema.ts";
import { statement } from "./statement.ts";

/** Status codes of HTTP from the first to the last. */
export type StatusCodes = { readonly first: number; readonly last: number };

const SYNTAX = "<100..599>[-<100..599>] …";

/** Codes and ranges of codes; each further line adds some. */
export const statusCodes: Type<StatusCodes[]> = {
  syntax: SYNTAX,
  schema: { type: "array", items: { type: "string" } },
  examples: {
    good: ["200", "100-599", "200-204 301 302", "200-200"],
    bad: ["", "99", "600", "204-200", "200-", "200,301", "OK", "200 x"],
  },
  repeats: true,
  json: (value) => value.map(printRange),
  print: (value) => statement(value.map(printRange).join(" ")),
  read: (words, earlier = []) => {
    const found: StatusCodes[] = [];
    for (let word = need(words, SYNTAX); word !== undefined; word = take(words)) {
      const range = rangeOf(word.text);
      if (range === undefined)
        return refuse(
          words,
          "value-wrong",
          word.place,
          `${quote(word.text)} is no status code: 100 to 599, or a range of them`,
        );
      found.push(range);
    }
    if (found.length === 0) return undefined;
    earlier.push(...found);
    return earlier;
  },
};

function rangeOf(text: string): StatusCodes | undefined {
  const [, from = "", to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first >= 100 && last <= 599 && first <= last ? { first, last } : undefined;
}

function printRange({ first, last }: StatusCodes): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
