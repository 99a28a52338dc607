import { type Cure, quote } from "./problem.ts";

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
