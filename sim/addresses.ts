import type { HeldAddress } from "../src/core/effect.ts";
import { type Duration, type Instant, NEVER, SECOND } from "../src/core/time.ts";

/** An address as this machine's kernel has it. */
export type KernelAddress = { readonly held: HeldAddress; readonly expiresAt: Instant };

export type AddressChange = {
  readonly kind: "gained" | "lost";
  readonly held: HeldAddress;
  readonly cause: "wanted" | "lease" | "deleted" | "interface";
};

/**
 * The kernel's table of addresses as far as the daemon has to do with it, and what the daemon knows of it: what "hold",
 * "claim" and "renew" do (src/core/effect.ts), lifetimes that the kernel keeps whatever becomes of the daemon, and other
 * people's deletions, of which the daemon learns later.
 */
export class AddressTable {
  readonly #table = new Map<string, KernelAddress>();
  /** What the daemon believes to have placed. */
  readonly #placed = new Map<string, HeldAddress>();
  readonly #lag: () => Duration;
  readonly #watch: (at: Instant) => void;

  /** `lag`: how long after the end of a lifetime the kernel removes the address; `watch`: asks for `expire` at that time. */
  constructor(lag: () => Duration, watch: (at: Instant) => void) {
    this.#lag = lag;
    this.#watch = watch;
  }

  get all(): readonly KernelAddress[] {
    return [...this.#table.values()];
  }

  has(address: HeldAddress): boolean {
    return this.#table.has(keyOf(address));
  }

  hold(addresses: readonly HeldAddress[], now: Instant): AddressChange[] {
    const wanted = new Map(addresses.map((held) => [keyOf(held), held]));
    const removed = [...this.#placed.keys()].filter((key) => !wanted.has(key));
    for (const key of removed) this.#placed.delete(key);
    const put = addresses.filter((held) => this.#placed.get(keyOf(held))?.leaseSeconds !== held.leaseSeconds);
    return [...this.#remove(removed, "wanted"), ...put.flatMap((held) => this.#put(held, now))];
  }

  claim(addresses: readonly HeldAddress[]): void {
    // Nobody knows how much of its lease is left: the next "hold" will put it anew.
    for (const held of addresses)
      if (this.has(held)) this.#placed.set(keyOf(held), { ...held, leaseSeconds: Number.NaN });
  }

  /** Like the kernel, it adds an address again whose end the daemon has not noticed yet. */
  renew(addresses: readonly HeldAddress[], now: Instant): AddressChange[] {
    return addresses.filter((held) => this.#placed.has(keyOf(held))).flatMap((held) => this.#put(held, now));
  }

  /** The kernel's own removals. */
  expire(now: Instant): AddressChange[] {
    const ended = [...this.#table].filter(([, { expiresAt }]) => expiresAt <= now);
    return this.#remove(
      ended.map(([key]) => key),
      "lease",
    );
  }

  delete(address: string): AddressChange[] {
    return this.#removeWhere((held) => held.address === address, "deleted");
  }

  deleteInterface(name: string): AddressChange[] {
    return this.#removeWhere((held) => held.interface === name, "interface");
  }

  /** The daemon has learnt that the address has gone. */
  notice(held: HeldAddress): void {
    if (!this.has(held)) this.#placed.delete(keyOf(held));
  }

  /** The daemon has gone, and what it knew. */
  forget(): void {
    this.#placed.clear();
  }

  #put(held: HeldAddress, now: Instant): AddressChange[] {
    const isNew = !this.has(held);
    const expiresAt = held.leaseSeconds === 0 ? NEVER : now + held.leaseSeconds * SECOND + this.#lag();
    this.#table.set(keyOf(held), { held, expiresAt });
    this.#placed.set(keyOf(held), held);
    if (expiresAt !== NEVER) this.#watch(expiresAt);
    return isNew ? [{ kind: "gained", held, cause: "wanted" }] : [];
  }

  #removeWhere(matches: (held: HeldAddress) => boolean, cause: AddressChange["cause"]): AddressChange[] {
    const found = [...this.#table].filter(([, { held }]) => matches(held));
    return this.#remove(
      found.map(([key]) => key),
      cause,
    );
  }

  #remove(keys: readonly string[], cause: AddressChange["cause"]): AddressChange[] {
    const gone = keys.flatMap((key) => this.#table.get(key) ?? []);
    for (const key of keys) this.#table.delete(key);
    return gone.map(({ held }) => ({ kind: "lost", held, cause }));
  }
}

/** The kernel tells addresses apart by these three. */
function keyOf({ interface: device, address, prefixLength }: HeldAddress): string {
  return `${device} ${address}/${prefixLength}`;
}
