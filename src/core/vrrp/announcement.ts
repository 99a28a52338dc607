import { encodeGratuitousArp } from "../../wire/arp.ts";
import { parseIpv4 } from "../../wire/ipv4.ts";
import type { Effect } from "../effect.ts";
import { message } from "../message.ts";
import type { Instance } from "./instance.ts";
import type { VirtualAddress } from "./settings.ts";

/** Tells the networks where the addresses are now: rounds over all of them, each with one gratuitous ARP. */
export function announce(
  instance: Instance,
  rounds: number,
  addresses: readonly VirtualAddress[] = [...instance.settings.addresses, ...instance.settings.excludedAddresses],
): Effect[] {
  const { name } = instance.settings;
  const frames = addresses.flatMap((address) => announcement(instance, address));
  const heading = addresses.map((address) => message.announcing(name, address.interface, address.address));
  return [...heading, ...Array.from({ length: rounds }, () => frames).flat()];
}

/** Nothing on an interface that is down or has no hardware address. */
function announcement({ settings, surroundings }: Instance, virtual: VirtualAddress): Effect[] {
  const link = surroundings.links.get(virtual.interface);
  const address = parseIpv4(virtual.address);
  if (link?.kind !== "up" || link.mac.length !== 6 || address === undefined) return [];
  const frame = encodeGratuitousArp({ mac: link.mac, address });
  return [
    message.announced(virtual.interface, virtual.address),
    { kind: "announce", instance: settings.name, interface: virtual.interface, frame },
  ];
}
