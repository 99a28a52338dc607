import type { Event, Link } from "../core/event.ts";
import { equalBytes } from "../wire/bytes.ts";
import type { IpAddress } from "../wire/ipv4.ts";
import type { Message } from "../wire/netlink.ts";
import {
  decodeInterfaceAddress,
  decodeInterfaceLink,
  encodeDump,
  IFA_F_SECONDARY,
  IFF_LOOPBACK,
  IFF_NOARP,
  IFF_RUNNING,
  IFF_UP,
  type InterfaceAddress,
  type InterfaceLink,
  KEEPALIVED_PROTOCOL,
  RTM_DELADDR,
  RTM_DELLINK,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_LINK,
} from "../wire/route.ts";
import type { Addresses } from "./addresses.ts";
import { Monitor, type Netlink, type News } from "./netlink.ts";

export type LinkEvent = Extract<Event, { readonly kind: "link" | "address lost" }>;

/** An interface as it was last reported. */
export type KnownLink = {
  /** An interface that is deleted and made anew has another. */
  readonly index: number;
  /** Empty where ARP is not spoken. */
  readonly mac: Uint8Array;
  readonly link: Link;
};

/** An interface as the kernel has it; the addresses by address and prefix length, in the order in which they came. */
type Interface = { link: InterfaceLink; readonly addresses: Map<string, InterfaceAddress> };

const ABSENT: Link = { kind: "absent" };

/**
 * The machine's interfaces and their IPv4 addresses, kept up to date by the kernel's notifications. An address that is there
 * because of us is none of the interface's own: it neither appears in a Link nor changes one.
 */
export class Links {
  readonly #netlink: Netlink;
  readonly #addresses: Addresses;
  readonly #report: (event: LinkEvent) => void;
  readonly #monitor: Monitor;
  #interfaces = new Map<number, Interface>();
  readonly #known = new Map<string, KnownLink>();
  /** Names of interfaces about which something has come in since the last settlement. */
  readonly #touched = new Set<string>();
  #removals = false;

  /** What exists at the start is not reported, but found. `report` may call anything but close. */
  constructor(netlink: Netlink, addresses: Addresses, report: (event: LinkEvent) => void) {
    this.#netlink = netlink;
    this.#addresses = addresses;
    this.#report = report;
    // Before the first dump, so that no change falls between the two.
    this.#monitor = new Monitor([RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR], (news) => this.#hear(news));
    this.#load();
    this.#settle();
  }

  /** Undefined when there is no such interface. */
  find(name: string): KnownLink | undefined {
    return this.#known.get(name);
  }

  close(): void {
    this.#monitor.close();
  }

  #hear({ messages, lost, drained }: News): void {
    if (lost) this.#load();
    else for (const message of messages) this.#apply(message);
    // Halfway through, an address that was removed and put again looks lost.
    if (drained) for (const event of this.#settle()) this.#report(event);
  }

  #load(): void {
    for (const { link } of this.#interfaces.values()) this.#touched.add(link.name);
    this.#interfaces = new Map();
    this.#removals = true;
    for (const type of [RTM_GETLINK, RTM_GETADDR] as const) {
      for (const message of this.#netlink.dump(type, encodeDump(type))) this.#apply(message);
    }
  }

  #apply({ type, body }: Message): void {
    switch (type) {
      case RTM_NEWLINK:
      case RTM_DELLINK: {
        const link = decodeInterfaceLink(body);
        if (link !== undefined) this.#applyLink(type, { ...link, mac: link.mac.slice() });
        break;
      }
      case RTM_NEWADDR:
      case RTM_DELADDR: {
        const address = decodeInterfaceAddress(body);
        if (address !== undefined) this.#applyAddress(type, address);
        break;
      }
    }
  }

  #applyLink(type: number, link: InterfaceLink): void {
    const before = this.#interfaces.get(link.index);
    if (before !== undefined) this.#touched.add(before.link.name);
    this.#touched.add(link.name);
    if (type === RTM_DELLINK) {
      this.#removals = true;
      this.#interfaces.delete(link.index);
    } else if (before !== undefined) before.link = link;
    else this.#interfaces.set(link.index, { link, addresses: new Map() });
  }

  #applyAddress(type: number, address: InterfaceAddress): void {
    const owner = this.#interfaces.get(address.index);
    if (owner === undefined) return;
    this.#touched.add(owner.link.name);
    if (type === RTM_NEWADDR) owner.addresses.set(keyOf(address), address);
    else this.#removals = owner.addresses.delete(keyOf(address)) || this.#removals;
  }

  /** Brings what is known into line with what came in; returns what the core must be told. */
  #settle(): LinkEvent[] {
    const present = new Map([...this.#interfaces.values()].map((each) => [each.link.name, each]));
    const lost = this.#removals ? this.#addresses.forget((placed) => this.#isThere(placed)) : [];
    const events = [...this.#touched].flatMap((name) => this.#renew(name, present.get(name)));
    for (const { index, interface: name, address } of lost) {
      // With its interface an address goes, too; that is told by the link.
      if (this.#interfaces.has(index))
        events.push({ kind: "address lost", interface: name, address, cause: "removed" });
    }
    this.#touched.clear();
    this.#removals = false;
    return events;
  }

  #renew(name: string, present: Interface | undefined): LinkEvent[] {
    const before = this.#known.get(name);
    if (present === undefined) {
      this.#known.delete(name);
      return before === undefined ? [] : [{ kind: "link", interface: name, link: ABSENT }];
    }
    const now = this.#describe(present);
    this.#known.set(name, now);
    const isSameInterface = before?.index === now.index;
    if (isSameInterface && equalLinks(before.link, now.link)) return [];
    const news: LinkEvent = { kind: "link", interface: name, link: now.link };
    // What was bound to the interface of that name is dead, even if the new one looks the same.
    return before === undefined || isSameInterface ? [news] : [{ kind: "link", interface: name, link: ABSENT }, news];
  }

  #describe({ link, addresses }: Interface): KnownLink {
    const isUp = (link.flags & IFF_UP) !== 0 && (link.flags & IFF_RUNNING) !== 0;
    const mac = (link.flags & (IFF_NOARP | IFF_LOOPBACK)) === 0 ? link.mac : new Uint8Array();
    if (!isUp) return { index: link.index, mac, link: { kind: "down" } };
    const own = [...addresses.values()].filter((address) => !this.#isOurs(address));
    return { index: link.index, mac, link: { kind: "up", mac, addresses: own.sort(byPreference).map(textOf) } };
  }

  /** Ours, or another keepalived's. The kernel remembers the protocol from Linux 5.18 on. */
  #isOurs(address: InterfaceAddress): boolean {
    return address.protocol === KEEPALIVED_PROTOCOL || this.#addresses.has(address);
  }

  #isThere(address: InterfaceAddress): boolean {
    return this.#interfaces.get(address.index)?.addresses.has(keyOf(address)) ?? false;
  }
}

/** The addresses that packets go out with come first: no secondary ones, and of a wide scope. */
function byPreference(a: InterfaceAddress, b: InterfaceAddress): number {
  return (a.flags & IFA_F_SECONDARY) - (b.flags & IFA_F_SECONDARY) || a.scope - b.scope;
}

function textOf({ address }: InterfaceAddress): IpAddress {
  return address;
}

function keyOf({ address, prefixLength }: InterfaceAddress): string {
  return `${address}/${prefixLength}`;
}

function equalLinks(a: Link, b: Link): boolean {
  if (a.kind !== "up" || b.kind !== "up") return a.kind === b.kind;
  return equalBytes(a.mac, b.mac) && a.addresses.join() === b.addresses.join();
}
