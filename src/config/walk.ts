import { root } from "./keywords/root.ts";
import { type AnyTable, isBlock, type Keyword } from "./schema.ts";
import type { Place } from "./source/place.ts";

/** A keyword with its value, anywhere in a document. */
export type Found = {
  /** The keywords from the root down to this one. */
  readonly path: readonly string[];
  readonly row: Keyword<unknown>;
  readonly value: NonNullable<unknown>;
  readonly place: Place;
  /** The values beside this one. */
  readonly beside: Values;
};

type Values = { readonly [name: string]: unknown };

/**
 * Visits the keywords that are given and wanted, those of blocks and the options of items too, in the order of the text.
 * What a row says must be enough to know whether it is wanted: blocks without wanted rows are passed over.
 */
export function walk({ given, places }: Contents, isWanted: Wanted, visit: (found: Found) => void): void {
  const plan = planOf(root, isWanted, new Map());
  walkValues({ given: { ...given }, places: places ?? {}, otherwise: undefined }, plan, [], visit);
}

/** A document. Without places those keywords outside the blocks that have a plain value are passed over. */
type Contents = { readonly given: object; readonly places?: { readonly [name: string]: Place | undefined } };

type Wanted = (row: Keyword<unknown>) => boolean;

/** The rows of a table that matter. */
type Plan = ReadonlyMap<string, Stage>;
type Stage = { readonly row: Keyword<unknown>; readonly wanted: boolean; readonly below: Plan };

function planOf(table: AnyTable, isWanted: Wanted, known: Map<AnyTable, Plan>): Plan {
  const made = known.get(table);
  if (made !== undefined) return made;
  const plan = new Map<string, Stage>();
  known.set(table, plan);
  for (const [name, row] of Object.entries(table)) {
    const below = row.type.table === undefined ? NOTHING : planOf(row.type.table, isWanted, known);
    const wanted = isWanted(row);
    if (wanted || below.size > 0) plan.set(name, { row, wanted, below });
  }
  return plan;
}

const NOTHING: Plan = new Map();

type Level = {
  readonly given: Values;
  readonly places: { readonly [name: string]: Place | undefined };
  /** Where a value is that has no place of its own. */
  readonly otherwise: Place | undefined;
};

function walkValues(level: Level, plan: Plan, path: readonly string[], visit: (found: Found) => void): void {
  const { given, places, otherwise } = level;
  for (const name in given) {
    const stage = plan.get(name);
    const value = given[name];
    if (stage === undefined || value === undefined || value === null) continue;
    const place = places[name] ?? otherwise ?? placeOfFirst(value);
    if (place === undefined) continue;
    const here = [...path, name];
    if (stage.wanted) visit({ path: here, row: stage.row, value, place, beside: given });
    if (stage.below.size > 0) walkParts(value, stage.below, here, visit);
  }
}

function walkParts(value: NonNullable<unknown>, plan: Plan, path: readonly string[], visit: (found: Found) => void) {
  for (const part of partsOf(value)) {
    if (isBlock(part))
      walkValues({ given: part.given, places: part.places, otherwise: part.name.place }, plan, path, visit);
    else if (isItem(part)) walkValues({ given: part, places: {}, otherwise: part.place }, plan, path, visit);
  }
}

/** The blocks and items of a value, if it consists of such. */
export function partsOf(value: NonNullable<unknown>): Iterable<unknown> {
  if (value instanceof Map) return value.values();
  return Array.isArray(value) ? value : [value];
}

function placeOfFirst(value: NonNullable<unknown>): Place | undefined {
  const [first] = partsOf(value);
  if (isBlock(first)) return first.name.place;
  return isItem(first) ? first.place : undefined;
}

function isItem(value: unknown): value is Values & { readonly place: Place } {
  return typeof value === "object" && value !== null && "place" in value;
}
