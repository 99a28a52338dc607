import { type Duration, SECOND } from "../../core/time.ts";
import { refuse, take } from "../reader.ts";
import type { Type } from "../schema.ts";
import { statement } from "../types/statement.ts";

/** `garp_extra_if`: how often, and whether on interfaces without a virtual MAC too. */
export type ExtraInterfaces = { readonly interval: Duration; readonly all: boolean };

/** `[all] <seconds>` in any order. */
export function extraInterfaces(least: 0 | 1): Type<ExtraInterfaces> {
  const syntax = `[all] <${least}..86400 whole seconds>`;
  return {
    syntax,
    schema: { type: "object", properties: { interval: { type: "integer" }, all: { type: "boolean" } } },
    examples: { good: ["60", "all 60", "60 all", "86400"], bad: ["", "all", "86401", "1.5", "some 60", "-1"] },
    json: ({ interval, all }) => ({ interval: interval / SECOND, all }),
    print: ({ interval, all }) => statement(`${all ? "all " : ""}${interval / SECOND}`),
    read: (words) => {
      const { text: keyword, place } = words.owner;
      let [interval, all]: [number | undefined, boolean] = [undefined, false];
      for (let word = take(words); word !== undefined; word = take(words)) {
        const seconds = /^\d{1,5}$/.test(word.text) ? Number(word.text) : Number.NaN;
        if (word.text === "all") all = true;
        else if (seconds >= least && seconds <= 86_400) interval = seconds * SECOND;
        else return refuse(words, "value-wrong", word.place, `\`${keyword}\` takes ${syntax}, not \`${word.text}\``);
      }
      if (interval !== undefined) return { interval, all };
      return refuse(words, "value-missing", place, `\`${keyword}\` needs a value: ${syntax}`);
    },
  };
}
