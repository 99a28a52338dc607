import type { ScriptOutcome } from "../src/core/event.ts";
import type { Status } from "../src/core/status.ts";
import type { Instant } from "../src/core/time.ts";
import type { AddressChange } from "./addresses.ts";

/** Something that can be seen from outside, on one router; transcripts print these, invariants judge them. */
export type Observation = { readonly at: Instant; readonly router: string; readonly what: What };

export type What =
  /** Done to the router by the scenario or by chance, in words. */
  | { readonly kind: "fault"; readonly text: string }
  | { readonly kind: "log"; readonly level: "info" | "detail"; readonly text: string }
  | { readonly kind: "sent"; readonly interface: string; readonly packet: Uint8Array }
  | { readonly kind: "announced"; readonly interface: string; readonly frame: Uint8Array }
  | { readonly kind: "address"; readonly change: AddressChange }
  | { readonly kind: "script"; readonly script: string; readonly outcome: ScriptOutcome }
  | { readonly kind: "signal"; readonly script: string; readonly signal: string }
  /** The daemon has done everything that followed from an event; if it was interrupted midway, that was some time ago. */
  | { readonly kind: "turned"; readonly status: () => Status; readonly isInterrupted: boolean }
  /** The daemon's life is over, in whichever way. */
  | { readonly kind: "ended" };

/** Where everything takes place: virtual time, the network, and whoever looks on. */
export type Ground = {
  readonly now: () => Instant;
  plan(at: Instant, act: () => void): void;
  broadcast(router: string, device: string, packet: Uint8Array): void;
  tell(router: string, what: What): void;
  /** How late a timer wakes its process this time, and the kernel removes an address. */
  lateness(): number;
  kernelLag(): number;
};
