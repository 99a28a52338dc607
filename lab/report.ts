import { type Duration, SECOND } from "../src/core/time.ts";
import type { Range } from "./floor.ts";
import type { Ending } from "./story.ts";

/** The story's table: what was measured beside what the protocol allows at best, and where those figures come from. */
export function renderTable(endings: readonly Ending[]): string {
  const formulas = [...new Set(endings.map(({ floor }) => floor.formula))];
  const rows = endings.map(({ name, floor, move, outage, failure }) => [
    name,
    move === undefined ? "never" : seconds(move),
    range(floor.move),
    seconds(outage),
    range(floor.outage),
    `[${formulas.indexOf(floor.formula) + 1}]`,
    failure === undefined ? "ok" : "FAILED",
  ]);
  const failures = endings.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`]));
  const notes = formulas.map((formula, index) => `[${index + 1}] ${formula}`);
  return [...align([HEAD, ...rows]), "", ...notes, ...failures].join("\n");
}

const HEAD = ["step", "address moved after", "at best", "client's outage", "at best", "", "result"];

/** The first column to the left, the figures to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}

function range([from, to]: Range): string {
  return from === to ? seconds(from) : `${seconds(from).slice(0, -2)}–${seconds(to)}`;
}

/** "3.49 s". */
export function seconds(duration: Duration): string {
  return `${(duration / SECOND).toFixed(2)} s`;
}
