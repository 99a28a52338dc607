import { lineOf, quote } from "./problem.ts";
import { need, peek, readBlock, readItems, refuse, type Words } from "./reader.ts";
import type { AnyTable, Block, Table, Type } from "./schema.ts";
import type { Word } from "./words.ts";

/** Keywords between braces. A second such block adds to the first. */
export function block<Values>(table: Table<Values>): Type<Block<Values>> {
  return {
    syntax: "{ … }",
    examples: { good: ["{ }", "{\n}"], bad: ["", "{"] },
    repeats: true,
    table,
    read: (words, earlier) => readBlock(words, table, earlier ?? { name: words.owner, given: {}, places: {} }),
  };
}

/** Keywords between braces behind a name; each name once. */
export function namedBlocks<Values>(table: Table<Values>): Type<readonly Block<Values>[]> {
  return {
    syntax: "<name> { … }",
    examples: { good: [], bad: ["{ }", "A", "A B { }", '"" { }'] },
    repeats: true,
    table,
    read: (words, earlier = []) => {
      const name = needName(words);
      const extra = peek(words);
      if (name !== undefined && extra !== undefined) {
        refuse(words, extra.place, `${quote(words.owner.text)} takes one name`, "if it has blanks, quote it");
      }
      const found = readBlock(words, table, { name: name ?? words.owner, given: {}, places: {} });
      if (name === undefined || found === undefined || extra !== undefined) return undefined;
      const twin = earlier.find((other) => other.name.text === name.text);
      if (twin === undefined) return [...earlier, found];
      const what = quote(`${words.owner.text} ${name.text}`);
      return refuse(words, name.place, `${what} again, after ${lineOf(twin.name.place, name.place)}`, "rename one");
    },
  };
}

function needName(words: Words): Word | undefined {
  const name = need(words, "<name>");
  return name?.text === "" ? refuse(words, name.place, "a name cannot be empty") : name;
}

/** Lines between braces, each of which is one item with its options. Further blocks add items. */
export function items<Item>(
  syntax: string,
  examples: Type<Item>["examples"],
  table: AnyTable,
  read: (words: Words) => Item | undefined,
): Type<readonly Item[]> {
  return {
    syntax: `{ ${syntax} … }`,
    examples: {
      good: ["{ }", ...examples.good.map((line) => `{\n${line}\n}`)],
      bad: ["", ...examples.bad.map((line) => `{\n${line}\n}`)],
    },
    repeats: true,
    table,
    read: (words, earlier = []) => {
      const found = [...earlier];
      let wrong = 0;
      for (const line of readItems(words)) {
        const item = read(line);
        if (item === undefined) wrong++;
        else found.push(item);
      }
      return found.length === 0 && wrong > 0 ? undefined : found;
    },
  };
}
