import { setTimeout as delay } from "node:timers/promises";
import { type Duration, type Instant, MILLISECOND } from "../src/core/time.ts";
import { monotonicNow } from "../src/host/clock.ts";
import type { Lab } from "./lab.ts";
import { longestGap } from "./prober.ts";
import { seconds } from "./report.ts";

/** Tells who gets the address, who answers the client, and every outage when it is over; for ever. */
export async function watchLab(lab: Lab, tell: (line: string) => void): Promise<never> {
  let before: string | undefined;
  let answering: string | undefined;
  let lookedAt: Instant = monotonicNow();
  for (;;) {
    const names = lab.holders().map(({ name }) => name);
    const holders = names.join(" and ") || "no router";
    if (holders !== before) tell(`${lab.target} is on ${holders}`);
    before = holders;
    const last = lab.prober.answers.findLast((answer) => "by" in answer);
    if (last !== undefined && "by" in last && last.at > lookedAt) {
      const gap = longestGap(lab.prober.answers, lookedAt, last.at);
      if (gap > SHORTEST_OUTAGE) tell(`${last.by} answers the client, after ${seconds(gap)} without an answer`);
      else if (last.by !== answering) tell(`${last.by} answers the client`);
      answering = last.by;
      lookedAt = last.at;
    }
    await delay(LOOK_EVERY / MILLISECOND);
  }
}

const LOOK_EVERY: Duration = 50 * MILLISECOND;
/** Shorter gaps are a busy machine's. */
const SHORTEST_OUTAGE: Duration = 200 * MILLISECOND;
