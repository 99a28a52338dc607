import type { JsonObject, Schema } from "../json.ts";
import type { AnyTable } from "../schema.ts";

/** The values of options by the names of their rows; what has no row is passed over. */
type Options = { readonly [name: string]: unknown };

/** The options as they are written behind the first words of an item, in the order of the table. */
export function printOptions(table: AnyTable, options: Options): readonly string[] {
  return rowsOf(table, options).flatMap(([name, { type }, value]) =>
    type.print(value).map(({ words }) => (words === "" ? name : `${name} ${words}`)),
  );
}

/** Each option that is given or has a default. */
export function jsonOfOptions(table: AnyTable, options: Options): JsonObject {
  const absent = Object.entries(table).map(([name, row]) => [name, row.absent] as const);
  const all = { ...Object.fromEntries(absent), ...options };
  return Object.fromEntries(rowsOf(table, all).map(([name, { type }, value]) => [name, type.json(value)]));
}

export function schemaOfOptions(table: AnyTable, more: { readonly [name: string]: Schema } = {}): Schema {
  const rows = Object.entries(table).filter(([, { alias }]) => alias === undefined);
  const properties = rows.map(([name, { type, doc }]) => [name, { ...type.schema, description: doc }] as const);
  return { type: "object", properties: { ...more, ...Object.fromEntries(properties) } };
}

function rowsOf(
  table: AnyTable,
  options: Options,
): readonly (readonly [string, AnyTable[string], NonNullable<unknown>])[] {
  return Object.entries(table).flatMap(([name, row]) => {
    const value = options[name];
    return value === undefined || value === null || row.alias !== undefined ? [] : [[name, row, value] as const];
  });
}
