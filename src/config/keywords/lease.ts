import type { Type } from "../schema.ts";
import { uint } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { choice } from "../types/text.ts";

/** The lifetime of the addresses in whole seconds; 0: for ever. */
export const lease: Type<number> = {
  syntax: "off|<1..86400 seconds>",
  schema: { anyOf: [{ const: "off" }, { type: "integer", minimum: 1, maximum: 86_400 }] },
  examples: { good: ["off", "1", "86400"], bad: ["", "0", "86401", "1.5", "on"] },
  json: (value) => (value === 0 ? "off" : value),
  print: (value) => statement(value === 0 ? "off" : `${value}`),
  read: (words) => {
    if (/^\s*\d/.test(words.rest.text)) return uint(1, 86_400).read(words, undefined);
    return choice("off").read(words, undefined) === undefined ? undefined : 0;
  },
};
