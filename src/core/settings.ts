import type { Duration } from "./time.ts";
import type { ScriptSettings } from "./track/settings.ts";
import type { InstanceSettings } from "./vrrp/settings.ts";

/** What a configuration file amounts to, with every default filled in: the core's whole view of it. */
export type Settings = {
  readonly routerId: string;
  /** `vrrp_startup_delay`: until this long after the start adverts are ignored and nobody becomes master. */
  readonly startupDelay: Duration;
  /** `vrrp_rt_priority`, 1–99: how urgent the failover's own thread is; absent: not real-time. */
  readonly realtimePriority?: number;
  readonly scripts: readonly ScriptSettings[];
  readonly instances: readonly InstanceSettings[];
};
