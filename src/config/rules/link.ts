import type { IpAddress } from "../../wire/ipv4.ts";
import type { UnicastPeer } from "../keywords/instance/peer.ts";
import { lineOf, type Place } from "../source/place.ts";
import { type Family, familyOf } from "../types/ip.ts";
import { blame, type Draft, remark } from "./draft.ts";
import { checkInterface } from "./interface.ts";

/** How the adverts of an instance travel. */
export type Travel = {
  readonly family: Family;
  readonly version: 2 | 3;
  /** The configured source address; absent: the interface's own. */
  readonly source?: IpAddress;
  /** Absent: multicast, to the group. */
  readonly peers?: readonly UnicastPeer[];
  readonly group?: IpAddress;
};

export function settleTravel(draft: Draft): Travel {
  const { values } = draft;
  const family = settleFamily(draft);
  const version = settleVersion(draft, family);
  const source = values.unicast_src_ip ?? values.mcast_src_ip;
  refuseOtherSource(draft, family);
  const peers = settlePeers(draft, family, source);
  requireInterface(draft, peers !== undefined, source);
  checkVmac(draft, family);
  const group = values.mcast_dst_ip;
  return {
    family,
    version,
    ...(source === undefined ? {} : { source }),
    ...(peers === undefined ? {} : { peers }),
    ...(group === undefined ? {} : { group }),
  };
}

/** vrrp-behaviour 1, item 2: the first of these that is there decides. */
function settleFamily({ values }: Draft): Family {
  const first =
    values.unicast_peer?.[0]?.address ??
    values.unicast_src_ip ??
    values.mcast_src_ip ??
    values.mcast_dst_ip ??
    (values.native_ipv6 ? "::" : undefined) ??
    values.virtual_ipaddress[0]?.address;
  return first === undefined ? "inet" : familyOf(first);
}

function settleVersion(draft: Draft, family: Family): 2 | 3 {
  const { values, around, strict } = draft;
  const wanted = values.version ?? (family === "inet6" ? 3 : around.global.vrrp_version);
  if (wanted === 2 && family === "inet6" && strict) {
    remark(draft, "strict-conflict", "version", "in strict mode IPv6 has version 3", "write version 3");
    return 3;
  }
  return wanted === 3 ? 3 : 2;
}

function refuseOtherSource(draft: Draft, family: Family): void {
  for (const keyword of ["unicast_src_ip", "mcast_src_ip"] as const) {
    const source = draft.values[keyword];
    if (source === undefined || familyOf(source) === family) continue;
    remark(
      draft,
      "family-mixed",
      keyword,
      `${source} is not of the family of the instance`,
      "one instance, one family",
    );
  }
}

/** The peers; nothing for an instance that speaks to all by multicast. */
function settlePeers(draft: Draft, family: Family, source: IpAddress | undefined): readonly UnicastPeer[] | undefined {
  const { values, around, strict } = draft;
  const peers = values.unicast_peer ?? [];
  if (peers.length === 0) {
    refuseLonelyUnicast(draft);
    return undefined;
  }
  if (strict)
    remark(draft, "strict-unicast", "unicast_peer", "strict mode has no unicast", "remove strict_mode, or the peers");
  if (values.mcast_src_ip !== undefined) {
    const message = "mcast_src_ip beside unicast_peer is taken as unicast_src_ip";
    remark(draft, "unicast-source", "mcast_src_ip", message, "write unicast_src_ip");
  }
  const own = new Set(ownAddresses(draft, source));
  const seen = new Map<IpAddress, Place>();
  return peers.filter(({ address, place }) => {
    const first = seen.get(address);
    if (first !== undefined) {
      around.report("peer-repeated", place, `${address} again, after ${lineOf(first, place)}: this one is ignored`);
    } else if (familyOf(address) !== family) {
      around.report(
        "family-mixed",
        place,
        `${address} is not of the family of the instance`,
        "one instance, one family",
      );
    } else if (own.has(address)) {
      const cure = "list the addresses of the other routers only";
      around.report("peer-self", place, `the peer ${address} is this router's own address`, cure);
    }
    seen.set(address, place);
    return first === undefined && familyOf(address) === family;
  });
}

