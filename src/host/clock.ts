import { hrtime } from "node:process";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../core/time.ts";

/** Whole microseconds of CLOCK_MONOTONIC, the clock that src/kernel/timer.ts runs on. */
export function monotonicNow(): Instant {
  const [seconds, nanoseconds] = hrtime();
  return seconds * SECOND + Math.floor(nanoseconds / 1_000);
}

/** When that was, or will be, by the wall clock as it is set now; to the same instant the same time, until it is set anew. */
export function wallTime(instant: Instant): Date {
  const current = measureOffset();
  if (Math.abs(current - offset) > CLOCK_STEP) offset = current;
  return new Date((instant + offset) / MILLISECOND);
}

/** Smaller differences between the clocks are the rounding of the one and the drift of the other. */
const CLOCK_STEP = 10 * MILLISECOND;

/** Reads both clocks, again if something came between the two readings: a busy machine may take 100 ms. */
function measureOffset(): Duration {
  for (;;) {
    const before = monotonicNow();
    const wall = Date.now() * MILLISECOND;
    if (monotonicNow() - before < MILLISECOND) return wall - before;
  }
}

/** Wall clock minus monotonic clock. */
let offset = Number.NEGATIVE_INFINITY;
