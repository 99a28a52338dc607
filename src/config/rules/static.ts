import type { Address } from "../keywords/address.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { isBefore, lineOf, type Place } from "../source/place.ts";
import type { Word } from "../source/words.ts";
import type { SettledInstance } from "./instance.ts";
import { checkInterface } from "./interface.ts";
import { checkRoutes, checkRules } from "./routes.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is wrong with static addresses, routes and rules, alone and beside the instances. */
export function checkStatic(instances: readonly SettledInstance[], around: Surroundings): void {
  const { static_ipaddress = [], static_routes = [], static_rules = [] } = around.document;
  checkAddresses(static_ipaddress, around);
  checkVirtual(static_ipaddress, instances, around);
  checkRoutes(static_routes, around);
  checkRules(static_rules, around);
  for (const item of [...static_ipaddress, ...static_routes, ...static_rules]) checkGroup(item, around);
}

function checkAddresses(addresses: readonly Address[], around: Surroundings): void {
  const seen = new Map<string, Place>();
  for (const { address, place, dev = around.global.default_interface } of addresses) {
    checkInterface(dev, place, around);
    const key = `${address} ${dev}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    else {
      const message = `${address} on ${dev} again, after ${lineOf(first, place)}`;
      around.report("network-repeated", place, message, "remove one of the two");
    }
  }
}

/** On whatever interfaces: a host answers for all its addresses on all of them. */
function checkVirtual(
  addresses: readonly Address[],
  instances: readonly SettledInstance[],
  { report }: Surroundings,
): void {
  if (addresses.length === 0) return;
  const holders = new Map<string, Word>();
  for (const { settings, block } of instances) {
    for (const { address } of [...settings.addresses, ...settings.excludedAddresses]) holders.set(address, block.name);
  }
  for (const { address, place } of addresses) {
    const holder = holders.get(address);
    if (holder === undefined) continue;
    const message = `${address} is a virtual address of ${quote(holder.text)} in ${lineOf(holder.place, place)}, and always here`;
    report("address-static-and-virtual", place, message, "remove one of the two");
  }
}

/** keepalived looks the group up where it is named, and drops the item if it comes only later. */
function checkGroup(item: { readonly place: Place; readonly track_group?: string | undefined }, around: Surroundings) {
  const { track_group: name, place } = item;
  if (name === undefined) return;
  const { track_group: groups = new Map() } = around.document;
  const group = groups.get(name);
  if (group === undefined) {
    const cure = suggest(name, groups.keys(), "define it, above this block");
    around.report("track-unknown", place, `there is no track_group ${quote(name)}`, cure);
  } else if (isBefore(place, group.name.place)) {
    const message = `track_group ${quote(name)} is defined only in line ${group.name.place.line.number}`;
    around.report("track-early", place, message, "move it above this block");
  }
}
