import type { VirtualAddress } from "./vrrp/settings.ts";

/** Everything the core wants done. Effects of one step are performed in their order. */
export type Effect =
  /** A whole IPv4 packet to the VRRP group; answered by the event "transmitted", or "failed". */
  | { readonly kind: "transmit"; readonly instance: string; readonly interface: string; readonly packet: Uint8Array }
  /** An Ethernet frame: a gratuitous ARP. */
  | { readonly kind: "announce"; readonly instance: string; readonly interface: string; readonly frame: Uint8Array }
  /**
   * The whole set of addresses that should exist now, for all instances; the kernel side finds the difference. An address
   * that is new or has another lease than before gets its full lifetime, the others keep what is left of theirs.
   */
  | { readonly kind: "hold"; readonly addresses: readonly HeldAddress[] }
  /** These addresses are ours if they exist already: left by a predecessor that crashed. The next "hold" settles them. */
  | { readonly kind: "claim"; readonly addresses: readonly HeldAddress[] }
  /** The lifetime of these held addresses starts anew. */
  | { readonly kind: "renew"; readonly addresses: readonly HeldAddress[] }
  /** The interfaces on which VRRP is spoken: the whole set, like "hold". */
  | { readonly kind: "listen"; readonly interfaces: readonly string[] }
  /** Answered by one event "script". It replaces a run that is still under way, which is killed and not heard of again. */
  | { readonly kind: "run"; readonly script: string }
  /** To the script's whole process group. */
  | { readonly kind: "kill"; readonly script: string; readonly signal: "SIGTERM" | "SIGKILL" }
  /** "detail" is for those who start with -D. */
  | { readonly kind: "log"; readonly level: "info" | "detail"; readonly text: string };

export type HeldAddress = VirtualAddress & {
  /** Whole seconds; 0: for ever. */
  readonly leaseSeconds: number;
};
