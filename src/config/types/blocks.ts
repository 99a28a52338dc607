import { effectiveValue, OWN } from "../effective.ts";
import type { Json, JsonObject, Schema } from "../json.ts";
import { quote } from "../problem.ts";
import { need, peek, readBlock, readItems, refuse, type Words } from "../reader.ts";
import type { AnyTable, Around, Block, Enclosure, Keyword, Statement, Table, Type } from "../schema.ts";
import { lineOf, locate, type Place } from "../source/place.ts";
import type { Word } from "../source/words.ts";
import { quoteWord } from "./spelling.ts";

/** Keywords between braces. A second such block adds to the first. */
export function block<Values>(table: Table<Values>): Type<Block<Values>> {
  return {
    syntax: "{ … }",
    examples: { good: ["{ }", "{\n}"], bad: ["", "{"] },
    repeats: true,
    table,
    schema: schemaOf(table),
    json: (value, around) => jsonOf(table, value, around),
    print: ({ given }) => [{ words: "", block: printKeywords(table, given) }],
    read: (words, earlier) => readBlock(words, table, earlier ?? { name: words.owner, given: {}, places: {} }),
  };
}

/** Keywords between braces without a name; each such block is one of its own. Blocks inside inherit from it as `as`. */
export function blocks<Values>(table: Table<Values>, as = OWN): Type<Block<Values>[]> {
  const one = block(table);
  return {
    ...one,
    schema: { type: "array", items: one.schema },
    json: (value, around) => value.map((each) => jsonOf(table, each, around, as)),
    print: (value) => value.flatMap(one.print),
    read: (words, earlier = []) => {
      const found = one.read(words, undefined);
      if (found === undefined) return undefined;
      // There may be ten thousand: a new list for each would take time with their square.
      earlier.push(found);
      return earlier;
    },
  };
}

/** Keywords between braces, of which a file has only one: what a second one gives replaces the first. */
export function singleBlock<Values>(table: Table<Values>): Type<Block<Values>> {
  const { repeats, ...one } = block(table);
  return { ...one, read: (words) => one.read(words, undefined) };
}

/**
 * Keywords between braces behind a name; each name once. In the order of the file, by name. Further words are refused where
 * keepalived skips the block because of them, and ignored where it ignores them.
 */
export function namedBlocks<Values>(
  table: Table<Values>,
  further: "refused" | "ignored" = "ignored",
): Type<Map<string, Block<Values>>> {
  return {
    syntax: "<name> { … }",
    examples: { good: [], bad: ["{ }", "A", '"" { }', ...(further === "refused" ? ["A B { }"] : [])] },
    repeats: true,
    table,
    schema: { type: "object", additionalProperties: schemaOf(table) },
    json: (blocks, around) =>
      Object.fromEntries(Array.from(blocks, ([name, one]) => [name, jsonOf(table, one, around)])),
    print: (blocks) =>
      Array.from(blocks, ([name, { given }]) => ({ words: quoteWord(name), block: printKeywords(table, given) })),
    read: (words, earlier = new Map()) => {
      const found = readNamed(words, table, further);
      if (found === undefined) return undefined;
      const { text, place } = found.name;
      const twin = earlier.get(text);
      if (twin === undefined) return earlier.set(text, found);
      const what = quote(`${words.owner.text} ${text}`);
      return refuse(words, "name-taken", place, `${what} again, after ${lineOf(twin.name.place, place)}`, "rename one");
    },
  };
}

/** Lines between braces, each of which is one item with its options. Further blocks add items. */
export function items<Item extends Placed>(parts: {
  readonly syntax: string;
  readonly examples: Type<Item>["examples"];
  /** The options; absent if there are none. */
  readonly table?: AnyTable;
  readonly schema: Schema;
  /** Without `place`, which is added. */
  json(item: Item): JsonObject;
  print(item: Item): string;
  read(words: Words): Item | undefined;
}): Type<readonly Item[]> {
  const { syntax, examples, table, schema, json, print, read } = parts;
  const type: Type<Item[]> = {
    syntax: `{ ${syntax} … }`,
    examples: {
      good: ["{ }", ...examples.good.map((line) => `{\n${line}\n}`)],
      bad: ["", ...examples.bad.map((line) => `{\n${line}\n}`)],
    },
    ofItems: true,
    repeats: true,
    ...(table === undefined ? {} : { table }),
    schema: {
      type: "array",
      items: { ...schema, properties: { ...schema.properties, place: { $ref: "#/$defs/place" } } },
    },
    json: (value) => value.map((item) => ({ ...json(item), place: { ...locate(item.place) } })),
    print: (value) => [{ words: "", block: value.map(print) }],
    read: (words, found = []) => {
      let wrong = 0;
      for (const line of readItems(words)) {
        const item = read(line);
        if (item === undefined) wrong++;
        else found.push(item);
      }
      return found.length === 0 && wrong > 0 ? undefined : found;
    },
  };
  return type;
}

