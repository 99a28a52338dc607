import { cureOfFamiliar } from "./familiar.ts";
import { suggest } from "./nearest.ts";
import { quote, type Report } from "./problem.ts";
import type { Enclosing } from "./reader.ts";
import type { AnyTable } from "./schema.ts";
import type { Word } from "./source/words.ts";

/**
 * Says what is wrong with a word that is no keyword of the innermost of these blocks: misplaced, misspelt, or prose. The
 * last cure is for one that resembles nothing.
 */
export function refuseStray(report: Report, word: Word, blocks: readonly Enclosing[], lastCure?: string): undefined {
  const [outermost, innermost] = [blocks[0], blocks.at(-1)];
  if (outermost === undefined || innermost === undefined) return;
  const name = quote(word.text);
  const here = innermost.path === "" ? "outside a block" : `in ${quote(blockName(innermost.path))}`;
  const familiar = cureOfFamiliar(word.text, innermost);
  const homes = homesOf(word.text, innermost, outermost.table);
  if (homes.length > 0) {
    const cure = familiar ?? `it belongs ${homes.map(belongs).slice(0, 2).join(" or ")}`;
    report("misplaced-keyword", word.place, `${name} is not possible ${here}`, cure);
    return;
  }
  const prose = /[^\p{ASCII}]/u.test(word.text) ? "if it is a comment, put `#` before it" : lastCure;
  const cure = familiar ?? suggest(word.text, Object.keys(innermost.table), prose);
  report("unknown-keyword", word.place, `unknown keyword ${name} ${here}`, cure);
}

/** A table of the language, and by what keywords one comes to it from the outermost. */
type Home = { readonly path: string; readonly table: AnyTable; readonly ofItems: boolean };

/** The blocks that have the keyword; for an option of an item the other lists of such items, if one of them has it. */
function homesOf(name: string, { path }: Enclosing, root: AnyTable): readonly string[] {
  const all = allHomes(root);
  const homes = all.filter(({ table }) => Object.hasOwn(table, name));
  const inItem = all.some((home) => home.path === path && home.ofItems);
  const alike = homes.filter((home) => inItem && home.ofItems && kindOfItems(home.path) === kindOfItems(path));
  return (alike.length > 0 ? alike : homes.filter(({ ofItems }) => !ofItems)).map((home) => home.path);
}

/** Made when the first stray word is met. */
const known = new WeakMap<AnyTable, readonly Home[]>();

function allHomes(root: AnyTable): readonly Home[] {
  const homes = known.get(root) ?? homesBelow({ path: "", table: root, ofItems: false });
  known.set(root, homes);
  return homes;
}

function homesBelow(home: Home): readonly Home[] {
  const inner = Object.entries(home.table).flatMap(([name, { type }]) => {
    if (type.table === undefined) return [];
    const path = home.path === "" ? name : `${home.path}/${name}`;
    return homesBelow({ path, table: type.table, ofItems: type.ofItems === true });
  });
  return [home, ...inner];
}

/** Static and virtual addresses have the same words, and so have those in no advert. */
function kindOfItems(path: string): string {
  return blockName(path).replace(/^(static|virtual)_|_excluded$/g, "");
}

function belongs(path: string): string {
  return path === "" ? "outside the blocks" : `in ${quote(blockName(path))}`;
}

function blockName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
