import type { IpAddress } from "../wire/ipv4.ts";
import type { Settings } from "./settings.ts";

/** Everything that happens to the core. Where an event comes from outside, it carries only what was observed. */
export type Event =
  /** The armed deadline has come. */
  | { readonly kind: "timer" }
  /** An IPv4 packet of protocol 112, header included, as it came from a socket bound to the interface. */
  | { readonly kind: "packet"; readonly interface: string; readonly bytes: Uint8Array }
  | { readonly kind: "link"; readonly interface: string; readonly link: Link }
  /** A held address is not there: somebody has removed it, or the kernel has refused to take it (which is logged). */
  | {
      readonly kind: "address lost";
      readonly interface: string;
      readonly address: IpAddress;
      readonly cause: "removed" | "refused";
    }
  /** The advert of this instance has left the socket: the moment from which its leases count. */
  | { readonly kind: "transmitted"; readonly instance: string }
  /** An effect could not be performed; `what` names it in words for the log. */
  | { readonly kind: "failed"; readonly instance: string; readonly what: string; readonly reason: string }
  | { readonly kind: "script"; readonly script: string; readonly outcome: ScriptOutcome }
  /** The start and every reload: from now on these settings hold. */
  | { readonly kind: "configure"; readonly settings: Settings }
  | { readonly kind: "stop" };

/** An interface as the kernel reports it. "up" is IFF_UP and IFF_RUNNING. */
export type Link =
  | { readonly kind: "absent" }
  | { readonly kind: "down" }
  | { readonly kind: "up"; readonly mac: Uint8Array; readonly addresses: readonly IpAddress[] };

export type ScriptOutcome =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "signalled"; readonly signal: string }
  /** It could not even be started. */
  | { readonly kind: "unstartable"; readonly reason: string };
