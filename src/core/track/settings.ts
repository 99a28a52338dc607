import type { Duration } from "../time.ts";

/** One `vrrp_script`. */
export type ScriptSettings = {
  readonly name: string;
  /** The argument vector; the first word is the program. */
  readonly command: readonly string[];
  readonly interval: Duration;
  readonly timeout: Duration;
  /** Successes in a row that make it good. */
  readonly rise: number;
  /** Failures in a row that make it bad. */
  readonly fall: number;
  /** `init_fail`: bad until `rise` successes have come; otherwise one success is enough at the start. */
  readonly initFail: boolean;
  /** `user`; absent: the daemon's own. */
  readonly user?: { readonly name: string; readonly group?: string };
};
