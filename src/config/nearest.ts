import { isListOfItems, keywordsOfKeepalived } from "./keywords/names.ts";
import { type Cure, quote, type Report } from "./problem.ts";
import type { Enclosing } from "./reader.ts";
import type { Word } from "./source/words.ts";

/** Whether the block has a keyword of this name, one of ours or one of keepalived's. */
export function isNameOf(block: Enclosing, name: string): boolean {
  return Object.hasOwn(block.table, name) || keywordsAt(block.path).includes(name);
}

/**
 * Says what is wrong with a word that is no keyword of the block it stands in: not yet ours, misplaced, misspelt, or prose.
 * The last cure is for one that resembles nothing.
 */
export function refuseKeyword(report: Report, word: Word, block: Enclosing, lastCure?: string): undefined {
  const name = quote(word.text);
  const here = block.path === "" ? "outside a block" : `in ${quote(blockName(block.path))}`;
  if (isNameOf(block, word.text)) {
    report("unknown-keyword", word.place, `${name} is a keyword of keepalived that this version does not support yet`);
    return;
  }
  const homes = homesOf(word.text, block.path);
  if (homes.length > 0) {
    const cure = `it belongs ${homes.map(belongs).slice(0, 2).join(" or ")}`;
    report("misplaced-keyword", word.place, `${name} is not possible ${here}`, cure);
    return;
  }
  const prose = /[^\p{ASCII}]/u.test(word.text) ? "if it is a comment, put `#` before it" : lastCure;
  const cure = suggest(word.text, [...Object.keys(block.table), ...keywordsAt(block.path)], prose);
  report("unknown-keyword", word.place, `unknown keyword ${name} ${here}`, cure);
}

/** The blocks that have the keyword; for an option of an item the other lists of such items, if one of them has it. */
function homesOf(name: string, path: string): readonly string[] {
  const homes = [...keywordsOfKeepalived.keys()].filter((home) => keywordsAt(home).includes(name));
  const [lists, blocks] = [homes.filter(isListOfItems), homes.filter((home) => !isListOfItems(home))];
  const alike = lists.filter((home) => isListOfItems(path) && kindOfItems(home) === kindOfItems(path));
  return alike.length > 0 ? alike : blocks;
}

function kindOfItems(path: string): string {
  return blockName(path).replace(/^(static|virtual)_|_excluded$/g, "");
}

/** The cure for a name that is not there: the nearest of those that are, else another cure. */
export function suggest(word: string, candidates: Iterable<string>, otherwise?: string): Cure {
  return () => {
    const meant = nearest(word, candidates);
    return meant === undefined ? otherwise : `did you mean ${quote(meant)}?`;
  };
}

/** The candidate that a few slips of the finger turn into the word; the first of equals, among the first thousand. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let [best, bestDistance]: [string | undefined, number] = [undefined, Math.max(1, Math.floor(word.length / 3)) + 1];
  let left = MOST_CANDIDATES;
  for (const candidate of candidates) {
    if (left-- === 0) break;
    // Each slip changes the length by one at most.
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = slips(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Comparing each of thousands of wrong names with each of thousands of right ones would take minutes. */
const MOST_CANDIDATES = 1000;

/** How many insertions, deletions, replacements and swaps of neighbours turn one word into the other. */
function slips(from: string, to: string): number {
  // Longer than any keyword and its slips: not worth the square.
  if (from.length > 60) return Number.POSITIVE_INFINITY;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const edited = Math.min(at(last, column) + 1, at(line, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      line.push(swapped ? Math.min(edited, at(before, column - 2) + 1) : edited);
    }
    [before, last] = [last, line];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

function keywordsAt(path: string): readonly string[] {
  return keywordsOfKeepalived.get(path) ?? [];
}

function belongs(path: string): string {
  return path === "" ? "outside the blocks" : `in ${quote(blockName(path))}`;
}

function blockName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
