import type { Statement } from "../schema.ts";

/** One statement with these words and no block. */
export function statement(words: string): readonly Statement[] {
  return [{ words }];
}
