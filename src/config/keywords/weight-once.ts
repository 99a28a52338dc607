import { refuse } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Weight } from "../types/weight.ts";

/** A weight, of which a second one is refused as keepalived refuses it: unless the first was what it is without any. */
export function weightOnce(type: Type<Weight>, absent: number): Type<Weight> {
  return {
    ...type,
    read: (words, earlier) => {
      const value = type.read(words, undefined);
      if (value === undefined || earlier === undefined || earlier.weight === absent) return value;
      const { place, text } = words.owner;
      return refuse(words, "keyword-twice", place, `\`${text}\` again: only one is possible`, "remove one of the two");
    },
  };
}
