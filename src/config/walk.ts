import { root } from "./keywords/root.ts";
import type { AnyTable, Block, Keyword } from "./schema.ts";
import type { Place } from "./source/place.ts";

/** A keyword with its value, anywhere in a document. */
export type Found = {
  /** The keywords from the root down to this one. */
  readonly path: readonly string[];
  readonly row: Keyword<unknown>;
  readonly value: NonNullable<unknown>;
  readonly place: Place;
  /** The values beside this one. */
  readonly beside: ReadonlyMap<string, unknown>;
};

/** Every keyword that is given and what is in its block, in the order of the text; options of items too. */
export function* walk(document: object): Generator<Found> {
  yield* walkValues(root, new Map(Object.entries(document)), {}, [], undefined);
}

type AnyBlock = Pick<Block<{ readonly [name: string]: unknown }>, "given" | "places" | "name">;

function* walkValues(
  table: AnyTable,
  given: ReadonlyMap<string, unknown>,
  places: { readonly [name: string]: Place | undefined },
  path: readonly string[],
  otherwise: Place | undefined,
): Generator<Found> {
  for (const [name, value] of given) {
    const row = table[name];
    if (row === undefined || value === undefined || value === null) continue;
    const [inner] = blocksIn(value);
    const place = places[name] ?? otherwise ?? inner?.name.place;
    if (place === undefined) continue;
    const here = [...path, name];
    yield { path: here, row, value, place, beside: given };
    const { table: below } = row.type;
    if (below === undefined) continue;
    for (const block of blocksIn(value)) {
      yield* walkValues(below, new Map(Object.entries(block.given)), block.places, here, block.name.place);
    }
    for (const item of itemsIn(value)) yield* walkValues(below, new Map(Object.entries(item)), {}, here, item.place);
  }
}

function blocksIn(value: NonNullable<unknown>): readonly AnyBlock[] {
  const all = value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [value];
  return all.filter(isBlock);
}

function itemsIn(value: NonNullable<unknown>): readonly { readonly place: Place }[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function isBlock(value: unknown): value is AnyBlock {
  return typeof value === "object" && value !== null && "given" in value && "places" in value && "name" in value;
}

function isItem(value: unknown): value is { readonly place: Place } {
  return typeof value === "object" && value !== null && "place" in value && !isBlock(value);
}
