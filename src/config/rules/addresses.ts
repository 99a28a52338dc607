import type { InstanceSettings, VirtualAddress } from "../../core/vrrp/settings.ts";
import type { IpAddress } from "../../wire/ipv4.ts";
import type { Address } from "../keywords/address.ts";
import type { Machine } from "../machine.ts";
import { quote } from "../problem.ts";
import { lineOf, type Place } from "../source/place.ts";
import { familyOf } from "../types/ip.ts";
import type { Draft } from "./draft.ts";
import { checkInterface } from "./interface.ts";
import type { Travel } from "./link.ts";

type Held = Pick<InstanceSettings, "addresses" | "excludedAddresses">;

export function settleAddresses(draft: Draft, travel: Travel, ownInterface: string): Held {
  const { values, around } = draft;
  if (values.virtual_ipaddress.length === 0) refuseNoAddress(draft, travel.version);
  checkLinkLocal(draft, travel);
  const seen = new Map<string, Place>();
  const isUsable = (address: Address): boolean => isNew(address, ownInterface, seen, draft);
  const named = values.virtual_ipaddress.filter((one) => isOfFamily(one, travel, draft)).filter(isUsable);
  const excluded = values.virtual_ipaddress_excluded.filter(isUsable);
  const most = mostAddresses(travel, draft);
  const tooMany = named[most];
  if (tooMany !== undefined) {
    const message = `an advert names at most ${most} addresses: from here on they are excluded`;
    around.report("addresses-too-many", tooMany.place, message, "move them to virtual_ipaddress_excluded");
  }
  for (const one of [...named, ...excluded]) checkOnMachine(one, draft);
  const all = [...named, ...excluded].map((address) => settleAddress(address, ownInterface));
  const count = Math.min(named.length, most);
  return { addresses: all.slice(0, count), excludedAddresses: all.slice(count) };
}

/** The count has 8 bits (RFC 9568 §5.2.5), and the packet is not fragmented: vrrp-behaviour 1, item 13. */
function mostAddresses({ family, version }: Travel, { values }: Draft): number {
  const ah = values.authentication?.given.auth_type === "AH" ? 24 : 0;
  const room =
    MTU - 14 - (family === "inet" ? 20 : 40) - 8 - (version === 2 ? 8 + ah : 0) - (values.auth_hmac ? 28 : 0);
  return Math.min(255, Math.floor(room / (family === "inet" ? 4 : 16)));
}

const MTU = 1500;

function isNew(
  { address, dev, place }: Address,
  ownInterface: string,
  seen: Map<string, Place>,
  draft: Draft,
): boolean {
  const key = `${address} ${dev ?? ownInterface}`;
  const first = seen.get(key);
  if (first === undefined) seen.set(key, place);
  else {
    const message = `${address} again, after ${lineOf(first, place)}: this one is ignored`;
    draft.around.report("address-repeated", place, message, "remove one of the two");
  }
  return first === undefined;
}

function isOfFamily({ address, place }: Address, { family }: Travel, { around }: Draft): boolean {
  if (familyOf(address) === family) return true;
  const message = `${address} is of another family than the adverts of the instance, which cannot name it`;
  around.report("family-mixed", place, message, "move it to virtual_ipaddress_excluded");
  return false;
}

/** RFC 9568 §5.2.9: the first address of an IPv6 virtual router is its link-local one. */
function checkLinkLocal({ values, around, strict }: Draft, { family, peers }: Travel): void {
  const [first] = values.virtual_ipaddress;
  if (first === undefined || family !== "inet6" || peers !== undefined || first.address.startsWith("fe80:")) return;
  const message = `the first address of an IPv6 instance should be link-local, ${first.address} is not`;
  around.report(strict ? "strict-conflict" : "link-local-first", first.place, message, "put an fe80:: address first");
}

/** Version 3 cannot say it in a packet; for version 2 keepalived only warns. */
function refuseNoAddress({ block, values, name, around, strict }: Draft, version: 2 | 3): void {
  const allWrong = block.places.virtual_ipaddress !== undefined && block.given.virtual_ipaddress === undefined;
  if (allWrong || values.no_virtual_ipaddress !== undefined) return;
  const message = `vrrp_instance ${quote(name)} has no virtual_ipaddress`;
  const cure = "add virtual_ipaddress { … }, or no_virtual_ipaddress";
  around.report(version === 3 || strict ? "addresses-none" : "addresses-none-v2", block.name.place, message, cure);
}

function checkOnMachine({ address, dev, place }: Address, { around }: Draft): void {
  if (dev !== undefined) checkInterface(dev, place, around);
  for (const name of permanentAddresses(around.machine?.interfaces ?? NO_INTERFACES).get(address) ?? []) {
    const message = `${address} is on ${name} of this machine already, and stays there whoever is master`;
    around.report("address-permanent", place, message, `take it out of the machine's own network configuration`);
  }
}

/** The interfaces of each permanent address; made once for a machine, which may have thousands. */
function permanentAddresses(interfaces: Interfaces): ReadonlyMap<IpAddress, readonly string[]> {
  const known = permanent.get(interfaces);
  if (known !== undefined) return known;
  const found = new Map<IpAddress, string[]>();
  for (const [name, { addresses }] of interfaces) {
    for (const one of addresses.filter((each) => each.permanent)) {
      found.set(one.address, [...(found.get(one.address) ?? []), name]);
    }
  }
  permanent.set(interfaces, found);
  return found;
}

type Interfaces = NonNullable<Machine["interfaces"]>;

const permanent = new WeakMap<Interfaces, ReadonlyMap<IpAddress, readonly string[]>>();

const NO_INTERFACES: Interfaces = new Map();

function settleAddress(given: Address, ownInterface: string): VirtualAddress {
  const { address, prefixLength, scope = 0, dev = ownInterface, broadcast, label } = given;
  const base = { address, prefixLength, scope, interface: dev };
  return { ...base, ...(broadcast === undefined ? {} : { broadcast }), ...(label === undefined ? {} : { label }) };
}
