import { quote } from "../../problem.ts";
import { need, refuse, take, type Words } from "../../reader.ts";
import type { Type } from "../../schema.ts";
import type { Word } from "../../source/words.ts";
import { statement } from "../../types/statement.ts";
import { refuseChoice } from "../../types/text.ts";

/** As in `chmod`, without the S_ of C. */
const bits = {
  IRUSR: 0o400,
  IWUSR: 0o200,
  IXUSR: 0o100,
  IRGRP: 0o040,
  IWGRP: 0o020,
  IXGRP: 0o010,
  IROTH: 0o004,
  IWOTH: 0o002,
  IXOTH: 0o001,
} as const;

/** The bits that new files and folders do not get: a number as C writes it, or names of bits with `|` between them. */
export const umask: Type<number> = {
  syntax: "<octal number>|<name of a bit>[|<name of a bit>…]",
  schema: { type: "string" },
  examples: {
    good: ["022", "0", "0777", "18", "0x1f", "IRUSR|IWUSR", "IRGRP | IWOTH", "IXUSR"],
    bad: ["", "777", "01000", "0x1g", "08", "IRSUR", "IRUSR|", "|IRUSR", "IRUSR|022", "IRUSR IWUSR"],
  },
  json: octal,
  print: (value) => statement(octal(value)),
  read: (words) => {
    const first = need(words, umask.syntax);
    if (first === undefined) return undefined;
    return /^\d/.test(first.text) ? readNumber(words, first) : readBits(words, first);
  },
};

function octal(value: number): string {
  return `0${value.toString(8)}`;
}

/** As strtol(3) with base 0. */
function readNumber(words: Words, word: Word): number | undefined {
  const text = word.text.replace(/^0(?=[0-7]+$)/, "0o");
  const value = /^(0o[0-7]+|0x[0-9a-f]+|0|[1-9]\d*)$/i.test(text) ? Number(text) : Number.NaN;
  if (value <= 0o777) return value;
  const cure = "octal numbers begin with 0, as 022, and end at 0777";
  return refuse(words, "value-wrong", word.place, `${quote(word.text)} is no umask`, cure);
}

function readBits(words: Words, first: Word): number | undefined {
  let [text, last] = [first.text, first];
  for (let word = take(words); word !== undefined; word = take(words)) {
    // A blank between two names does not join them.
    text += /\|$/.test(text) || word.text.startsWith("|") ? word.text : ` ${word.text}`;
    last = word;
  }
  let value = 0;
  for (const name of text.split("|")) {
    if (!isBit(name)) return refuseChoice(words, { text: name, place: last.place }, Object.keys(bits));
    value |= bits[name];
  }
  return value;
}

function isBit(name: string): name is keyof typeof bits {
  return Object.hasOwn(bits, name);
}
