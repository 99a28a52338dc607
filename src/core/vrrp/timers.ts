import { type Duration, type Instant, MILLISECOND, NEVER, SECOND } from "../time.ts";
import { OWNER } from "./election.ts";
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

/** What a backup's patience depends on. */
export type Patience = Pick<InstanceSettings, "version" | "advertInterval" | "downTimerAdverts" | "initialState">;

/** Silence of this length means that the master is dead. */
export function masterDown(settings: Patience, priority: number, masterInterval: Duration): Duration {
  return settings.downTimerAdverts * masterInterval + skew(settings.version, priority, masterInterval);
}

/** The same for one that has just started: `state MASTER` waits for one interval and the owner's skew only, as keepalived does. */
export function firstMasterDown(settings: Patience, priority: number): Duration {
  const { initialState, version, advertInterval } = settings;
  if (initialState === "MASTER") return advertInterval + skew(version, OWNER, advertInterval);
  return masterDown(settings, priority, advertInterval);
}
