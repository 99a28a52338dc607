import { MILLISECOND } from "../../core/time.ts";
import { quote } from "../problem.ts";
import { peek, refuse } from "../reader.ts";
import { keyword, type Type } from "../schema.ts";
import { ip, prefix } from "../types/ip.ts";
import { dsfield, namedNumber, realms } from "../types/iproute.ts";
import { uint, wholeSeconds } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { choice, flag, interfaceName, word } from "../types/text.ts";
import { destination, routeTypes } from "./destination.ts";
import { encap } from "./encap.ts";
import { lockable, timeOfTcp } from "./metric.ts";
import { gateway, nexthops } from "./nexthop.ts";

const U32 = 4_294_967_295;
const u32 = uint(0, U32);
const bit = uint(0, 1);

const rehold = { onChange: "rehold", otherwise: "none" } as const;

/** RTA_NEWDST is for labels of MPLS, and keepalived leaves it out. */
const unsupported: Type<never> = {
  syntax: "[to] <IP address>",
  schema: { enum: [] },
  examples: { good: [], bad: ["", "192.0.2.1", "to 192.0.2.1"] },
  json: () => null,
  print: () => [],
  read: (words) => {
    const message = `${quote(words.owner.text)} is for MPLS only`;
    return refuse(words, "item-option", words.owner.place, message, "leave it out");
  },
};

/** ICMPV6_ROUTER_PREF_… */
const preferences = { low: 3, medium: 0, high: 1 } as const;

const preference: Type<number> = {
  ...uint(0, 255),
  syntax: "low|medium|high|<0..255>",
  examples: { good: ["low", "medium", "high", "0", "255"], bad: ["", "lowest", "256", "-1"] },
  print: (value) => {
    const [name] = Object.entries(preferences).find(([, number]) => number === value) ?? [];
    return statement(name ?? `${value}`);
  },
  read: (words, earlier) => {
    if (/^[-+]?\d/.test(peek(words)?.text ?? "")) return uint(0, 255).read(words, earlier);
    const name = choice("low", "medium", "high").read(words, undefined);
    return name === undefined ? undefined : preferences[name];
  },
};

const enabled: Type<boolean> = {
  ...choice("enabled", "disabled"),
  schema: { type: "boolean" },
  json: (value) => value,
  print: (value) => statement(value ? "enabled" : "disabled"),
  read: (words) => {
    const chosen = choice("enabled", "disabled").read(words, undefined);
    return chosen === undefined ? undefined : chosen === "enabled";
  },
};