/** Something that remembers where it is written. */
export type Placed = { readonly place: Place };

/** A block behind a name, whatever other blocks there are. */
function readNamed<Values>(
  words: Words,
  table: Table<Values>,
  further: "refused" | "ignored",
): Block<Values> | undefined {
  const name = needName(words);
  const extra = further === "refused" ? peek(words) : undefined;
  if (name !== undefined && extra !== undefined) {
    refuse(words, "name-wrong", extra.place, `${quote(words.owner.text)} takes one name`, "if it has blanks, quote it");
  }
  const found = readBlock(words, table, { name: name ?? words.owner, given: {}, places: {} });
  return name === undefined || extra !== undefined ? undefined : found;
}

/** The word before a block; without one, or if it is empty, that is reported. */
export function needName(words: Words): Word | undefined {
  const name = need(words, "<name>");
  return name?.text === "" ? refuse(words, "name-wrong", name.place, "a name cannot be empty") : name;
}

/**
 * Each keyword of the table with its value and where it is from: its place in a file, another keyword, or the default.
 * Blocks inside this one inherit from it under the name `as`.
 */
export function jsonOf<Values>(
  table: Table<Values>,
  { name, given, places }: Block<Values>,
  around: Around = new Map(),
  as = OWN,
): JsonObject {
  return { place: { ...locate(name.place) }, values: valuesOf(table, given, places, around, as) };
}

/** What `jsonOf` says of the keywords of a block, which need not be in the file. */
export function valuesOf<Values>(
  table: Table<Values>,
  given: Partial<Values>,
  places: Block<Values>["places"],
  around: Around,
  as = OWN,
): JsonObject {
  const values: { [name: string]: Json } = {};
  const own: Enclosure = { table, given };
  const inside = new Map(around).set(as, own);
  for (const keyword in table) {
    if (table[keyword].alias !== undefined) continue;
    values[keyword] = entryOf(keyword, table[keyword], own, places[keyword], inside);
  }
  return values;
}

function entryOf(
  keyword: string,
  row: Keyword<unknown>,
  own: Enclosure,
  place: Place | undefined,
  around: Around,
): Json {
  const found = effectiveValue(keyword, own, around);
  if (found === undefined)
    return row.otherwise === undefined ? { value: null } : { value: null, otherwise: row.otherwise };
  const value = found.row.type.json(found.value, around);
  if (!found.given) return { value, from: found.from ?? "default" };
  return place === undefined ? { value } : { value, place: { ...locate(place) } };
}

/** Of what `jsonOf` makes. `$defs` has to have a `place` and an `entry`, which is what each keyword has beside its value. */
export function schemaOf<Values>(table: Table<Values>): Schema {
  const values: Schema = { type: "object", properties: propertiesOf(table), additionalProperties: false };
  return { type: "object", properties: { place: { $ref: "#/$defs/place" }, values }, required: ["values"] };
}

/** The schemas of what `valuesOf` makes. */
export function propertiesOf<Values>(table: Table<Values>): { readonly [name: string]: Schema } {
  const properties: { [name: string]: Schema } = {};
  for (const name in table) {
    const { type, doc, alias, absent } = table[name];
    if (alias !== undefined) continue;
    const byDefault = absent === undefined || absent === null ? [] : outside(type.schema, type.json(absent));
    const value: Schema = { anyOf: [type.schema, ...byDefault, { type: "null" }] };
    properties[name] = { description: doc, $ref: "#/$defs/entry", properties: { value } };
  }
  return properties;
}

/** A default may be a number that cannot be written: that there is no delay, where a delay has a least length. */
function outside({ minimum = -Infinity, maximum = Infinity }: Schema, value: Json): readonly Schema[] {
  return typeof value === "number" && (value < minimum || value > maximum) ? [{ const: value }] : [];
}

/** The statements of a block, each line without the indentation of the block around it. */
export function printKeywords<Values>(table: Table<Values>, given: Partial<Values>): readonly string[] {
  const lines: (readonly string[])[] = [];
  for (const name in given) {
    const value = given[name];
    if (value !== undefined && value !== null) lines.push(printKeyword(name, table[name].type.print(value)));
  }
  return lines.flat();
}

function printKeyword(name: string, statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ words, block }) => {
    const head = words === "" ? name : `${name} ${words}`;
    return block === undefined ? [head] : [`${head} {`, ...block.map((line) => `    ${line}`), "}"];
  });
}
