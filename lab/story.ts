import { setTimeout as delay } from "node:timers/promises";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../src/core/time.ts";
import { monotonicNow } from "../src/host/clock.ts";
import { type Change, type Floor, floorsFor } from "./floor.ts";
import type { Lab } from "./lab.ts";
import { longestGap } from "./prober.ts";
import { seconds } from "./report.ts";
import type { Router } from "./router.ts";

/** One thing that happens in the story, and who has to have the address after it. */
type Step = {
  readonly name: string;
  readonly act: (first: Router, second: Router) => void | Promise<void>;
  readonly expect: "router1" | "router2";
  readonly floor: Change;
};

const steps: readonly Step[] = [
  { name: "haproxy dies on router1", act: (first) => first.stopBackend(), expect: "router2", floor: "checkFails" },
  { name: "haproxy is back", act: (first) => first.startBackend(), expect: "router1", floor: "checkRecovers" },
  {
    name: "router1's daemon is stopped (SIGTERM)",
    act: (first) => first.stopDaemon(),
    expect: "router2",
    floor: "stop",
  },
  { name: "it is started again", act: (first) => first.startDaemon(), expect: "router1", floor: "start" },
  { name: "it is killed (kill -9)", act: (first) => first.killDaemon(), expect: "router2", floor: "kill" },
  { name: "it is started again", act: (first) => first.startDaemon(), expect: "router1", floor: "start" },
  { name: "router1's link is cut", act: (first) => first.cut("carrier"), expect: "router2", floor: "cut" },
  { name: "the link is mended", act: (first) => first.mend(), expect: "router1", floor: "mend" },
  { name: "router1's daemon hangs (SIGSTOP)", act: (first) => first.freezeDaemon(), expect: "router2", floor: "kill" },
  { name: "it goes on (SIGCONT)", act: (first) => first.thawDaemon(), expect: "router1", floor: "mend" },
];

/** What became of a step. */
export type Ending = {
  readonly name: string;
  readonly floor: Floor;
  /** From the trigger until the expected router had the address; absent if it never had it. */
  readonly move?: Duration;
  /** Without an answer to the client. */
  readonly outage: Duration;
  /** Absent if all is as it should be. */
  readonly failure?: string;
};

/** Plays every step, telling what goes on line by line; ends early when the lab never got into its first state. */
export async function playStory(lab: Lab, tell: (line: string) => void): Promise<Ending[]> {
  const [first, second] = lab.routers;
  if (first === undefined || second === undefined) throw new Error("the story needs two routers");
  const floors = floorsFor(first.configuration.settings, second.configuration.settings);
  const beginning = await settle(lab, "router1", monotonicNow(), START_BOUND);
  if (beginning.failure !== undefined) throw new Error(`the lab does not start: ${beginning.failure}`);
  tell(`router1 has ${lab.target} and answers the client`);
  const endings: Ending[] = [];
  for (const step of steps) {
    // The measured gap must not reach back into the step before.
    await delay(PAUSE / MILLISECOND);
    tell(step.name);
    const floor = floors[step.floor];
    const trigger = monotonicNow();
    const [settled] = await Promise.all([
      settle(lab, step.expect, trigger, floor.move[1] + SLACK),
      step.act(first, second),
    ]);
    const outage = longestGap(lab.prober.answers, trigger, monotonicNow());
    endings.push({ name: step.name, floor, outage, ...settled });
    tell(`  ${settled.failure ?? `${lab.target} is on ${step.expect} alone`}; ${seconds(outage)} without an answer`);
  }
  return endings;
}

/** Until the client has its answers from the expected router, which alone has the address; or the bound is reached. */
async function settle(
  lab: Lab,
  expected: string,
  trigger: Instant,
  bound: Duration,
): Promise<{ move?: Duration; failure?: string }> {
  let movedAt: Instant | undefined;
  for (;;) {
    const names = lab.holders().map(({ name }) => name);
    if (!names.includes(expected)) movedAt = undefined;
    else movedAt ??= monotonicNow();
    const move = movedAt === undefined ? {} : { move: movedAt - trigger };
    const answered = lab.prober.answers.slice(-STEADY);
    const steady = answered.length === STEADY && answered.every((answer) => "by" in answer && answer.by === expected);
    if (steady && names.join() === expected && movedAt !== undefined) return move;
    const hopeless = lab.routers.some(({ daemon }) => daemon === "failed");
    if (hopeless || monotonicNow() - trigger > bound) return { ...move, failure: complaint(lab, expected, names) };
    await delay(LOOK_EVERY / MILLISECOND);
  }
}

function complaint(lab: Lab, expected: string, names: readonly string[]): string {
  const last = lab.prober.answers.at(-1);
  const answer = last === undefined ? "none" : "by" in last ? `from ${last.by}` : last.error;
  const failed = lab.routers.filter(({ daemon }) => daemon === "failed");
  return [
    `${expected} alone should have ${lab.target}; it is on: ${names.join(" and ") || "none"}`,
    `the client's last answer: ${answer}`,
    ...failed.map(({ name, log }) => `${name}'s daemon has failed: ${log.at(-1) ?? "without a word"}`),
  ].join("; ");
}

/** Answers in a row that count as "the client is served". */
const STEADY = 8;
const LOOK_EVERY: Duration = 10 * MILLISECOND;
const PAUSE: Duration = SECOND;
/** What a busy machine may add to a floor before a step is given up. */
const SLACK: Duration = 6 * SECOND;
const START_BOUND: Duration = 15 * SECOND;
