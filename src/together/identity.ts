import { type Finding, finding, listing } from "./finding.ts";
import { placeOf, type Router } from "./network.ts";
import { filesOf, type VirtualRouter } from "./virtual-router.ts";

/** What is wrong with the numbers of virtual routers, seen beside each other: for each of them what concerns it. */
export function judgeIdentities<Place>(
  virtualRouters: readonly VirtualRouter<Place>[],
  routers: readonly Router[],
): ReadonlyMap<VirtualRouter, readonly Finding<Place>[]> {
  const findings = new Map<VirtualRouter, Finding<Place>[]>(virtualRouters.map((one) => [one, []]));
  const torn = findPairs(virtualRouters, addressesOf);
  for (const [one, other] of torn) findings.get(one)?.push(describeTorn(one, other));
  for (const [one, other] of findPairs(virtualRouters, ({ family, virtualRouterId }) => [
    `${family} ${virtualRouterId}`,
  ])) {
    findings.get(one)?.push(describeTwice(one, other));
  }
  const found = new Set<VirtualRouter>(torn.flat());
  for (const one of virtualRouters) if (!found.has(one)) findings.get(one)?.push(...describeLoner(one, routers));
  return findings;
}

type Pair<Place> = readonly [VirtualRouter<Place>, VirtualRouter<Place>];

/** Those with a key in common, on different routers: within one file its reader has judged already. */
function findPairs<Place>(
  virtualRouters: readonly VirtualRouter<Place>[],
  keysOf: (virtualRouter: VirtualRouter) => readonly string[],
): readonly Pair<Place>[] {
  const known = new Map<string, VirtualRouter<Place>[]>();
  return virtualRouters.flatMap((other) => {
    const keys = new Set(keysOf(other));
    const earlier = new Set(Array.from(keys).flatMap((key) => known.get(key) ?? []));
    for (const key of keys) known.set(key, [...(known.get(key) ?? []), other]);
    return Array.from(earlier, (one): Pair<Place> => [one, other]).filter(([one]) => !shareRouter(one, other));
  });
}

function shareRouter(one: VirtualRouter, other: VirtualRouter): boolean {
  return one.seats.some(({ router }) => other.seats.some((seat) => seat.router === router));
}

function addressesOf({ seats }: VirtualRouter): readonly string[] {
  return seats.flatMap(({ instance }) => instance.addresses);
}

function describeTorn<Place>(one: VirtualRouter<Place>, other: VirtualRouter<Place>): Finding<Place> {
  const theirs = new Set(addressesOf(other));
  const shared = new Set(addressesOf(one).filter((address) => theirs.has(address)));
  const what = `virtual_router_id: ${listing([...shared])} belongs to VRID ${one.virtualRouterId} in ${filesOf(one.seats)}, but to VRID ${other.virtualRouterId} in ${filesOf(other.seats)}. They do not know of each other, and both become MASTER.`;
  return finding("vrid-differs", placeOfFirst(one), what, "write the same virtual_router_id into all files");
}

function describeTwice<Place>(one: VirtualRouter<Place>, other: VirtualRouter<Place>): Finding<Place> {
  const [here, there] = [one, other].map((each) => `${namesOf(each)} in ${filesOf(each.seats)}`);
  const what = `virtual_router_id ${one.virtualRouterId} stands for ${here}, and with other addresses for ${there}. If they are on one network, only one of the two has its addresses at a time.`;
  return finding(
    "vrid-used-twice",
    placeOfFirst(one),
    what,
    "give one of them a number of its own, unless they are on different networks",
  );
}

function describeLoner<Place>(one: VirtualRouter<Place>, routers: readonly Router[]): readonly Finding<Place>[] {
  const others = routers.filter((router) => one.seats.every((seat) => seat.router !== router));
  if (one.seats.length > 1 || others.length === 0) return [];
  const addresses = addressesOf(one);
  const purpose = addresses.length === 0 ? "" : ` for ${listing(addresses)}`;
  const what = `${listing(others.map(({ name }) => name))} ${others.length > 1 ? "have" : "has"} no vrrp_instance with virtual_router_id ${one.virtualRouterId}${purpose}: nobody there backs up ${namesOf(one)} of ${filesOf(one.seats)}.`;
  return [
    finding("alone", placeOfFirst(one), what, "write the same virtual_router_id and addresses into another file"),
  ];
}

function placeOfFirst<Place>({ seats: [seat] }: VirtualRouter<Place>): Place {
  return placeOf(seat.instance, "virtual_router_id");
}

function namesOf({ seats }: VirtualRouter): string {
  return listing([...new Set(seats.map(({ instance }) => instance.name))]);
}
