import type { RealServerBlock } from "../keywords/virtual-server.ts";
import { isBefore, type Place } from "../source/place.ts";
import type { Forwarding } from "../types/forwarding.ts";
import { type Family, familyOf } from "../types/ip.ts";
import { type ServiceDraft, tell } from "./service.ts";

/**
 * The families of what is served. A mark by itself has none: it gets that of `ip_family`, else of the first server that is
 * not behind a tunnel, else of the granularity, else of the servers behind tunnels if they agree, else IPv4.
 */
export function familiesOf(draft: ServiceDraft): readonly Family[] {
  const { head, given } = draft.block;
  if (head.kind === "address") return [familyOf(head.address)];
  const own = draft.group?.families ?? [];
  if (own.length > 0) return own;
  if (given.ip_family !== undefined) return [given.ip_family];
  const servers = serversOf(draft);
  const direct = servers.find(({ method }) => method !== "TUN");
  if (direct !== undefined) return [direct.family];
  if (given.persistence_granularity !== undefined) {
    return [given.persistence_granularity.kind === "mask" ? "inet" : "inet6"];
  }
  const families = new Set(servers.map(({ family }) => family));
  return families.size === 1 ? [...families] : ["inet"];
}

/** How packets get to a real server. */
export function methodOf({ block }: ServiceDraft, server: RealServerBlock): Forwarding["method"] {
  return (server.given.lvs_method ?? block.given.lvs_method)?.method ?? "NAT";
}

export function sorryMethodOf({ block }: ServiceDraft): Forwarding["method"] {
  return (block.given.sorry_server_lvs_method ?? block.given.lvs_method)?.method ?? "NAT";
}

/** Servers of another family that no tunnel leads to, and an `ip_family` that comes too late. */
export function checkFamilies(draft: ServiceDraft): void {
  const { block, services } = draft;
  const { head, given } = block;
  const own = head.kind === "address" ? [familyOf(head.address)] : (draft.group?.families ?? []);
  if (given.ip_family !== undefined && own.length > 0 && !own.includes(given.ip_family)) {
    const message = `ip_family is ignored: the service has addresses of ${nameOf(own)}`;
    tell(draft, "family-ignored", "ip_family", message, "leave it out");
  }
  const families = familiesOf(draft);
  for (const { address, family, method, place, late } of serversOf(draft)) {
    if (families.includes(family) || (method === "TUN" && !late)) continue;
    const message = `${address} is ${nameOf([family])}, and the service is ${nameOf(families)}`;
    const cure = method === "TUN" ? "move lvs_method above it" : "only lvs_method TUN leads to another family";
    services.report("family-differs", place, message, cure);
  }
}

/** The real servers and the sorry server, in the order of the file as far as it matters. */
function serversOf(draft: ServiceDraft) {
  const { given, places, name } = draft.block;
  const servers = (given.real_server ?? []).map((server) => ({
    address: server.head.address,
    family: familyOf(server.head.address),
    method: methodOf(draft, server),
    place: server.name.place,
    // keepalived looks at the family where the server stands, with the method that it has read so far.
    late: server.given.lvs_method === undefined && isAbove(server.name.place, places.lvs_method),
  }));
  if (given.sorry_server === undefined) return servers;
  const { address } = given.sorry_server;
  const place = places.sorry_server ?? name.place;
  return [...servers, { address, family: familyOf(address), method: sorryMethodOf(draft), place, late: false }];
}

function isAbove(place: Place, other: Place | undefined): boolean {
  return other !== undefined && isBefore(place, other);
}

function nameOf(families: readonly Family[]): string {
  return families.map((family) => (family === "inet" ? "IPv4" : "IPv6")).join(" and ");
}
