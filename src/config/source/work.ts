import type { Report } from "../problem.ts";
import type { Place } from "./place.ts";

/** What reading may still cost: small files can stand for endless texts. Below zero the rest is not read. */
export type Work = { left: number; readonly report: Report };

export function workFor(report: Report): Work {
  return { left: MOST_WORK, report };
}

/** About a second. Ten thousand instances that a generator makes from a definition of ten lines take half of it. */
const MOST_WORK = 50_000_000;

/** keepalived takes 1022 characters; this is only a limit to the work that one line can make. */
export const LONGEST_LINE = 16_384;

/** What things cost, measured: a unit is some 20 ns. */
export const cost = {
  /** A line that a generator repeats. */
  line: 250,
  /** A character of a file that is read once more. */
  character: 10,
  replacement: 120,
  /** Each line that a definition stands for. */
  copiedLine: 150,
  /** A character that is only copied. */
  copy: 1 / 64,
  /** A place that a text is put together from. */
  piece: 10,
  include: 800,
  directory: 4000,
  path: 40,
} as const;

/** Takes the cost, and whether it could be paid; that it could not is reported once. */
export function spend(work: Work, units: number, place: Place): boolean {
  const enough = work.left >= units;
  if (enough) work.left -= units;
  else giveUp(work, place, "definitions, generators and includes make this configuration endlessly long");
  return enough;
}

/** Nothing more is read. */
export function giveUp(work: Work, place: Place, message: string): void {
  if (work.left >= 0) work.report("too-much", place, `${message}: the rest is not read`);
  work.left = -1;
}
