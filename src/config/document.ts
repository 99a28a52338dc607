import { keywordsOfKeepalived } from "./keywords/names.ts";
import { root } from "./keywords/root.ts";
import type { AnyTable, Keyword } from "./schema.ts";

/** The reference of the configuration language, in Markdown: docs/keywords.md. */
export function renderReference(): string {
  return `${[...INTRODUCTION, ...sectionsOf("", root).flatMap(renderSection)].join("\n").trimEnd()}\n`;
}

const INTRODUCTION = [
  "# Keywords",
  "Generated from the table in `src/config/keywords`; `UPDATE=1 npm test -- document` writes it anew. Comments, quotes, braces,",
  "definitions, conditions and includes are those of keepalived. A reload takes a changed value over while the instance or the",
  "script runs on; where it says *restart* it starts anew. Keywords that are not supported yet are refused by name, a block with",
  "all that it contains.",
  "",
];

export type Section = { readonly path: string; readonly table: AnyTable };

/** The tables inside a table, itself first; one that serves several keywords appears once. */
export function sectionsOf(path: string, table: AnyTable): readonly Section[] {
  const sections: Section[] = [{ path, table }];
  for (const [name, { type }] of Object.entries(table)) {
    if (type.table === undefined || sections.some((section) => section.table === type.table)) continue;
    sections.push(...sectionsOf(path === "" ? name : `${path}/${name}`, type.table));
  }
  return sections;
}

function renderSection({ path, table }: Section): readonly string[] {
  const missing = (keywordsOfKeepalived.get(path) ?? []).filter((name) => !Object.hasOwn(table, name));
  return [
    path === "" ? "## Outside the blocks" : `## \`${path.replaceAll("/", " / ")}\``,
    "| keyword | value | default | meaning |",
    "|---|---|---|---|",
    ...Object.entries(table).map(([name, row]) => renderRow(name, row)),
    "",
    ...(missing.length === 0 ? [] : [`Not supported yet, and refused by name: ${listOf(missing)}`, ""]),
  ];
}

function renderRow(name: string, row: Keyword<unknown>): string {
  const { type, doc, onChange, own } = row;
  const notes = [
    doc,
    ...(own === true ? ["Not a keyword of keepalived's."] : []),
    ...(onChange === "restart" ? ["*restart*"] : []),
  ];
  const value = type.syntax === "" ? "" : `\`${type.syntax}\``;
  return `| ${[`\`${name}\``, value, defaultOf(row), notes.join(" ")].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function defaultOf({ absent, otherwise, type }: Keyword<unknown>): string {
  if (otherwise !== undefined) return otherwise;
  if (absent === undefined || absent === null) return type.syntax === "" ? "off" : "none";
  if (Array.isArray(absent)) return "none";
  return type
    .print(absent)
    .map(({ words }) => words)
    .join(" ");
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" ");
}
