import { quote } from "../problem.ts";
import { refuse, take } from "../reader.ts";
import type { Type } from "../schema.ts";
import { readNumber } from "./numbers.ts";
import { statement } from "./statement.ts";

/** What a tracker adds to the priority; `reverse` is absent if nothing is said about it. */
export type Weight = { readonly weight: number; readonly reverse?: boolean };

/** A weight of at most ±`most`; where ±254 could not be undone, keepalived takes it as ±253. */
export function weightUpTo(most: 253 | 254 | 2_147_483_647): Type<Weight> {
  const syntax = `<-${most}..${most}> [reverse|noreverse]`;
  const accepted = most === 253 ? 254 : most;
  return {
    syntax,
    schema: {
      type: "object",
      properties: { weight: { type: "integer", minimum: -most, maximum: most }, reverse: { type: "boolean" } },
    },
    examples: {
      good: ["0", `-${most}`, `${most}`, "10 reverse", "10 noreverse"],
      bad: ["", `${accepted + 1}`, `-${accepted + 1}`, "1.5", "ten", "10 sideways"],
    },
    json: ({ weight, reverse }) => (reverse === undefined ? { weight } : { weight, reverse }),
    print: (value) => statement(printWeight(value)),
    read: (words) => {
      const number = readNumber(words, /^[+-]?\d+$/, -accepted, accepted, `<-${most}..${most}>`);
      if (number === undefined) return undefined;
      const limited = Math.max(-most, Math.min(most, number.value));
      if (limited !== number.value) {
        const message = `${quote(number.word.text)} is taken as ${limited}, the largest weight`;
        words.reader.report("value-corrected", number.word.place, message);
      }
      const direction = take(words);
      if (direction === undefined) return { weight: limited };
      if (direction.text === "reverse" || direction.text === "noreverse") {
        return { weight: limited, reverse: direction.text === "reverse" };
      }
      const message = `behind a weight there may be reverse or noreverse, not ${quote(direction.text)}`;
      return refuse(words, "value-wrong", direction.place, message);
    },
  };
}

export function printWeight({ weight, reverse }: Weight): string {
  return reverse === undefined ? `${weight}` : `${weight} ${reverse ? "reverse" : "noreverse"}`;
}
