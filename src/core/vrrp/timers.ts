import { type Duration, type Instant, MILLISECOND, NEVER, SECOND } from "../time.ts";
import type { InstanceSettings } from "./settings.ts";

const CENTISECOND = 10 * MILLISECOND;

/**
 * How much longer than the dead interval a backup of this priority waits: the higher, the sooner. Version 2 counts in
 * seconds whatever the interval (RFC 3768 §6.1), version 3 in the master's intervals (RFC 9568 §6.1).
 */
export function skew(version: 2 | 3, priority: number, masterInterval: Duration): Duration {
  if (version === 2) return Math.floor(((256 - priority) * SECOND) / 256);
  return Math.floor(((256 - priority) * (masterInterval / CENTISECOND) * 625) / 16);
}

/** For delays of which 0 means none. */
export function after(now: Instant, delay: Duration): Instant {
  return delay > 0 ? now + delay : NEVER;
}

/** Silence of this length means that the master is dead. */
export function masterDown(settings: InstanceSettings, priority: number, masterInterval: Duration): Duration {
  return settings.downTimerAdverts * masterInterval + skew(settings.version, priority, masterInterval);
}
