import type { Instant } from "../src/core/time.ts";

/** Microseconds since 1970 on the system's clock, the one that tcpdump, `ip monitor` and bash tell. */
export type WallTime = Instant;

/** Never later than the true time, and up to 1 ms earlier: for bounds, not for measures. */
export function wallNow(): WallTime {
  return Date.now() * 1_000;
}

/** What bash calls EPOCHREALTIME: "1732282336.123456". */
export function parseEpoch(text: string): WallTime {
  const [seconds = "", microseconds = ""] = text.trim().split(".");
  return Number(seconds) * 1_000_000 + Number(microseconds.padEnd(6, "0").slice(0, 6));
}
