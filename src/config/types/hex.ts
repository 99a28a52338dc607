import { quote } from "../problem.ts";
import { need, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import { statement } from "./statement.ts";

/** Octets in hexadecimal, two digits each; blanks may part them, and a single digit before a blank is an octet of its own. */
export const octets: Type<string> = {
  syntax: "<hexadecimal octets>",
  schema: { type: "string" },
  examples: { good: ["0102ff", "01 02 FF", '"ab12f 3"', "1"], bad: ["", "0g", "x", '""'] },
  json: (value) => value,
  print: statement,
  read: (words) => readOctets(words, /^[0-9a-fA-F]+$/),
};

/** The same with X for a digit that may be any. Nothing at all asks for any answer. */
export const pattern: Type<string> = {
  syntax: "[<hexadecimal octets, X for any digit>]",
  schema: { anyOf: [{ type: "string" }, { const: true }] },
  examples: { good: ["", "01", "0X xx", '"01 XX ff"'], bad: ["0g", '""'] },
  json: (value) => (value === "" ? true : value),
  print: statement,
  read: (words) => (words.rest.text.trim() === "" ? "" : readOctets(words, /^[0-9a-fA-FxX]+$/)),
};

function readOctets(words: Words, form: RegExp): string | undefined {
  let digits = "";
  for (let word = need(words, octets.syntax); word !== undefined; word = take(words)) {
    const groups = word.text.trim().split(/\s+/);
    const wrong = groups.find((group) => !form.test(group));
    if (wrong !== undefined) return refuse(words, "value-wrong", word.place, `${quote(wrong)} is not hexadecimal`);
    digits += groups.map(evenly).join("");
  }
  return digits === "" ? undefined : digits;
}

/** In pairs; the last digit of an odd number is an octet of its own. */
function evenly(group: string): string {
  const text = group.toLowerCase().replaceAll("x", "X");
  return text.length % 2 === 0 ? text : `${text.slice(0, -1)}0${text.slice(-1)}`;
}
