import type { JsonObject, Schema } from "../json.ts";
import { peek, readBlock, type Words } from "../reader.ts";
import type { Block, Statement, Table, Type } from "../schema.ts";
import { jsonOf, printKeywords, schemaOf } from "./blocks.ts";

/** What stands between a keyword and its block, where that is more than a name. */
export type HeadType<Head> = {
  readonly syntax: string;
  readonly examples: { readonly good: readonly string[]; readonly bad: readonly string[] };
  /** Of what `json` gives: it stands beside the place and the values of the block. */
  readonly properties: { readonly [name: string]: Schema };
  json(head: Head): JsonObject;
  print(head: Head): string;
  read(words: Words): Head | undefined;
};

/** A block with what stands before it. Its name is the head as it is printed. */
export type Headed<Head, Values> = Block<Values> & { readonly head: Head };

/**
 * Blocks behind heads, in the order of the file: two of them may have the same head. Blocks inside inherit from them
 * under the name `as`.
 */
export function headedBlocks<Head, Values>(
  head: HeadType<Head>,
  table: Table<Values>,
  as: string,
): Type<Headed<Head, Values>[]> {
  const { type, ...one } = schemaOf(table);
  return {
    syntax: `${head.syntax} { … }`,
    examples: {
      good: head.examples.good.map((words) => `${words} {\n}`),
      bad: [...head.examples.good.slice(0, 1), ...head.examples.bad.map((words) => `${words} {\n}`)],
    },
    repeats: true,
    table,
    schema: { type: "array", items: { type: "object", ...one, properties: { ...head.properties, ...one.properties } } },
    json: (blocks, around) => blocks.map((one) => ({ ...head.json(one.head), ...jsonOf(table, one, around, as) })),
    print: (blocks) => blocks.map((one) => printBlock(table, one, head.print(one.head))),
    read: (words, earlier = []) => {
      const { place } = peek(words) ?? words.owner;
      const found = head.read(words);
      const name = found === undefined ? words.owner : { text: head.print(found), place };
      const block = readBlock(words, table, { name, given: {}, places: {} });
      if (found === undefined || block === undefined) return undefined;
      earlier.push({ name: block.name, given: block.given, places: block.places, head: found });
      return earlier;
    },
  };
}

function printBlock<Values>(table: Table<Values>, { given }: Block<Values>, words: string): Statement {
  return { words, block: printKeywords(table, given) };
}
