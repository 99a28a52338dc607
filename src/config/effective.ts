import type { Around, Enclosure, Keyword } from "./schema.ts";

/** The block itself among those around it, for keywords that inherit from one beside them. */
export const OWN = "";

export type Effective = {
  /** Of the keyword that gives the value: another one where it is inherited. */
  readonly row: Keyword<unknown>;
  readonly value: NonNullable<unknown>;
  /** The keyword that it is inherited from; absent if it is given, or the default. */
  readonly from?: string;
  readonly given: boolean;
};

/** What a keyword of a block amounts to: what is given, else inherited, else the default; nothing without any of them. */
export function effectiveValue(keyword: string, { table, given }: Enclosure, around: Around): Effective | undefined {
  const row = table[keyword];
  if (row === undefined) return undefined;
  const own = given[keyword];
  if (own !== undefined && own !== null) return { row, value: own, given: true };
  for (const source of row.inherits ?? []) {
    const slash = source.lastIndexOf("/");
    const enclosure = slash < 0 ? { table, given } : around.get(source.slice(0, slash));
    const found = enclosure && effectiveValue(source.slice(slash + 1), enclosure, around);
    if (found !== undefined) return { ...found, from: source, given: false };
  }
  return row.absent === undefined || row.absent === null ? undefined : { row, value: row.absent, given: false };
}
