import { peek, take, type Words } from "../reader.ts";
import { type Infer, keyword, needing, type Type } from "../schema.ts";
import { uint } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { refuseChoice, word } from "../types/text.ts";
import { weightUpTo } from "../types/weight.ts";
import { weightOnce } from "./weight-once.ts";

const number = uint(-2_147_483_648, 2_147_483_647);

/** What the file contains at the start; `overwrite`: also if it is there. */
type Initial = { readonly value: number; readonly overwrite: boolean };

/** In any order. */
const initial: Type<Initial> = {
  syntax: "[<whole number>] [overwrite]",
  schema: { type: "object", properties: { value: { type: "integer" }, overwrite: { type: "boolean" } } },
  examples: {
    good: ["", "5", "-5 overwrite", "overwrite 5", "overwrite"],
    bad: ["five", "5 always", "2147483648", "1.5"],
  },
  json: (value) => value,
  print: ({ value, overwrite }) => statement(`${value}${overwrite ? " overwrite" : ""}`),
  read: (words) => {
    const early = takeOverwrite(words);
    const value = /^\s*[+-]?\d/.test(words.rest.text) ? number.read(words, undefined) : 0;
    if (value === undefined) return undefined;
    const overwrite = takeOverwrite(words) || early;
    const extra = peek(words);
    // A second number is left over, and told as that.
    if (extra === undefined || /^([+-]?\d+|overwrite)$/.test(extra.text)) return { value, overwrite };
    return refuseChoice(words, extra, [number.syntax, "overwrite"]);
  },
};

function takeOverwrite(words: Words): boolean {
  const found = peek(words)?.text === "overwrite";
  if (found) take(words);
  return found;
}

/** `track_file <name> { … }` */
export const trackFile = needing("track files", {
  file: keyword({
    type: word("path"),
    once: true,
    onChange: "restart",
    otherwise: "required",
    doc: "The file that contains a number.",
  }),
  weight: keyword({
    type: weightOnce(weightUpTo(254), 1),
    default: { weight: 1 },
    onChange: "live",
    doc: "What the number is multiplied by before it is added to the priority; 0: any number but 0 is a fault.",
  }),
  init_file: keyword({
    type: initial,
    onChange: "nothing",
    otherwise: "not written",
    doc: "The file is written at the start if it is missing, or (overwrite) in any case.",
  }),
});

export type TrackFile = Infer<typeof trackFile>;
