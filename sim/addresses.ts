import type { HeldAddress } from "../src/core/effect.ts";
import { type Duration, type Instant, NEVER, SECOND } from "../src/core/time.ts";

/** An address as this machine's kernel has it. `ours`: the daemon that runs now knows that it put it there. */
export type KernelAddress = { readonly held: HeldAddress; readonly expiresAt: Instant; readonly ours: boolean };

export type AddressChange = {
  readonly kind: "gained" | "lost";
  readonly held: HeldAddress;
  readonly cause: "wanted" | "lease" | "deleted" | "interface";
};

/**
 * The kernel's table of addresses, as far as the daemon has to do with it: what "hold", "claim" and "renew" ask of it
 * (src/core/effect.ts), lifetimes that the kernel keeps whatever becomes of the daemon, and other people's deletions.
 */
export class AddressTable {
  readonly #table = new Map<string, KernelAddress>();
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
    const wanted = new Set(addresses.map(keyOf));
    const changes: AddressChange[] = [];
    for (const [key, { held, ours }] of this.#table) {
      if (!ours || wanted.has(key)) continue;
      this.#table.delete(key);
      changes.push({ kind: "lost", held, cause: "wanted" });
    }
    for (const held of addresses) {
      const present = this.#table.get(keyOf(held));
      if (present?.ours && present.held.leaseSeconds === held.leaseSeconds) continue;
      this.#put(held, now);
      if (present === undefined) changes.push({ kind: "gained", held, cause: "wanted" });
    }
    return changes;
  }

  claim(addresses: readonly HeldAddress[]): void {
    for (const key of addresses.map(keyOf)) {
      const present = this.#table.get(key);
      if (present !== undefined) this.#table.set(key, { ...present, ours: true });
    }
  }

  /** Like the kernel, it adds an address again that has gone meanwhile. */
  renew(addresses: readonly HeldAddress[], now: Instant): AddressChange[] {
    const absent = addresses.filter((address) => !this.has(address));
    for (const address of addresses) this.#put(address, now);
    return absent.map((held) => ({ kind: "gained", held, cause: "wanted" }));
  }

  /** The kernel's own removals. */
  expire(now: Instant): AddressChange[] {
    return this.#remove(({ expiresAt }) => expiresAt <= now, "lease");
  }

  delete(address: string): AddressChange[] {
    return this.#remove(({ held }) => held.address === address, "deleted");
  }

  deleteInterface(name: string): AddressChange[] {
    return this.#remove(({ held }) => held.interface === name, "interface");
  }

  /** The daemon has gone, and what it knew. */
  forget(): void {
    for (const [key, entry] of this.#table) this.#table.set(key, { ...entry, ours: false });
  }

  #put(held: HeldAddress, now: Instant): void {
    const expiresAt = held.leaseSeconds === 0 ? NEVER : now + held.leaseSeconds * SECOND + this.#lag();
    this.#table.set(keyOf(held), { held, expiresAt, ours: true });
    if (expiresAt !== NEVER) this.#watch(expiresAt);
  }

  #remove(matches: (entry: KernelAddress) => boolean, cause: AddressChange["cause"]): AddressChange[] {
    const gone = [...this.#table].filter(([, entry]) => matches(entry));
    for (const [key] of gone) this.#table.delete(key);
    return gone.map(([, { held }]) => ({ kind: "lost", held, cause }));
  }
}

/** The kernel tells addresses apart by these three. */
function keyOf({ interface: device, address, prefixLength }: HeldAddress): string {
  return `${device} ${address}/${prefixLength}`;
}
