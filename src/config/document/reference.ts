import { type Feature, features } from "../features.ts";
import { root } from "../keywords/root.ts";
import { type Chapter, chaptersOf, type Entry, reloadCosts, shorten, subjectOf, titleOf } from "./chapters.ts";
import { language, type Part, type Passage } from "./language.ts";
import { code, codeBlock, joinLines, linkTo, prose, renderTable, wrap } from "./markdown.ts";

/** The reference of the configuration language, in Markdown: docs/keywords.md. */
export function renderReference(): string {
  const chapters = chaptersOf(root);
  return joinLines([
    "# The configuration",
    "",
    "Made from the table in `src/config/keywords`: `UPDATE=1 npm test -- config/document` writes it anew. The same for a terminal:",
    "`man keepalived.conf`. What can be wrong with a file, by code: [problems.md](problems.md).",
    "",
    ...contents(chapters),
    `## ${LANGUAGE}`,
    "",
    ...language.flatMap(renderPassage),
    `## ${RELOAD}`,
    "",
    "Each keyword says what a changed value costs:",
    "",
    ...Object.entries(reloadCosts).map(([cost, meaning]) => `* *${cost}*: ${meaning}`),
    "",
    ...missingParts(),
    ...chapters.flatMap((chapter) => renderChapter(chapter, chapters)),
  ]);
}

const LANGUAGE = "The language";
const RELOAD = "What a reload does";
const MISSING = "What does not work yet";

function contents(chapters: readonly Chapter[]): readonly string[] {
  const blocks = chapters.map((chapter) => `${"  ".repeat(depthOf(chapter))}* ${linkTo(headingOf(chapter))}`);
  const passages = language.map(({ title }) => `  * ${linkTo(title)}`);
  return [`* ${linkTo(LANGUAGE)}`, ...passages, `* ${linkTo(RELOAD)}`, `* ${linkTo(MISSING)}`, ...blocks, ""];
}

function renderPassage({ title, parts }: Passage): readonly string[] {
  return [`### ${title}`, "", ...parts.flatMap(renderPart)];
}

function renderPart(part: Part): readonly string[] {
  switch (part.kind) {
    case "text":
      return [...wrap(prose(part.text)), ""];
    case "example":
      return [...codeBlock(part.lines), ""];
    case "list":
      return [...part.rows.map(([term, meaning]) => `* ${code(term)}: ${prose(meaning)}`), ""];
  }
}

function missingParts(): readonly string[] {
  const missing = Object.values(features).filter(({ works }) => !works);
  return [
    `## ${MISSING}`,
    "",
    "Every keyword is read and checked. A start with one whose part does not work yet is refused by name; `keepalived -t` is",
    "not. These parts are:",
    "",
    ...missing.map(({ title }) => `* ${prose(title)}`),
    "",
  ];
}

function renderChapter(chapter: Chapter, chapters: readonly Chapter[]): readonly string[] {
  const { homes, entries, missing } = chapter;
  const [, ...others] = homes;
  const subject = subjectOf(chapter);
  const statements = [...new Set(homes.map(({ statement }) => statement))];
  const elsewhere = others.map(({ path }) => code(titleOf(path)));
  return [
    `${"#".repeat(2 + Math.max(0, depthOf(chapter) - 1))} ${headingOf(chapter)}`,
    "",
    ...(subject === undefined ? [] : [prose(subject), ""]),
    ...(statements.length === 0 ? [] : [...codeBlock(statements), ""]),
    ...(missing === undefined ? [] : [describeMissing(missing), ""]),
    ...(elsewhere.length === 0 ? [] : [...wrap(`The same holds in ${elsewhere.join(", ")}.`), ""]),
    ...renderTable(
      ["keyword", "value", "default", "reload", "meaning"],
      entries.map((entry) => renderEntry(entry, chapters)),
    ),
    "",
  ];
}

function describeMissing(missing: Feature): string {
  return `Read and checked, but not done yet: ${features[missing].title}.`;
}

function headingOf({ homes: [home] }: Chapter): string {
  return home === undefined ? "Outside the blocks" : titleOf(home.path);
}

function depthOf({ homes: [home] }: Chapter): number {
  return home === undefined ? 0 : home.path.split("/").length;
}

function renderEntry(
  { name, syntax, otherwise = "", onChange, doc, notes, inside }: Entry,
  chapters: readonly Chapter[],
): readonly string[] {
  const chapter = chapters.find(({ homes }) => homes.some(({ path }) => path === inside));
  const value = chapter === undefined ? code(syntax) : linkTo(headingOf(chapter), code(shorten(syntax)));
  return [code(name), value, prose(otherwise), onChange ?? "", [doc, ...notes].map(prose).join(" ")];
}
