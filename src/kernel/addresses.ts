import type { HeldAddress } from "../core/effect.ts";
import { type IpAddress, parseIpv4 } from "../wire/ipv4.ts";
import { NLM_F_CREATE, NLM_F_REPLACE, type Request } from "../wire/netlink.ts";
import {
  decodeInterfaceAddress,
  encodeDump,
  encodeInterfaceAddress,
  type InterfaceAddress,
  KEEPALIVED_PROTOCOL,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_NEWADDR,
} from "../wire/route.ts";
import type { Netlink, Refused } from "./netlink.ts";

/** An address that could not be added, renewed or removed. */
export type AddressFailure = { readonly address: IpAddress; readonly interface: string; readonly reason: string };

/** An address that is on the machine because of us, and the interface's name in the configuration. */
type Placed = InterfaceAddress & { readonly interface: string };

/**
 * Performs what the core wants with addresses: compares the wanted set with what it has placed, and sends the difference as
 * one batch. Every method throws SystemError only if the netlink socket itself fails.
 */
export class Addresses {
  readonly #netlink: Netlink;
  readonly #indexOf: (interfaceName: string) => number | undefined;
  readonly #placed = new Map<string, Placed>();

  constructor(netlink: Netlink, indexOf: (interfaceName: string) => number | undefined) {
    this.#netlink = netlink;
    this.#indexOf = indexOf;
  }

  /** Those on the machine count as placed by us from now on, whatever their prefix length. */
  claim(addresses: readonly HeldAddress[]): void {
    const named = new Map(addresses.map((held) => [`${this.#indexOf(held.interface)} ${held.address}`, held]));
    for (const { body } of this.#netlink.dump(RTM_GETADDR, encodeDump(RTM_GETADDR))) {
      const found = decodeInterfaceAddress(body);
      if (found === undefined) continue;
      const held = named.get(`${found.index} ${found.address}`);
      if (held !== undefined) this.#placed.set(keyOf(found), { ...found, interface: held.interface });
    }
  }

  /** Adds what is missing, removes what is no longer wanted. What has failed is tried again the next time. */
  hold(addresses: readonly HeldAddress[]): AddressFailure[] {
    const [wanted, homeless] = this.#locate(addresses);
    const removals = [...this.#placed.values()].filter((placed) => !isKept(placed, wanted.get(keyOf(placed))));
    // A subnet's first address takes the others along when it is removed, unless the sysctl promote_secondaries is set.
    const disturbed = new Set(removals.map(networkOf));
    const puts = [...wanted.values()].filter(
      (target) => !isAlike(target, this.#placed.get(keyOf(target))) || disturbed.has(networkOf(target)),
    );
    return [...homeless, ...this.#change(removals, puts)];
  }

  /** The leases of those that are placed start anew. */
  renew(addresses: readonly HeldAddress[]): AddressFailure[] {
    const [wanted] = this.#locate(addresses.filter(({ leaseSeconds }) => leaseSeconds > 0));
    const placed = [...wanted.values()].filter((target) => this.has(target));
    return this.#change([], placed);
  }

  /** Whether the address is on the machine because of us. */
  has(address: InterfaceAddress): boolean {
    return this.#placed.has(keyOf(address));
  }

  /** Forgets what is no longer there, and returns it. */
  forget(isThere: (address: InterfaceAddress) => boolean): Placed[] {
    const gone = [...this.#placed.values()].filter((placed) => !isThere(placed));
    for (const placed of gone) this.#placed.delete(keyOf(placed));
    return gone;
  }

  /** What to place, by key; and those whose interface does not exist. */
  #locate(addresses: readonly HeldAddress[]): [wanted: Map<string, Placed>, homeless: AddressFailure[]] {
    const wanted = new Map<string, Placed>();
    const homeless: AddressFailure[] = [];
    for (const held of addresses) {
      const index = this.#indexOf(held.interface);
      if (index === undefined) {
        const reason = `the interface ${held.interface} does not exist`;
        homeless.push({ address: held.address, interface: held.interface, reason });
        continue;
      }
      const target = placedAs(held, index);
      wanted.set(keyOf(target), target);
    }
    return [wanted, homeless];
  }

  #change(removals: readonly Placed[], puts: readonly Placed[]): AddressFailure[] {
    const refusals = this.#netlink.transact([...removals.map(removal), ...puts.map(put)]);
    const refused = new Map(refusals.map((refusal): [number, Refused] => [refusal.request, refusal]));
    const failures: AddressFailure[] = [];
    for (const [index, placed] of [...removals, ...puts].entries()) {
      const isRemoval = index < removals.length;
      const refusal = refused.get(index);
      const failed = refusal !== undefined && !(isRemoval && GONE.has(refusal.code));
      // Left in what is placed: what could not be removed. Left out: what could not be placed.
      if (isRemoval === failed) this.#placed.set(keyOf(placed), placed);
      else this.#placed.delete(keyOf(placed));
      if (failed) failures.push({ address: placed.address, interface: placed.interface, reason: refusal.reason });
    }
    return failures;
  }
}

/** With these a removal has nothing left to do: somebody was faster, or the interface has gone. */
const GONE: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "ENODEV"]);

/** Without a label: one taken over may have another than we wanted, and would not be found. */
function removal({ index, address, prefixLength, scope, flags }: Placed): Request {
  const body = encodeInterfaceAddress({ index, address, prefixLength, scope, flags });
  return { type: RTM_DELADDR, flags: 0, body };
}

/** Adds; an address that is there already is taken over, with a new lifetime. */
function put(placed: Placed): Request {
  return { type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_REPLACE, body: encodeInterfaceAddress(placed) };
}

function placedAs({ leaseSeconds, label, ...held }: HeldAddress, index: number): Placed {
  return {
    ...held,
    index,
    // The kernel's own default.
    label: label ?? held.interface,
    protocol: KEEPALIVED_PROTOCOL,
    flags: 0,
    ...(leaseSeconds > 0 && { lifetimeSeconds: leaseSeconds }),
  };
}

/** What makes two addresses the same one to the kernel. */
function keyOf({ index, address, prefixLength }: InterfaceAddress): string {
  return `${index} ${address}/${prefixLength}`;
}

/** Replacing changes nothing but the lifetime; for anything else the address has to go first. */
function isKept(placed: Placed, wanted: Placed | undefined): boolean {
  if (wanted === undefined) return false;
  return placed.scope === wanted.scope && placed.label === wanted.label && placed.broadcast === wanted.broadcast;
}

function isAlike(wanted: Placed, placed: Placed | undefined): boolean {
  return placed !== undefined && isKept(placed, wanted) && placed.lifetimeSeconds === wanted.lifetimeSeconds;
}

/** The subnet, to tell it from others. */
function networkOf({ index, address, prefixLength }: InterfaceAddress): string {
  const number = (parseIpv4(address) ?? new Uint8Array()).reduce((sum, byte) => sum * 256 + byte, 0);
  return `${index} ${Math.floor(number / 2 ** (32 - prefixLength))}/${prefixLength}`;
}
