import type { VrrpInstance } from "../keywords/instance.ts";
import { quote, type Report } from "../problem.ts";
import type { Block } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import type { SettledInstance } from "./instance.ts";

/**
 * Two instances cannot be the same virtual router (keepalived ends there: vrrp-behaviour 1, item 25); that both hold an
 * address, which would go when one of them gives it up, is most likely not meant.
 */
export function checkTwins(instances: readonly SettledInstance[], report: Report): void {
  const taken: Taken = new Map();
  for (const instance of instances) {
    claimRouter(instance, taken, report);
    claimAddresses(instance, taken, report);
  }
}

/** What one instance alone should have, and in whose block it is. */
type Taken = Map<string, Block<VrrpInstance>>;

/** By multicast a link and a group make the difference, by unicast the own address and each peer. */
function claimRouter({ block, settings, travel }: SettledInstance, taken: Taken, report: Report): void {
  const { interface: link, virtualRouterId } = settings;
  const from = travel.source ?? link;
  const ways = travel.peers?.map(({ address }) => `between ${from} and ${address}`) ?? [
    travel.group === undefined ? `on ${link}` : `on ${link} with the group ${travel.group}`,
  ];
  for (const way of ways) {
    const key = `${travel.family} ${virtualRouterId} ${way}`;
    const other = taken.get(key);
    taken.set(key, other ?? block);
    if (other === undefined) continue;
    const router = `virtual_router_id ${virtualRouterId} is in use ${way} already`;
    const place = block.places.virtual_router_id ?? block.name.place;
    report("instance-same-router", place, `${router}, ${holderOf(other, place)}`, "choose another number, 1 to 255");
    return;
  }
}

function claimAddresses({ block, settings }: SettledInstance, taken: Taken, report: Report): void {
  for (const { address, interface: device } of [...settings.addresses, ...settings.excludedAddresses]) {
    const key = `${address} ${device}`;
    const holder = taken.get(key);
    if (holder === undefined) taken.set(key, block);
    else {
      const place = block.places.virtual_ipaddress ?? block.name.place;
      const message = `${address} is held on ${device} too, ${holderOf(holder, place)}`;
      report("instance-same-address", place, message, "keep it in one of the two");
    }
  }
}

function holderOf({ name }: Block<VrrpInstance>, seenFrom: Place): string {
  return `by ${quote(name.text)} in ${lineOf(name.place, seenFrom)}`;
}
