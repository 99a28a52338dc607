import type { Type } from "../schema.ts";
import { statement } from "./statement.ts";

/** The type, or the bare keyword, which means what no value of the type says. */
export function orBare<Value, Bare extends string>(type: Type<Value>, bare: Bare): Type<Value | Bare> {
  const isBare = (value: Value | Bare): value is Bare => value === bare;
  return {
    syntax: `[${type.syntax}]`,
    schema: { anyOf: [type.schema, { const: bare }] },
    examples: { good: ["", ...type.examples.good], bad: type.examples.bad.filter((words) => words !== "") },
    json: (value) => (isBare(value) ? value : type.json(value)),
    print: (value) => (isBare(value) ? statement("") : type.print(value)),
    read: (words) => (words.rest.text.trim() === "" ? bare : type.read(words, undefined)),
  };
}
