import type { Json, JsonObject, Schema } from "../json.ts";
import { peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import { refuseChoice } from "./text.ts";

/** What may stand behind each of several words of a line. */
export type PairTypes<Values> = { readonly [Name in keyof Values]-?: Type<Values[Name] & {}> };

/** Pairs of a word and its value in any order, to the end of the line; nothing if one of them is wrong. */
export function readPairs<Values>(words: Words, types: PairTypes<Values>): Partial<Values> | undefined {
  const values: Partial<Values> = {};
  for (let word = take(words); word !== undefined; word = take(words)) {
    const { text, place } = word;
    if (!isName(types, text)) return refuseChoice(words, word, Object.keys(types));
    if (values[text] !== undefined) {
      return refuse(words, "value-contradicted", place, `\`${text}\` is given twice`, "leave one out");
    }
    const pair: Words = { owner: word, rest: words.rest, reader: words.reader };
    if (!readPair(pair, types, values, text)) return undefined;
    words.rest = pair.rest;
  }
  return values;
}

/** Whether the next word begins such a pair. */
export function beginsPair<Values>(words: Words, types: PairTypes<Values>): boolean {
  return isName(types, peek(words)?.text ?? "");
}

export function printPairs<Values>(values: Partial<Values>, types: PairTypes<Values>): string {
  const pairs: string[] = [];
  for (const name in types) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    pairs.push(...types[name].print(value).map(({ words }) => `${name} ${words}`));
  }
  return pairs.join(" ");
}

export function jsonOfPairs<Values>(values: Partial<Values>, types: PairTypes<Values>): JsonObject {
  const json: { [name: string]: Json } = {};
  for (const name in types) {
    const value = values[name];
    if (value !== undefined && value !== null) json[name] = types[name].json(value);
  }
  return json;
}

export function schemaOfPairs<Values>(types: PairTypes<Values>): { readonly [name: string]: Schema } {
  const schemas: { [name: string]: Schema } = {};
  for (const name in types) schemas[name] = types[name].schema;
  return schemas;
}

function isName<Values>(types: PairTypes<Values>, text: string): text is keyof Values & string {
  return Object.hasOwn(types, text);
}

function readPair<Values, Name extends keyof Values>(
  words: Words,
  types: PairTypes<Values>,
  values: Partial<Values>,
  name: Name,
): boolean {
  const value = types[name].read(words, undefined);
  if (value === undefined) return false;
  values[name] = value;
  return true;
}
