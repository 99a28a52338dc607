import { hrtime } from "node:process";
import { type Instant, MILLISECOND, SECOND } from "../core/time.ts";

/** Whole microseconds of CLOCK_MONOTONIC, the clock that src/kernel/timer.ts runs on. */
export function monotonicNow(): Instant {
  const [seconds, nanoseconds] = hrtime();
  return seconds * SECOND + Math.floor(nanoseconds / 1_000);
}

/** When that was, or will be, by the wall clock as it is set now. */
export function wallTime(instant: Instant): Date {
  return new Date(Date.now() + (instant - monotonicNow()) / MILLISECOND);
}
