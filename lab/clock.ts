import type { Instant } from "../src/core/time.ts";

/** The machine's monotonic clock; the same one in every namespace. */
export function clock(): Instant {
  return Number(process.hrtime.bigint() / 1000n);
}
