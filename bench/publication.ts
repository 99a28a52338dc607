import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { type Result, renderResults } from "./table.ts";

/** Prints the table and how busy the machine was: `loadBefore` at the start, and now. */
export function publish(results: readonly Result[], loadBefore: number, json: string | undefined): void {
  const load = [loadBefore, currentLoad()];
  console.log(renderResults(results));
  console.log(describeLoad(load));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ load, results }, undefined, 1)}\n`);
}

export function currentLoad(): number {
  return loadavg()[0] ?? 0;
}

function describeLoad(load: readonly number[]): string {
  const cores = availableParallelism();
  const words = `load average at the start and at the end: ${load.map((each) => each.toFixed(1)).join(", ")} on ${cores} cores`;
  const isBusy = Math.max(...load) > cores / 2;
  return isBusy ? `${words}. The machine is busy with other things: trust the medians, not the worst cases.` : words;
}
