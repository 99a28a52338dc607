import type { ProblemKind } from "./catalogue.ts";
import type { Problem, Report } from "./problem.ts";
import type { Place } from "./source/place.ts";

/** Problems as they are found, each once. */
export type Collection = {
  readonly report: Report;
  /** In the order in which they were found. Of a kind without an end only the first ones, and how many more there are. */
  problems(): readonly Problem[];
};

/** Nobody reads more of one kind; a file of 10 MB may have a million. */
const MOST_OF_A_KIND = 200;

export function collectProblems(): Collection {
  const found = new Map<string, Problem>();
  const kinds = new Map<ProblemKind, Tally>();
  const report: Report = (kind, place, message, cure) => {
    // By where it is written: a line that is repeated may repeat a mistake.
    const key = `${place.line.file.path} ${place.line.number} ${place.index} ${message}`;
    if (found.has(key)) return;
    const tally = kinds.get(kind) ?? { shown: 0, hidden: 0, place };
    kinds.set(kind, tally);
    if (tally.shown === MOST_OF_A_KIND) {
      if (tally.hidden === 0) tally.place = place;
      tally.hidden++;
      return;
    }
    tally.shown++;
    const told = typeof cure === "function" ? cure() : cure;
    found.set(key, told === undefined ? { kind, place, message } : { kind, place, message, cure: told });
  };
  return { report, problems: () => [...found.values(), ...Array.from(kinds).flatMap(summarize)] };
}

/** `place`: of the first one that is not shown. */
type Tally = { shown: number; hidden: number; place: Place };

function summarize([kind, { hidden, place }]: readonly [ProblemKind, Tally]): readonly Problem[] {
  const message = `problems of this kind that are not shown, from here on: ${hidden}`;
  return hidden === 0 ? [] : [{ kind, place, message }];
}
