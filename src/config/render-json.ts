import type { Json } from "./json.ts";
import { globalDefs } from "./keywords/global.ts";
import { root } from "./keywords/root.ts";
import { type RootKeywords, rootKeywords } from "./keywords/root-keywords.ts";
import type { Reading } from "./read.ts";
import type { AnyTable, Around } from "./schema.ts";
import { valuesOf } from "./types/blocks.ts";

/**
 * The configuration as it was read: every keyword of every block that is there with its value in the unit that people write
 * it in, and where it is from: a place in a file, another keyword, or the default. `global_defs` is there in any case. The
 * schema is docs/keepalived-config.schema.json.
 */
export function configurationJson({ document, places, files }: Reading): Json {
  const given = document.global_defs?.given ?? {};
  const around: Around = new Map([["global_defs", { table: globalDefs, given }]]);
  const configuration: { [keyword: string]: Json } = {
    ...valuesOf<RootKeywords>(rootKeywords, document, places, around),
    global_defs: { values: valuesOf(globalDefs, {}, {}, around) },
  };
  const table: AnyTable = root;
  const values: { readonly [keyword: string]: unknown } = document;
  for (const [keyword, { type, absent, alias }] of Object.entries(table)) {
    const value = values[keyword] ?? absent;
    if (Object.hasOwn(rootKeywords, keyword)) continue;
    if (alias === undefined && value !== undefined && value !== null) configuration[keyword] = type.json(value, around);
  }
  return { files, configuration };
}