function ownAddresses({ values, around }: Draft, source: IpAddress | undefined): readonly IpAddress[] {
  const link = values.interface === undefined ? undefined : around.machine?.interfaces?.get(values.interface);
  return [...(source === undefined ? [] : [source]), ...(link?.addresses.map(({ address }) => address) ?? [])];
}

/** vrrp-behaviour 1, item 7: words of unicast without anybody to speak to. */
function refuseLonelyUnicast(draft: Draft): void {
  const { values, block } = draft;
  if (values.unicast_fault_no_peer) return;
  const name = (["unicast_src_ip", "check_unicast_src", "unicast_ttl"] as const).find((one) => block.places[one]);
  if (name === undefined) return;
  const message = `${name} without unicast_peer: the adverts go out by multicast`;
  remark(draft, "unicast-lonely", name, message, "add unicast_peer { … }, or remove it");
}

function requireInterface(draft: Draft, unicast: boolean, source: IpAddress | undefined): void {
  const { block, values, around } = draft;
  if (block.places.interface === undefined) {
    if (unicast && source !== undefined && !source.startsWith("fe80:")) return;
    const cure = unicast ? "add a line: interface … or unicast_src_ip …" : "add a line: interface …";
    blame(draft, "has no interface", cure);
  } else if (values.interface !== undefined) {
    // keepalived goes by IFF_LOOPBACK; the name is what a file for another machine can show.
    if (values.interface === "lo" || around.machine?.interfaces?.get(values.interface)?.loopback) {
      remark(draft, "instance-loopback", "interface", "VRRP is not spoken on the loopback interface");
    } else checkInterface(values.interface, block.places.interface ?? block.name.place, around);
  }
  if (values.vrf !== undefined && block.places.interface !== undefined) {
    remark(draft, "vrf-idle", "vrf", "vrf is for an instance without an interface", "remove one of the two");
  }
}

function checkAddressVmacs({ values, around }: Draft): void {
  for (const { address, place, use_vmac } of [...values.virtual_ipaddress, ...values.virtual_ipaddress_excluded]) {
    if (!use_vmac) continue;
    const message = `use_vmac of ${address} says again what use_vmac_addr says for all addresses`;
    around.report("vmac-idle", place, message, "remove one of the two");
  }
}

function checkVmac(draft: Draft, family: Family): void {
  const { values, strict, block } = draft;
  if (strict && values.use_vmac?.mac !== undefined) {
    remark(draft, "strict-conflict", "use_vmac", "in strict mode the MAC address is the protocol's", "leave it out");
  }
  if (values.use_vmac !== undefined && values.use_ipvlan !== undefined) {
    remark(draft, "vmac-twice", "use_ipvlan", "use_vmac and use_ipvlan exclude each other", "remove one of the two");
  }
  if (values.use_vmac !== undefined && values.promote_secondaries) {
    const message = "promote_secondaries is set for a virtual MAC anyway";
    remark(draft, "vmac-idle", "promote_secondaries", message, "remove it");
  }
  if (values.use_vmac_addr) checkAddressVmacs(draft);
  if (values.use_ipvlan !== undefined && values.use_ipvlan.address === undefined && family === "inet") {
    const cure = "write it behind use_ipvlan, with its prefix length";
    remark(draft, "ipvlan-address", "use_ipvlan", "use_ipvlan over IPv4 needs an address of its own", cure);
  }
  if (values.vmac_xmit_base && values.use_vmac === undefined && block.places.use_vmac === undefined) {
    remark(draft, "vmac-idle", "vmac_xmit_base", "vmac_xmit_base has no effect without use_vmac", "remove it");
  }
}
