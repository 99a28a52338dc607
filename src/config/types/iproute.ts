import type { NameList } from "../iproute-names.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { need, refuse, refuseValue, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { anyBase, corrected } from "./numbers.ts";
import { statement } from "./statement.ts";

/** A number, in decimal, hexadecimal or octal digits, or the name that iproute2 has for it. */
export function namedNumber(list: NameList, least: number, most: number): Type<number> {
  const syntax = `<name in ${list}>|<${least}..${most}>`;
  return {
    syntax,
    schema: { type: "integer", minimum: least, maximum: most },
    examples: { good: [`${least}`, `${most}`, "0x10", "010"], bad: ["", `${most + 1}`, "-1", "no_such_name", "1x"] },
    json: (value) => value,
    print: (value) => statement(`${value}`),
    read: (words) => {
      const word = need(words, syntax);
      return word === undefined ? undefined : readNamedNumber(words, word, word.text, { list, least, most });
    },
  };
}

/** The DS field without the two bits of ECN behind it (RFC 3168 §5), for which the kernel takes no routes and rules. */
export const dsfield: Type<number> = corrected(
  namedNumber("rt_dsfield", 0, 255),
  "value-adjusted",
  (value) => value & ~ECN,
  "has the bits of ECN, by which nothing can be routed: they are left out",
);

const ECN = 3;

type Range = { readonly list: NameList; readonly least: number; readonly most: number };

/** The text, which is (a part of) the word. */
function readNamedNumber(words: Words, word: Word, text: string, { list, least, most }: Range): number | undefined {
  const { names } = words.reader;
  const value = anyBase(text) ?? names.numberOf(list, text);
  if (value === undefined && /^[^-+\d]/.test(text)) return refuseName(words, word, text, list);
  if (value !== undefined && value >= least && value <= most) return value;
  return refuseValue(words, word, `<${least}..${most}>`);
}

function refuseName(words: Words, { place }: Word, text: string, list: NameList): undefined {
  const { names } = words.reader;
  const cure = suggest(text, names.namesIn(list), `add it to ${names.fileOf(list)}, or write the number`);
  return refuse(words, "name-unknown", place, `${quote(words.owner.text)}: ${list} has no name ${quote(text)}`, cure);
}

/** Kernel's realms of a route or rule: of the source and of the destination; 0 is none. */
export type Realms = { readonly from: number; readonly to: number };

export const realms: Type<Realms> = {
  syntax: "[<realm>/]<realm>",
  schema: { type: "object", properties: { from: { type: "integer" }, to: { type: "integer" } } },
  examples: { good: ["1", "1/255", "cosmos/0x5"], bad: ["", "256", "1/", "/2", "1/2/3", "no_such_realm"] },
  json: (value) => value,
  print: ({ from, to }) => statement(from === 0 ? `${to}` : `${from}/${to}`),
  read: (words) => {
    const word = need(words, realms.syntax);
    if (word === undefined) return undefined;
    const numbers: number[] = [];
    for (const part of word.text.split("/")) {
      const number = readNamedNumber(words, word, part, REALMS);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    const [first = 0, second, ...more] = numbers;
    if (more.length === 0) return second === undefined ? { from: 0, to: first } : { from: first, to: second };
    return refuseValue(words, word, realms.syntax);
  },
};

const REALMS: Range = { list: "rt_realms", least: 0, most: 255 };
