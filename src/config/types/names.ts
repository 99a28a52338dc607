import type { JsonObject } from "../json.ts";
import { need, readItems, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import { locate } from "../source/place.ts";
import type { Word } from "../source/words.ts";
import type { Placed } from "./blocks.ts";
import { quoteWord } from "./spelling.ts";
import { readInterfaceName } from "./text.ts";

/** A word of a list, and where it stands. */
export type Name = Placed & { readonly name: string };

/** What the words of a list are. */
export type Naming = {
  readonly what: string;
  readonly bad: readonly string[];
  /** The name that a word is; nothing if it is wrong, which has been reported then. */
  read(words: Words, word: Word): string | undefined;
};

export const interfaceNaming: Naming = {
  what: "interface",
  bad: ["an_interface_too_long", "eth/0"],
  read: readInterfaceName,
};

/** Any words will do. */
export function naming(what: string): Naming {
  return { what, bad: [], read: (_, { text }) => text };
}

/** Words between braces, one or many on each line: grammar, section 3. */
export function nameList({ what, bad, read }: Naming): Type<readonly Name[]> {
  return {
    syntax: `{ <${what}> … }`,
    schema: {
      type: "array",
      items: { type: "object", properties: { name: { type: "string" }, place: { $ref: "#/$defs/place" } } },
    },
    examples: {
      good: ["{ }", "{ one two }", '{\none "two"\nthree\n}'],
      bad: ["", ...bad.map((word) => `{ ${word} }`)],
    },
    json: (names) => names.map(jsonOfName),
    print: (names) => [{ words: "", block: names.map(({ name }) => quoteWord(name)) }],
    read: (words) => readNames(words, read),
  };
}

/** The same, of which each further one adds to those before it. */
export function nameLists(naming: Naming): Type<readonly Name[]> {
  return {
    ...nameList(naming),
    repeats: true,
    read: (words, earlier = []) => {
      const names = readNames(words, naming.read);
      return names === undefined ? undefined : [...earlier, ...names];
    },
  };
}

/** One word behind the keyword; each further keyword adds one. */
export function namesOneByOne(naming: Naming): Type<readonly Name[]> {
  const { what, bad, read } = naming;
  return {
    ...nameLists(naming),
    syntax: `<${what}>`,
    examples: { good: ["one", '"one"'], bad: ["", ...bad] },
    print: (names) => names.map(({ name }) => ({ words: quoteWord(name) })),
    read: (words, earlier = []) => {
      const word = need(words, `<${what}>`);
      const name = word === undefined ? undefined : read(words, word);
      return word === undefined || name === undefined ? undefined : [...earlier, { name, place: word.place }];
    },
  };
}

/** Nothing if there is no block, or if all of its words are wrong. */
function readNames(words: Words, readName: Naming["read"]): readonly Name[] | undefined {
  const names: Name[] = [];
  const { tokens, position } = words.reader;
  let wrong = tokens.kindAt(position) !== "open";
  for (const line of readItems(words)) {
    for (let word: Word | undefined = line.owner; word !== undefined; word = take(line)) {
      const name = readName(line, word);
      if (name === undefined) wrong = true;
      else names.push({ name, place: word.place });
    }
  }
  return names.length === 0 && wrong ? undefined : names;
}

function jsonOfName({ name, place }: Name): JsonObject {
  return { name, place: { ...locate(place) } };
}
