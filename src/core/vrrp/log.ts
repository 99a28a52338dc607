import type { Log } from "../message.ts";
import { type Duration, type Instant, NEVER, SECOND } from "../time.ts";
import type { Instance } from "./instance.ts";

/**
 * What others send decides how often it is logged only within bounds: one message of a kind until the next change of
 * master (as keepalived does), or until it has been silent for `quiet`.
 */
export function logOnce(instance: Instance, kind: string, log: Log, now: Instant, quiet: Duration = NEVER): Log[] {
  const last = instance.logged.get(kind);
  if (last !== undefined && now - last < quiet) return [];
  instance.logged.set(kind, now);
  return [log];
}

/** Another master is about, to whom everything may apply anew; not more than once a second, for two may take turns. */
export function forgetLogged({ logged }: Instance, now: Instant): void {
  for (const [kind, at] of logged) if (now - at >= SECOND) logged.delete(kind);
}
