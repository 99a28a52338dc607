import { type Duration, SECOND } from "../src/core/time.ts";
import { skew } from "../src/core/vrrp/timers.ts";

/** A version of VRRP at a pace. */
export type Timing = { readonly name: string; readonly version: 2 | 3; readonly interval: Duration };

/** keepalived's default. */
export const ordinary: Timing = { name: "v2 1 s", version: 2, interval: SECOND };

export const timings: readonly Timing[] = [
  ordinary,
  { name: "v3 0.1 s", version: 3, interval: SECOND / 10 },
  { name: "v3 0.01 s", version: 3, interval: SECOND / 100 },
];

/** From the resignation of the master to the advert of a backup with this priority. */
export function skewOf({ version, interval }: Timing, priority: number): Duration {
  return skew(version, priority, interval);
}

/** From the last advert of the master, or from the return of a router, to the first advert of a backup with this priority. */
export function masterDownOf(timing: Timing, priority: number): Duration {
  return 3 * timing.interval + skewOf(timing, priority);
}
