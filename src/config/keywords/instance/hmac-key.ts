import type { Json } from "../../json.ts";
import { quote } from "../../problem.ts";
import { need, refuse, type Words } from "../../reader.ts";
import type { Statement, Type } from "../../schema.ts";
import type { Place } from "../../source/place.ts";
import type { Word } from "../../source/words.ts";
import { readNumber } from "../../types/numbers.ts";
import { quoteWord } from "../../types/spelling.ts";

/** A key as it is written: the secret itself, or the file that holds it. */
export type HmacKey = {
  readonly id: number;
  readonly place: Place;
  readonly source: "text" | "hex" | "file";
  readonly value: string;
};

const LEAST_BYTES = 32;
const MOST_BYTES = 64;
const SYNTAX = "<1..255> <32 to 64 characters>|hex:<digits>|file:<path>";

/** One key on each line; the same id again replaces nothing and is refused. */
export const hmacKeys: Type<readonly HmacKey[]> = {
  syntax: SYNTAX,
  repeats: true,
  schema: {
    type: "array",
    items: {
      type: "object",
      properties: { id: { type: "integer" }, source: { type: "string" }, file: { type: "string" } },
    },
  },
  examples: {
    good: [`1 ${"k".repeat(32)}`, `255 hex:${"0f".repeat(64)}`, "7 file:/etc/keepalived/key"],
    bad: [
      "",
      "1",
      "0 x",
      `1 ${"k".repeat(31)}`,
      `1 ${"k".repeat(65)}`,
      `1 hex:${"0g".repeat(32)}`,
      "1 hex:00",
      "1 file:",
    ],
  },
  // The secrets themselves are nobody's business but the daemon's.
  json: (keys) =>
    keys.map(({ id, source, value }): Json => (source === "file" ? { id, source, file: value } : { id, source })),
  print: (keys) => keys.map(printKey),
  read: (words, earlier = []) => {
    const number = readNumber(words, /^\d+$/, 1, 255, SYNTAX);
    const secret = number === undefined ? undefined : need(words, SYNTAX);
    if (number === undefined || secret === undefined) return undefined;
    if (earlier.some(({ id }) => id === number.value)) {
      return refuse(
        words,
        "value-contradicted",
        number.word.place,
        `there is a key ${number.value} already`,
        "number them",
      );
    }
    const key = readKey(words, secret);
    return key === undefined ? undefined : [...earlier, { id: number.value, place: number.word.place, ...key }];
  },
};

function printKey({ id, source, value }: HmacKey): Statement {
  return { words: `${id} ${quoteWord(source === "text" ? value : `${source}:${value}`)}` };
}

function readKey(words: Words, { text, place }: Word): Pick<HmacKey, "source" | "value"> | undefined {
  if (text.startsWith("file:")) {
    if (text.length > 5) return { source: "file", value: text.slice(5) };
    return refuse(words, "value-wrong", place, `${quote("file:")} needs the path of a file`);
  }
  if (text.startsWith("hex:")) {
    const digits = text.slice(4);
    if (!/^([0-9A-Fa-f]{2})*$/.test(digits)) {
      return refuse(words, "value-wrong", place, "the key has other characters than pairs of hexadecimal digits");
    }
    return isLongEnough(words, place, digits.length / 2) ? { source: "hex", value: digits } : undefined;
  }
  return isLongEnough(words, place, text.length) ? { source: "text", value: text } : undefined;
}

function isLongEnough(words: Words, place: Place, bytes: number): boolean {
  if (bytes >= LEAST_BYTES && bytes <= MOST_BYTES) return true;
  const message = `a key has ${LEAST_BYTES} to ${MOST_BYTES} bytes, this one has ${bytes}`;
  refuse(words, "value-wrong", place, message, "openssl rand -hex 32 makes one, to be written behind hex:");
  return false;
}
