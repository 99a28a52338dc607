import type { Feature } from "./features.ts";
import type { Json, Schema } from "./json.ts";
import type { Words } from "./reader.ts";
import type { Place } from "./source/place.ts";
import type { Word } from "./source/words.ts";

/** What a keyword takes: how it is written, how it is read, how it is shown. */
export type Type<Value> = {
  /** The arguments as the reference shows them: `<1..255>`; empty for a bare flag. */
  readonly syntax: string;
  /** Words that are right and words that are wrong, as they stand behind the keyword: for the tests and the reference. */
  readonly examples: { readonly good: readonly string[]; readonly bad: readonly string[] };
  /** Each further appearance adds to the value of the earlier ones, which `read` gets; otherwise the last one counts. */
  readonly repeats?: true;
  /** The keywords inside the braces, or the options of an item. */
  readonly table?: AnyTable;
  /** Between the braces stands one item on each line, and the table has the options behind it. */
  readonly ofItems?: true;
  /** Of what `json` makes of a value. */
  readonly schema: Schema;
  /** The value in the unit that people write it in; `around` are the blocks that a block inherits from. */
  json(value: Value, around?: Around): Json;
  /** The statements that give this value: what `read` makes of them is the value again. */
  print(value: Value): readonly Statement[];
  /** Takes its words and its block; nothing if they are wrong, which has been reported then. */
  read(words: Words, earlier: Value | undefined): Value | undefined;
};

/** What stands behind a keyword, and the lines of its block. */
export type Statement = { readonly words: string; readonly block?: readonly string[] };

/**
 * What a changed value costs at a reload: nothing, or taken over as it runs ("live"), or the addresses, routes and rules are
 * put in place anew while the role stays ("rehold"), or the instance, the script or the checker starts anew ("restart"), or
 * it needs a new start of the daemon, and the reload is refused ("refused").
 */
export type OnChange = "nothing" | "live" | "rehold" | "restart" | "refused";

/** One row of the keyword table. `Value` includes undefined if the keyword has no default. */
export type Keyword<Value> = {
  readonly type: Type<Value & {}>;
  readonly absent: Value;
  readonly onChange: OnChange;
  /** One sentence for the reference. */
  readonly doc: string;
  /** The part of the program that a given value needs; "configuration" needs none. */
  readonly feature: Feature;
  /** The default in words, where a constant does not say it. */
  readonly otherwise?: string;
  /**
   * Where a value that is not given comes from, in this order: `global_defs/vrrp_version`, `virtual_server/delay_loop`, or a
   * keyword of the same block without a slash. Each is looked up with its own inheritance and default.
   */
  readonly inherits?: readonly string[];
  /** keepalived complains of a second one in the same block. */
  readonly once?: true;
  /** Not a keyword of keepalived's. */
  readonly own?: true;
  /** Another spelling of this keyword of the same table. */
  readonly alias?: string;
  /** keepalived complains of it; the text says what to write instead. */
  readonly deprecated?: string;
  /** keepalived takes it without a word, though its own manual would have it gone; the text says what to write instead. */
  readonly outdated?: string;
};

export type Table<Values> = { readonly [Name in keyof Values]: Keyword<Values[Name]> };

export type AnyTable = { readonly [name: string]: Keyword<unknown> };

/** The values that a table of keywords yields: never written by hand. */
export type Infer<Rows> = { readonly [Name in keyof Rows]: Rows[Name] extends Keyword<infer Value> ? Value : never };

/** What a block of the file gives, before the defaults. */
export type Block<Values> = {
  /** The word behind the keyword; of a block without a name the keyword itself. */
  readonly name: Word;
  /** In the order in which the keywords stood last. */
  readonly given: Partial<Values>;
  /** Where each keyword stood last, also if its value was wrong and has been reported. */
  readonly places: { readonly [Name in keyof Values]?: Place };
};

export type AnyBlock = Block<{ readonly [name: string]: unknown }>;

/** Tells a block from the other values that a keyword can have. */
export function isBlock(value: unknown): value is AnyBlock {
  return typeof value === "object" && value !== null && "given" in value && "places" in value && "name" in value;
}

/** The blocks around a value, by the keyword that opens them. */
export type Around = ReadonlyMap<string, Enclosure>;

export type Enclosure = { readonly table: AnyTable; readonly given: { readonly [name: string]: unknown } };

type Row<Value> = Omit<Keyword<Value>, "absent" | "type" | "feature"> & {
  readonly type: Type<Value>;
  readonly feature?: Feature;
};

/** Without a feature of its own a row needs that of `needing` around it, else "vrrp". */
export function keyword<Value extends {}>(row: Row<Value> & { readonly default: NoInfer<Value> }): Keyword<Value>;
export function keyword<Value extends {}>(row: Row<Value>): Keyword<Value | undefined>;
export function keyword<Value extends {}>(
  row: Row<Value> & { readonly default?: NoInfer<Value> },
): Keyword<Value | undefined> {
  const { default: absent, feature = "vrrp", ...rest } = row;
  return { ...rest, feature, absent };
}

/** The rows with a feature that all of them need. */
export function needing<Rows extends AnyTable>(feature: Feature, rows: Rows): Rows {
  const entries = Object.entries(rows).map(([name, row]) => [name, { ...row, feature }] as const);
  return { ...rows, ...Object.fromEntries(entries) };
}

/** The values of a block with the defaults of its table filled in. */
export function complete<Values>(table: Table<Values>, given: Partial<Values>): Values {
  return { ...defaultsOf(table), ...given };
}

/** Whether the word names a row of the table. */
export function isKeyword<Values>(table: Table<Values>, word: string): word is keyof Values & string {
  return Object.hasOwn(table, word);
}

/** Made once for each table: there may be ten thousand blocks. */
function defaultsOf<Values>(table: Table<Values>): Values {
  const known = allDefaults.get(table);
  if (known !== undefined && areOf(known, table)) return known.values;
  const values: Partial<Values> = {};
  for (const name in table) values[name] = table[name].absent;
  if (!isComplete(table, values)) throw new Error("a row of the keyword table was not filled in");
  allDefaults.set(table, { table, values });
  return values;
}

type Defaults<Values> = { readonly table: Table<Values>; readonly values: Values };

const allDefaults = new WeakMap<object, { readonly table: object; readonly values: unknown }>();

function areOf<Values>(known: { readonly table: object }, table: Table<Values>): known is Defaults<Values> {
  return known.table === table;
}

function isComplete<Values>(table: Table<Values>, values: object): values is Values & object {
  for (const name in table) if (!(name in values)) return false;
  return true;
}
