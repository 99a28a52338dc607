import type { Duration } from "../src/core/time.ts";

/** What is measured; units and targets are in table.ts. */
export type Metric =
  | "advert"
  | "address"
  | "announcement"
  | "resignation"
  | "start"
  | "memory"
  | "processor"
  | "test"
  | "growth"
  | "peak";

export type Sample = {
  readonly metric: Metric;
  /** "v2 1 s, stop". */
  readonly scenario: string;
  /** Microseconds, but "memory" and "peak" in KiB, "processor" in millionths of a core, "growth" a plain number. */
  readonly value: Duration | number;
};
