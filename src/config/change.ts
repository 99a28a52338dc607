import { effectiveValue } from "./effective.ts";
import { type Document, root } from "./keywords/root.ts";
import { quote } from "./problem.ts";
import {
  type AnyBlock,
  type AnyTable,
  type Around,
  type Enclosure,
  isBlock,
  type Keyword,
  type OnChange,
} from "./schema.ts";

/** What a reload means for one block of the configuration. */
export type Change = {
  /** The keyword that opens the block, and its name; of a keyword outside the blocks the name is empty. */
  readonly block: string;
  readonly name: string;
  readonly cost: "added" | "removed" | OnChange;
  /** The keywords whose values differ; empty unless the block is in both. */
  readonly keywords: readonly ChangedKeyword[];
};

export type ChangedKeyword = {
  readonly keyword: string;
  readonly cost: OnChange;
  /** As they would be written; empty where there is none. */
  readonly before: string;
  readonly after: string;
};

/** The blocks that differ: those of the new document in the order of the table and the file, then those that are gone. */
export function changes(before: Partial<Document>, after: Partial<Document>): readonly Change[] {
  const [old, now] = [before, after].map((document) => ({ blocks: blocksOf(document), around: aroundOf(document) }));
  if (old === undefined || now === undefined) return [];
  const found: Change[] = [];
  for (const [key, block] of now.blocks) {
    const earlier = old.blocks.get(key);
    old.blocks.delete(key);
    if (earlier === undefined) found.push({ ...labelOf(block), cost: "added", keywords: [] });
    else found.push(...compare(earlier, old.around, block, now.around));
  }
  return [
    ...found,
    ...Array.from(old.blocks.values(), (block): Change => ({ ...labelOf(block), cost: "removed", keywords: [] })),
  ];
}

/** The change in one line, as the log and `keepalived diff` tell it. */
export function renderChange({ block, name, cost, keywords }: Change): string {
  const what = name === "" ? block : `${block} ${name}`;
  if (cost === "added" || cost === "removed") return `${what}: ${cost}`;
  return `${what}: ${effects[cost]}: ${keywords.map(({ keyword }) => keyword).join(", ")}`;
}

/** The values behind `renderChange`, a line each. */
export function renderValues({ keywords }: Change): readonly string[] {
  const shown = (text: string): string => (text === "" ? "(nothing)" : quote(text));
  return keywords.map(({ keyword, before, after }) => `${keyword}: ${shown(before)} → ${shown(after)}`);
}

/** What a keyword's `onChange` means for the block that it stands in. */
const effects: Readonly<Record<OnChange, string>> = {
  nothing: "nothing to do for",
  live: "taken over as it runs",
  rehold: "what it holds is put in place anew",
  restart: "starts anew",
  refused: "needs a new start of the daemon",
};

const costs: readonly OnChange[] = ["nothing", "live", "rehold", "restart", "refused"];

type OuterBlock = { readonly keyword: string; readonly name: string } & Enclosure;

function labelOf({ keyword, name }: OuterBlock): { readonly block: string; readonly name: string } {
  return { block: keyword, name };
}

/** Every block outside others by keyword and name; keywords without a block are those of one without a name. */
function blocksOf(document: Partial<Document>): Map<string, OuterBlock> {
  const found = new Map<string, OuterBlock>();
  const table: AnyTable = root;
  for (const [keyword, value] of Object.entries(document)) {
    const inner = table[keyword]?.type.table;
    const blocks = inner === undefined ? undefined : namedBlocksIn(keyword, value);
    if (inner === undefined || blocks === undefined) {
      found.set(keyword, { keyword, name: "", table, given: { [keyword]: value } });
    } else
      for (const [name, { given }] of blocks) found.set(`${keyword} ${name}`, { keyword, name, table: inner, given });
  }
  return found;
}

/** A block without a name, blocks by name, or a list of blocks whose first words tell them apart. */
function namedBlocksIn(keyword: string, value: unknown): ReadonlyMap<string, AnyBlock> | undefined {
  if (isBlock(value)) return new Map([["", value]]);
  if (value instanceof Map)
    return new Map(Array.from(value).filter((entry): entry is [string, AnyBlock] => isBlock(entry[1])));
  if (!Array.isArray(value) || !value.every(isBlock)) return undefined;
  const heads = printedHeads(keyword, value);
  return new Map(value.map((block, index) => [heads[index] ?? `${index}`, block]));
}

function printedHeads(keyword: string, value: readonly unknown[]): readonly string[] {
  const table: AnyTable = root;
  const seen = new Map<string, number>();
  const statements = table[keyword]?.type.print(value) ?? [];
  return statements.map(({ words }) => {
    const count = (seen.get(words) ?? 0) + 1;
    seen.set(words, count);
    return count === 1 ? words : `${words} (${count})`;
  });
}

function aroundOf({ global_defs }: Partial<Document>): Around {
  const { table } = root.global_defs.type;
  return new Map(table === undefined ? [] : [["global_defs", { table, given: global_defs?.given ?? {} }]]);
}

function compare(before: OuterBlock, aroundBefore: Around, after: OuterBlock, aroundAfter: Around): readonly Change[] {
  const names = new Set([...Object.keys(before.given), ...Object.keys(after.given)]);
  // What neither block says may be inherited, and have changed there.
  for (const [name, row] of Object.entries(after.table)) if (row.inherits !== undefined) names.add(name);
  const keywords = [...names].flatMap((keyword): readonly ChangedKeyword[] => {
    const row = after.table[keyword];
    if (row === undefined || row.alias !== undefined) return [];
    const [old, now] = [written(keyword, before, aroundBefore), written(keyword, after, aroundAfter)];
    return old === now ? [] : [{ keyword, cost: row.onChange, before: old, after: now }];
  });
  if (keywords.length === 0) return [];
  const cost = costs[Math.max(...keywords.map((one) => costs.indexOf(one.cost)))] ?? "nothing";
  return [{ ...labelOf(after), cost, keywords }];
}

/** The value as it would be written in a file: values that are written alike are alike. */
function written(keyword: string, block: OuterBlock, around: Around): string {
  const found = effectiveValue(keyword, block, around);
  return found === undefined ? "" : spell(found.row, found.value);
}

function spell({ type }: Keyword<unknown>, value: NonNullable<unknown>): string {
  return type
    .print(value)
    .map(({ words, block }) => (block === undefined ? words || "on" : `${words} { ${block.join("; ")} }`.trimStart()))
    .join(", ");
}
