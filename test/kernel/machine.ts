import type { HeldAddress } from "../../src/core/effect.ts";
import { Addresses } from "../../src/kernel/addresses.ts";
import { type LinkEvent, Links } from "../../src/kernel/links.ts";
import { Netlink } from "../../src/kernel/netlink.ts";
import { decodeInterfaceAddress, encodeDump, type InterfaceAddress, RTM_GETADDR } from "../../src/wire/route.ts";
import { ip } from "./namespace.ts";

const MARKER = "marker";

/** Netlink, addresses and links put together as the daemon does it, with what they report. */
export class Machine {
  readonly netlink = new Netlink();
  readonly addresses: Addresses = new Addresses(this.netlink, (name) => this.links.find(name)?.index);
  readonly links: Links = new Links(this.netlink, this.addresses, (event) => this.#note(event));
  #events: LinkEvent[] = [];
  #marked = () => {};

  /** What has been reported since the last time, when all that has happened until now has been noticed. */
  async events(): Promise<LinkEvent[]> {
    ip(`link add ${MARKER} type veth peer name ${MARKER}2`);
    await new Promise<void>((resolve) => {
      this.#marked = resolve;
    });
    ip(`link delete ${MARKER}`);
    const told = this.#events;
    this.#events = [];
    return told;
  }

  /** Waits for an event that time alone brings. */
  async until(isWanted: (event: LinkEvent) => boolean): Promise<void> {
    while (!this.#events.some(isWanted)) {
      await new Promise<void>((resolve) => {
        this.#marked = resolve;
      });
    }
  }

  present(): InterfaceAddress[] {
    const messages = this.netlink.dump(RTM_GETADDR, encodeDump(RTM_GETADDR));
    return messages.flatMap(({ body }) => decodeInterfaceAddress(body) ?? []);
  }

  texts(): string[] {
    return this.present().map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  }

  close(): void {
    this.links.close();
    this.netlink.close();
  }

  #note(event: LinkEvent): void {
    if (!event.interface.startsWith(MARKER)) this.#events.push(event);
    this.#marked();
  }
}

export function held(address: string, options: Partial<HeldAddress> = {}): HeldAddress {
  return { address, prefixLength: 32, interface: "va", scope: 0, leaseSeconds: 0, ...options };
}