/** What stands behind a route or in front of it: the words of ip-route(8) and keepalived's own. */
export const routeOptions = {
  to: keyword({
    ...rehold,
    type: destination,
    otherwise: "required",
    doc: `Where to; the word itself may be left out. Types of routes: ${[...routeTypes.keys()].join(", ")}.`,
  }),
  inet: keyword({ ...rehold, type: flag, otherwise: "as the addresses are", doc: "A route of IPv4." }),
  inet6: keyword({ ...rehold, type: flag, otherwise: "as the addresses are", doc: "A route of IPv6." }),
  src: keyword({ ...rehold, type: ip(), doc: "Source address of packets that have none yet." }),
  as: keyword({ ...rehold, type: unsupported, doc: "Labels of MPLS: not supported, as in keepalived." }),
  via: keyword({ ...rehold, type: gateway, doc: "The next router." }),
  gw: keyword({ ...rehold, type: gateway, alias: "via", deprecated: "write via instead", doc: "The same as via." }),
  from: keyword({ ...rehold, type: prefix("inet6"), doc: "Only packets of these sources; IPv6 only." }),
  tos: keyword({ ...rehold, type: dsfield, doc: "Only packets with this type of service (DS field); IPv4 only." }),
  dsfield: keyword({ ...rehold, type: dsfield, alias: "tos", doc: "The same as tos." }),
  table: keyword({
    ...rehold,
    type: namedNumber("rt_tables", 0, U32),
    otherwise: "main",
    doc: "The routing table; a rule says when it is asked.",
  }),
  protocol: keyword({
    ...rehold,
    type: namedNumber("rt_protos", 0, 255),
    otherwise: "keepalived (18); with no_track none",
    doc: "Who has added the route; with another one than keepalived's its loss would go unnoticed.",
  }),
  scope: keyword({
    ...rehold,
    type: namedNumber("rt_scopes", 0, 255),
    otherwise: "from the type and the gateway",
    doc: "How far the destinations are away.",
  }),
  metric: keyword({ ...rehold, type: u32, doc: "Of several routes to a place the one with the lowest is taken." }),
  priority: keyword({ ...rehold, type: u32, alias: "metric", doc: "The same as metric." }),
  preference: keyword({ ...rehold, type: u32, alias: "metric", doc: "The same as metric." }),
  dev: keyword({ ...rehold, type: interfaceName, doc: "The interface that leads there." }),
  oif: keyword({ ...rehold, type: interfaceName, alias: "dev", doc: "The same as dev." }),
  onlink: keyword({
    ...rehold,
    type: flag,
    otherwise: "off",
    doc: "The router is reached directly, whatever the addresses say.",
  }),
  expires: keyword({
    ...rehold,
    type: wholeSeconds(0, U32),
    doc: "The kernel removes the route after this; IPv6 only.",
  }),
  mtu: keyword({ ...rehold, type: lockable(u32), doc: "Largest packet; locked: no path MTU discovery." }),
  advmss: keyword({ ...rehold, type: lockable(u32), doc: "Largest segment that TCP announces." }),
  rtt: keyword({
    ...rehold,
    type: lockable(timeOfTcp(MILLISECOND / 8)),
    doc: "First estimate of the round-trip time.",
  }),
  rttvar: keyword({ ...rehold, type: lockable(timeOfTcp(MILLISECOND / 4)), doc: "First estimate of its variation." }),
  reordering: keyword({ ...rehold, type: lockable(u32), doc: "How far segments may come out of order." }),
  cwnd: keyword({ ...rehold, type: lockable(u32), doc: "Limit of the congestion window, if locked." }),
  ssthresh: keyword({ ...rehold, type: lockable(u32), doc: "First estimate of the slow start threshold." }),
  rto_min: keyword({ ...rehold, type: lockable(timeOfTcp(MILLISECOND)), doc: "Shortest time to a retransmission." }),
  congctl: keyword({ ...rehold, type: lockable(word("algorithm", 15)), doc: "Congestion control of TCP." }),
  hoplimit: keyword({ ...rehold, type: uint(0, 255), doc: "Hop limit or time to live of the packets." }),
  window: keyword({ ...rehold, type: u32, doc: "Largest window that TCP announces, in bytes." }),
  initcwnd: keyword({ ...rehold, type: u32, doc: "Congestion window at the start, in segments." }),
  initrwnd: keyword({ ...rehold, type: u32, doc: "Receive window at the start, in segments." }),
  features: keyword({ ...rehold, type: choice("ecn"), doc: "ecn: explicit congestion notification (RFC 3168)." }),
  quickack: keyword({ ...rehold, type: bit, doc: "1: TCP acknowledges at once." }),
  realms: keyword({
    ...rehold,
    type: realms,
    doc: "Realms of the traffic, of the source and the destination; IPv4 only.",
  }),
  pref: keyword({ ...rehold, type: preference, doc: "Preference of the router (RFC 4191); IPv6 only." }),
  "ttl-propagate": keyword({ ...rehold, type: enabled, doc: "MPLS takes the TTL of the packet over." }),
  fastopen_no_cookie: keyword({ ...rehold, type: bit, doc: "1: TCP Fast Open (RFC 7413) without cookies." }),
  add: keyword({ ...rehold, type: flag, otherwise: "off", doc: "An equal route that is there already is an error." }),
  prepend: keyword({ ...rehold, type: flag, otherwise: "on", doc: "In front of equal routes." }),
  append: keyword({ ...rehold, type: flag, otherwise: "off", doc: "Behind equal routes." }),
  or: keyword({
    ...rehold,
    type: ip(),
    deprecated: "write nexthop via … nexthop via …",
    doc: "A second router beside via.",
  }),
  no_track: keyword({
    ...rehold,
    type: flag,
    otherwise: "off",
    doc: "Neither the state of the interface nor the loss of the route matters.",
  }),
};

/** The options that take all that can belong to them: printed in front of others they would take theirs. */
export const lastRouteOptions = {
  encap: keyword({ ...rehold, type: encap, doc: "How packets are wrapped." }),
  nexthop: keyword({ ...rehold, type: nexthops, doc: "One of several ways; nothing else may follow them." }),
};
