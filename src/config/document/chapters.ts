import { type Feature, features } from "../features.ts";
import type { AnyTable, Keyword, OnChange } from "../schema.ts";

/** One table of keywords as the reference and the manual show it. */
export type Chapter = {
  /** The blocks that it holds for; none for what stands outside all blocks. */
  readonly homes: readonly Home[];
  readonly entries: readonly Entry[];
  /** The part that all its keywords need and that does not work yet. */
  readonly missing?: Feature;
};

/** A block, or a list, of whose items the keywords are options. */
export type Home = {
  /** The names down to it, joined with `/`. */
  readonly path: string;
  /** As it is written. */
  readonly statement: string;
  readonly doc: string;
};

/** What is said of a keyword. Backquotes in the texts mark what is written literally. */
export type Entry = {
  readonly name: string;
  readonly syntax: string;
  readonly doc: string;
  /** In words; absent where there is nothing to say. */
  readonly otherwise?: string;
  readonly onChange?: OnChange;
  readonly notes: readonly string[];
  /** The path of the chapter with what stands in its block. */
  readonly inside?: string;
};

/** What a changed value costs at a reload. */
export const reloadCosts: { readonly [Cost in OnChange]: string } = {
  nothing: "nothing changes in the running daemon",
  live: "the new value is taken over as everything runs on",
  rehold: "addresses, routes and rules are put in place anew; nobody changes its state",
  restart: "the instance, the script or the checker that it belongs to starts anew",
  refused: "needs a new start of the daemon: the reload is refused, and the old configuration stays",
};

/** All tables, from the outermost level on; blocks that hold the same are one chapter. */
export function chaptersOf(table: AnyTable): readonly Chapter[] {
  const chapters: Draft[] = [];
  addChapter(chapters, table);
  return chapters.map(({ content: _, ...chapter }) => chapter);
}

/** A table with the names of the blocks down to it, joined with `/`. */
export type Section = { readonly path: string; readonly table: AnyTable };

/** What it is about, if that is the same in all its blocks. */
export function subjectOf({ homes: [first, ...others] }: Chapter): string | undefined {
  return others.every(({ doc }) => doc === first?.doc) ? first?.doc : undefined;
}

/** The path of a block as a heading shows it. */
export function titleOf(path: string): string {
  return path.replaceAll("/", " / ");
}

/** A syntax without what stands in the braces, which is in a chapter of its own. */
export function shorten(syntax: string): string {
  return syntax.replace(/\{ .* \}$/s, "{ … }");
}

/** The tables inside a table, itself first; one that serves several keywords appears once. */
export function sectionsOf(path: string, table: AnyTable): readonly Section[] {
  const sections: Section[] = [{ path, table }];
  for (const [name, { type }] of Object.entries(table)) {
    if (type.table === undefined || sections.some((section) => section.table === type.table)) continue;
    sections.push(...sectionsOf(join(path, name), type.table));
  }
  return sections;
}

type Draft = Omit<Chapter, "homes"> & { readonly homes: Home[]; readonly content: string };

function addChapter(chapters: Draft[], table: AnyTable, home?: Home): void {
  const content = contentOf(table);
  const same = chapters.find((chapter) => chapter.content === content);
  if (same !== undefined) {
    if (home !== undefined) same.homes.push(home);
    return;
  }
  const [missing, path] = [missingOf(table), home?.path ?? ""];
  chapters.push({
    content,
    homes: home === undefined ? [] : [home],
    entries: Object.entries(table).map(([name, row]) => describe(path, name, row, missing)),
    ...(missing !== undefined && { missing }),
  });
  for (const [name, { type, doc, alias }] of Object.entries(table)) {
    if (type.table === undefined || alias !== undefined) continue;
    addChapter(chapters, type.table, { path: join(path, name), statement: `${name} ${type.syntax}`, doc });
  }
}

/** All that a chapter says, with the chapters inside it: what is the same here is the same to a reader. */
function contentOf(table: AnyTable): string {
  const entries = Object.entries(table).map(([name, row]) => {
    const inside = row.type.table === undefined ? "" : contentOf(row.type.table);
    return [describe("", name, row, undefined), inside];
  });
  return JSON.stringify(entries);
}

/** The part that all rows need, if it is one and does not work yet. */
function missingOf(table: AnyTable): Feature | undefined {
  const [first, ...others] = Object.values(table).map(({ feature }) => feature);
  return first !== undefined && !features[first].works && others.every((feature) => feature === first)
    ? first
    : undefined;
}

function describe(path: string, name: string, row: Keyword<unknown>, known: Feature | undefined): Entry {
  const { type, doc, onChange, alias } = row;
  const otherwise = alias === undefined ? defaultOf(row) : undefined;
  const isBlock = type.table !== undefined && type.syntax.endsWith("{ … }");
  return {
    name,
    syntax: type.syntax,
    doc,
    ...(otherwise !== undefined && { otherwise }),
    ...(!isBlock && { onChange }),
    notes: notesOf(row, known),
    ...(type.table !== undefined && { inside: join(path, alias ?? name) }),
  };
}

function notesOf(row: Keyword<unknown>, known: Feature | undefined): readonly string[] {
  const { doc, own, once, alias, deprecated, feature } = row;
  return [
    ...(alias === undefined || doc.includes(alias) ? [] : [`Another spelling of \`${alias}\`.`]),
    ...(deprecated === undefined ? [] : [`Outdated: ${deprecated}.`]),
    ...(once === true ? ["Only one is possible."] : []),
    ...(own === true ? ["Not a keyword of keepalived's."] : []),
    ...(features[feature].works || feature === known ? [] : [`Not yet: ${features[feature].title}.`]),
  ];
}

/** Where the value comes from that is not given: other keywords in their order, then words or a constant. */
function defaultOf(row: Keyword<unknown>): string | undefined {
  const { type, otherwise, inherits = [] } = row;
  const constant = otherwise ?? constantOf(row);
  const last = constant ?? (inherits.length > 0 || type.table !== undefined ? undefined : "none");
  const ways = [...inherits.map(nameSource), ...(last === undefined ? [] : [last])];
  return ways.length === 0 ? undefined : ways.join(", else ");
}

/** As it would be written in a file. */
function constantOf({ type, absent, inherits }: Keyword<unknown>): string | undefined {
  if (absent === undefined || absent === null) return type.syntax === "" && inherits === undefined ? "off" : undefined;
  const words = type.print(absent).flatMap((statement) => (statement.block === undefined ? [statement.words] : []));
  return words.length === 0 ? undefined : words.join(" ");
}

function nameSource(source: string): string {
  const slash = source.lastIndexOf("/");
  return slash === -1 ? `\`${source}\`` : `\`${source.slice(slash + 1)}\` of \`${source.slice(0, slash)}\``;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}
