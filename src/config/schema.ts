import type { Place } from "./problem.ts";
import type { Words } from "./reader.ts";
import type { Word } from "./words.ts";

/** What a keyword takes: how it is written, and how it is read. */
export type Type<Value> = {
  /** The arguments as the reference shows them: `<1..255>`; empty for a bare flag. */
  readonly syntax: string;
  /** Words that are right and words that are wrong, as they stand behind the keyword: for the tests and the reference. */
  readonly examples: { readonly good: readonly string[]; readonly bad: readonly string[] };
  /** Each further appearance adds to the value of the earlier ones, which `read` gets; otherwise the last one counts. */
  readonly repeats?: true;
  /** The keywords inside the braces, or the options of an item. */
  readonly table?: AnyTable;
  /** A value as it is written; without this its plain text. */
  show?(value: Value): string;
  /** Takes its words and its block; nothing if they are wrong, which has been reported then. */
  read(words: Words, earlier: Value | undefined): Value | undefined;
};

/**
 * What a changed value means for an instance that runs through a reload: "live" is taken over as it runs, "restart" makes
 * it leave and start anew.
 */
type OnChange = "live" | "restart";

/** One row of the keyword table. `Value` includes undefined if the keyword has no default. */
export type Keyword<Value> = {
  readonly type: Type<Value & {}>;
  readonly absent: Value;
  readonly onChange: OnChange;
  /** One sentence for the reference. */
  readonly doc: string;
  /** The default in words, where a constant does not say it. */
  readonly otherwise?: string;
  /** Not a keyword of keepalived's. */
  readonly own?: true;
};

export type Table<Values> = { readonly [Name in keyof Values]: Keyword<Values[Name]> };

export type AnyTable = { readonly [name: string]: Keyword<unknown> };

/** The values that a table of keywords yields: never written by hand. */
export type Infer<Rows> = { readonly [Name in keyof Rows]: Rows[Name] extends Keyword<infer Value> ? Value : never };

/** What a block of the file gives, before the defaults. */
export type Block<Values> = {
  /** The word behind the keyword; of a block without a name the keyword itself. */
  readonly name: Word;
  readonly given: Partial<Values>;
  /** Where each keyword stood last, also if its value was wrong and has been reported. */
  readonly places: { readonly [Name in keyof Values]?: Place };
};

type Row<Value> = Omit<Keyword<Value>, "absent" | "type"> & { readonly type: Type<Value> };

export function keyword<Value extends {}>(row: Row<Value> & { readonly default: Value }): Keyword<Value>;
export function keyword<Value extends {}>(row: Row<Value>): Keyword<Value | undefined>;
export function keyword<Value extends {}>(row: Row<Value> & { readonly default?: Value }): Keyword<Value | undefined> {
  const { default: absent, ...rest } = row;
  return { ...rest, absent };
}

/** The values of a block with the defaults of its table filled in. */
export function complete<Values>(table: Table<Values>, given: Partial<Values>): Values {
  const values: Partial<Values> = {};
  for (const name in table) fill(table, values, given, name);
  if (!isComplete(table, values)) throw new Error("a row of the keyword table was not filled in");
  return values;
}

/** Whether the word names a row of the table. */
export function isKeyword<Values>(table: Table<Values>, word: string): word is keyof Values & string {
  return Object.hasOwn(table, word);
}

function fill<Values, Name extends keyof Values>(
  table: Table<Values>,
  values: Partial<Values>,
  given: Partial<Values>,
  name: Name,
): void {
  const value = given[name];
  values[name] = value === undefined ? table[name].absent : value;
}

function isComplete<Values>(table: Table<Values>, values: Partial<Values>): values is Partial<Values> & Values {
  return Object.keys(table).every((name) => name in values);
}
