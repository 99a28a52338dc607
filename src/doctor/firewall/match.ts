import { type Interval, isWithin, networkOf, overlap } from "../interval.ts";

/** What can be said of a match without the packet itself: "maybe" where its answer depends on more than is known. */
export type Truth = "yes" | "no" | "maybe";

/** What a rule compares a field with; a text may end in a `*` that stands for any rest. */
export type Pattern = Interval | string;

/** A property of the advert, as a question to be asked of it. */
export type Field = (pattern: Pattern) => Truth;

/** An advert on its way through one interface. */
export type Advert = {
  readonly direction: "in" | "out";
  readonly interface: string;
  /** Where the sender's address may lie: our own as one address, a peer's in the interface's networks. */
  readonly sources: readonly Interval[];
};

const VRRP: Interval = { from: 112, to: 112 };
const NOTHING: Interval = { from: -1, to: -1 };

export const unknown: Field = () => "maybe";

/**
 * The fields of an IPv4 advert, RFC 9568 §5.1; nftables' names. Its connection is always new: adverts of two routers
 * share only their destination, so conntrack never sees a reply.
 */
export function advertField(name: string, advert: Advert): Field {
  switch (name) {
    case "protocol":
      return (pattern) => numeric(VRRP)(typeof pattern === "string" ? protocolNumber(pattern) : pattern);
    case "destination":
      return numeric(networkOf("224.0.0.18") ?? NOTHING);
    case "source":
      return either(advert.sources.map(numeric));
    case "ttl":
      return numeric({ from: 255, to: 255 });
    case "version":
      return numeric({ from: 4, to: 4 });
    case "fragment":
      return numeric({ from: 0, to: 0 });
    case "input interface":
      return word(advert.direction === "in" ? advert.interface : "");
    case "output interface":
      return word(advert.direction === "out" ? advert.interface : "");
    case "connection state":
      return word("new");
    case "connection direction":
      return word("original");
    case "connection status":
      return (pattern) => (pattern === "dnat" || pattern === "snat" ? "no" : "maybe");
    case "packet type":
      return advert.direction === "in" ? word("multicast") : unknown;
    case "destination type":
      return word("multicast");
    case "family":
      return (pattern) => any(["ipv4", "ip", "0x0800"].map((text) => word(text)(pattern)));
    default:
      return unknown;
  }
}

export function all(truths: readonly Truth[]): Truth {
  if (truths.includes("no")) return "no";
  return truths.includes("maybe") ? "maybe" : "yes";
}

export function any(truths: readonly Truth[]): Truth {
  return negate(all(truths.map(negate)));
}

export function negate(truth: Truth): Truth {
  if (truth === "maybe") return "maybe";
  return truth === "yes" ? "no" : "yes";
}

/** A number that is known to lie somewhere in the interval. */
function numeric(value: Interval): Field {
  return (pattern) => {
    if (typeof pattern === "string") return "maybe";
    if (isWithin(value, pattern)) return "yes";
    return overlap(value, pattern) ? "maybe" : "no";
  };
}

function word(value: string): Field {
  return (pattern) => {
    if (typeof pattern !== "string") return "maybe";
    const matches = pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
    return matches ? "yes" : "no";
  };
}

/** One of several values, nobody knows which. */
function either(fields: readonly Field[]): Field {
  return (pattern) => {
    const truths = fields.map((field) => field(pattern));
    if (truths.length > 0 && truths.every((truth) => truth === "yes")) return "yes";
    return truths.length > 0 && truths.every((truth) => truth === "no") ? "no" : "maybe";
  };
}

/** Every protocol but VRRP is just another one. */
function protocolNumber(name: string): Interval {
  if (name === "vrrp") return VRRP;
  return /^\d+$/.test(name) ? { from: Number(name), to: Number(name) } : NOTHING;
}
