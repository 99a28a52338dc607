import type { PriorityAccount } from "../src/core/status.ts";
import { type Duration, type Instant, SECOND } from "../src/core/time.ts";
import { describe } from "./describe.ts";
import type { Machine } from "./machine.ts";
import type { Observation } from "./observation.ts";
import { perform, type Scenario } from "./scenario.ts";
import { World } from "./world.ts";

/** Nothing in a transcript is left to chance: each frame takes exactly this long, and nothing is late. */
const DELAY: Duration = 100;

/** Everything that can be seen while the scenario runs, a line each, and how it stands at the end. */
export function transcribe({ machines, steps, until }: Scenario): string {
  const seen: Observation[] = [];
  const weather = { delay: [DELAY, DELAY], loss: 0 } as const;
  const world = new World({ machines, seed: 1, weather, lateness: 0, kernelLag: 0 }, (observation) => {
    seen.push(observation);
  });
  for (const { at, words, action } of steps) {
    world.at(at, () => {
      world.tell("", { kind: "fault", text: words });
      perform(world, action);
    });
  }
  world.runUntil(until);
  return [...renderObservations(seen), "", ...[...world.machines.values()].flatMap(summarize)].join("\n");
}

/** A line for each observation, but one for a stream of equal ones at equal distances. */
export function renderObservations(seen: readonly Observation[]): string[] {
  const visible = seen.filter(({ what: { kind } }) => kind !== "turned" && kind !== "ended");
  return fold(visible.map(lineOf)).map(render);
}

/** An observation in words; those of a stream are folded where they come at equal distances. */
type Line = { readonly at: Instant; readonly router: string; readonly text: string; readonly isStream: boolean };

function lineOf({ at, router, what }: Observation): Line {
  return { at, router, text: describe(what), isStream: what.kind === "sent" || what.kind === "script" };
}

type Folded = Line & { readonly times: number; readonly every?: Duration; readonly until?: Instant };

function fold(lines: readonly Line[]): Folded[] {
  const folded: Folded[] = [];
  const taken = new Set<Line>();
  for (const [index, line] of lines.entries()) {
    if (taken.has(line)) continue;
    const same = lines.slice(index).filter((other) => other.router === line.router && other.text === line.text);
    const together = same.filter((other) => other.at === line.at);
    for (const other of together) taken.add(other);
    const stream = line.isStream ? atEqualDistances(same) : [line];
    const [, second] = stream;
    const last = stream.at(-1);
    if (second === undefined || last === undefined || stream.length < 3) {
      folded.push({ ...line, times: together.length });
      continue;
    }
    for (const other of stream) taken.add(other);
    folded.push({ ...line, times: 1, every: second.at - line.at, until: last.at });
  }
  return folded;
}

function atEqualDistances(lines: readonly Line[]): readonly Line[] {
  const [first, second] = lines;
  if (first === undefined || second === undefined || second.at === first.at) return lines.slice(0, 1);
  const every = second.at - first.at;
  const broken = lines.findIndex((line, index) => line.at !== first.at + index * every);
  return broken < 0 ? lines : lines.slice(0, broken);
}

function render({ at, router, text, times, every, until }: Folded): string {
  const repeated =
    every === undefined || until === undefined ? "" : `, then every ${seconds(every)} until ${seconds(until)}`;
  return `${seconds(at).padStart(11)} ${router.padEnd(4)} ${text}${times > 1 ? ` ×${times}` : ""}${repeated}`.trimEnd();
}

/** How a machine stands: for each instance its state and priority, and how it came to that. */
function summarize(machine: Machine): string[] {
  const held = machine.table.all.map(({ held: { address, prefixLength } }) => `${address}/${prefixLength}`);
  const status = machine.status();
  const has = `has ${held.join(", ") || "no address"}`;
  if (status === undefined) return [`${machine.name}: not running, ${has}`];
  return status.instances.flatMap(({ settings, state, priority, faults, transitions }) => [
    `${machine.name} ${settings.name}: ${state}, priority ${describeAccount(priority)}, ${has}`,
    ...faults.map((fault) => `${" ".repeat(12)}fault: ${fault}`),
    ...transitions.map(({ at, from, to, reason }) => `${seconds(at).padStart(11)} ${from} → ${to}: ${reason}`),
  ]);
}

function describeAccount({ base, effective, shares }: PriorityAccount): string {
  const parts = shares.map(
    ({ name, share, verdict }) => ` ${share < 0 ? "-" : "+"} ${Math.abs(share)} (${name} ${verdict})`,
  );
  return parts.length === 0 ? `${effective}` : `${effective} = ${base}${parts.join("")}`;
}

function seconds(time: Duration): string {
  return (time / SECOND).toFixed(6);
}
