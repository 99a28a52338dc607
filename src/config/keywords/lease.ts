import type { Type } from "../schema.ts";
import { choice, uint } from "../values.ts";

/** The lifetime of the addresses in whole seconds; 0: for ever. */
export const lease: Type<number> = {
  syntax: "off|<1..86400 seconds>",
  examples: { good: ["off", "1", "86400"], bad: ["", "0", "86401", "1.5", "on"] },
  read: (words) => {
    if (/^\s*\d/.test(words.rest.text)) return uint(1, 86_400).read(words, undefined);
    return choice("off").read(words, undefined) === undefined ? undefined : 0;
  },
};
