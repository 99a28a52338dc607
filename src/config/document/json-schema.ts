import type { Json, Schema } from "../json.ts";
import { root } from "../keywords/root.ts";
import { rootKeywords } from "../keywords/root-keywords.ts";
import type { AnyTable } from "../schema.ts";
import { propertiesOf } from "../types/blocks.ts";

/** The JSON Schema of what `keepalived config --json` prints: docs/keepalived-config.schema.json. */
export function renderJsonSchema(): string {
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "What keepalived config --json prints",
    description:
      "Each keyword has its value in the unit that it is written in, and where that is from. Made from src/config/keywords.",
  };
  return `${renderJson({ ...head, ...configurationSchema(), $defs: definitions })}\n`;
}

/** Each keyword of the root with the schema of its type, which may refer to the definitions. */
export function configurationSchema(): Schema {
  const table: AnyTable = root;
  const rows = Object.entries(table).filter(
    ([name, { alias }]) => alias === undefined && !Object.hasOwn(rootKeywords, name),
  );
  const properties = rows.map(([name, { doc, type }]) => [name, { description: doc, ...type.schema }] as const);
  return {
    type: "object",
    properties: {
      files: {
        description: "The files that were read, the main file first.",
        type: "array",
        items: { type: "string" },
      },
      configuration: {
        type: "object",
        properties: { ...propertiesOf(rootKeywords), ...Object.fromEntries(properties) },
        required: ["global_defs"],
        additionalProperties: false,
      },
    },
    required: ["files", "configuration"],
    additionalProperties: false,
  };
}

export const definitions: { readonly [name: string]: Schema } = {
  place: {
    description: "Where it is written; line and column count from 1.",
    type: "object",
    properties: {
      file: { type: "string" },
      line: { type: "integer", minimum: 1 },
      column: { type: "integer", minimum: 1 },
    },
    required: ["file", "line", "column"],
    additionalProperties: false,
  },
  /** What each keyword of a block is. */
  entry: {
    type: "object",
    properties: {
      value: { description: "null: there is none." },
      place: { $ref: "#/$defs/place" },
      from: { description: "default, or the keyword that the value is inherited from.", type: "string" },
      otherwise: { description: "What happens without a value, in words.", type: "string" },
    },
    required: ["value"],
    additionalProperties: false,
  },
};

/** What fits on a line stands on one, so that a keyword is a line of a difference. */
function renderJson(value: Json, indentation = "", head = ""): string {
  const line = JSON.stringify(value, undefined, 1).replace(/\n\s*/g, " ");
  if (value === null || typeof value !== "object" || indentation.length + head.length + line.length <= WIDTH)
    return line;
  const inner = `${indentation}  `;
  const [open, close, members] = Array.isArray(value)
    ? ["[", "]", value.map((item: Json) => renderJson(item, inner))]
    : ["{", "}", Object.entries(value).map(([name, item]) => renderMember(name, item, inner))];
  return `${open}\n${members.map((member) => `${inner}${member}`).join(",\n")}\n${indentation}${close}`;
}

function renderMember(name: string, value: Json, indentation: string): string {
  const head = `${JSON.stringify(name)}: `;
  return head + renderJson(value, indentation, head);
}

const WIDTH = 160;
