import { need, peek, refuse, refuseValue, take } from "../reader.ts";
import { keyword, type Type } from "../schema.ts";
import { type Prefix, prefix } from "../types/ip.ts";
import { dsfield, namedNumber, realms } from "../types/iproute.ts";
import { anyBase, uint, uint64 } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { flag, interfaceName } from "../types/text.ts";

const U32 = 4_294_967_295;
const MOST_31 = 2_147_483_647;

/** Addresses of one side; `any` is the same as not to ask. */
const side: Type<Prefix | "any"> = {
  ...prefix(),
  syntax: "<IP address>[/<length>]|any|all|default",
  schema: { anyOf: [prefix().schema, { const: "any" }] },
  examples: { ...prefix().examples, good: [...prefix().examples.good, "any", "all", "default", "2001:db8::/64"] },
  json: (value) => (value === "any" ? value : { ...value }),
  print: (value) => (value === "any" ? statement(value) : prefix().print(value)),
  read: (words) => {
    if (!/^(any|all|default)$/.test(peek(words)?.text ?? "")) return prefix().read(words, undefined);
    return take(words) && "any";
  },
};

/** A whole number in decimal, hexadecimal or octal digits. */
const preference: Type<number> = {
  ...uint(0, U32),
  examples: { good: ["0", `${U32}`, "0x64", "0144"], bad: ["", `${U32 + 1}`, "-1", "1x", "main"] },
  read: (words) => {
    const word = need(words, preference.syntax);
    const value = word === undefined ? undefined : anyBase(word.text);
    return word === undefined || (value !== undefined && value <= U32)
      ? value
      : refuseValue(words, word, preference.syntax);
  },
};

/** Which bits of a packet's mark are looked at; without a mask all. */
export type Fwmark = { readonly mark: number; readonly mask?: number };

const fwmark: Type<Fwmark> = {
  syntax: "<mark>[/<mask>]",
  schema: { type: "object", properties: { mark: { type: "integer" }, mask: { type: "integer" } } },
  examples: { good: ["5", "0x5/0xff", "010", "0/1"], bad: ["", "x", "5/", "/5", "5/6/7", `${U32 + 1}`, "-1"] },
  json: (value) => ({ ...value }),
  print: ({ mark, mask }) => statement(mask === undefined ? `${mark}` : `${mark}/${mask}`),
  read: (words) => {
    const word = need(words, fwmark.syntax);
    if (word === undefined) return undefined;
    const [mark, mask, ...more] = word.text.split("/").map((text) => anyBase(text) ?? Number.NaN);
    const good = (value: number | undefined): value is number => value !== undefined && value <= U32;
    if (more.length === 0 && good(mark) && mask === undefined) return { mark };
    if (more.length === 0 && good(mark) && good(mask)) return { mark, mask };
    return refuseValue(words, word, fwmark.syntax);
  },
};

/** Both ends are part of it. */
export type Span = { readonly from: number; readonly to: number };

/** `<from>-<to>`, or a single number where that is `alone`; the bounds are the kernel's. */
function span(least: number, most: number, alone: boolean): Type<Span> {
  const syntax = alone ? `<${least}..${most}>[-<${least}..${most}>]` : `<${least}..${most}>-<${least}..${most}>`;
  return {
    syntax,
    schema: { type: "object", properties: { from: { type: "integer" }, to: { type: "integer" } } },
    examples: {
      good: [`${least}-${most}`, "10-10", ...(alone ? ["10"] : [])],
      bad: ["", "20-10", "1-", "-5", `1-${most + 1}`, "a-b", "0x1-0x5", "1-2-3", ...(alone ? [] : ["10"])],
    },
    json: (value) => ({ ...value }),
    print: ({ from, to }) => statement(`${from}-${to}`),
    read: (words) => {
      const word = need(words, syntax);
      if (word === undefined) return undefined;
      const [, first, last = alone ? first : undefined] = /^(\d+)(?:-(\d+))?$/.exec(word.text) ?? [];
      const [from, to] = [Number(first), Number(last)];
      return from >= least && to <= most && from <= to ? { from, to } : refuseValue(words, word, syntax);
    },
  };
}

const MOST_PORTS = 65_535;
const anyPorts = span(1, MOST_PORTS, true);

/** keepalived refuses a single port, by mistake. The kernel has no rules for the last one. */
const ports: Type<Span> = {
  ...anyPorts,
  examples: { ...anyPorts.examples, bad: [...anyPorts.examples.bad, `${MOST_PORTS}`, "0-10"] },
  read: (words) => {
    const { place } = peek(words) ?? words.owner;
    const found = anyPorts.read(words, undefined);
    if (found === undefined || found.to < MOST_PORTS) return found;
    const message = `the kernel has no rules for port ${MOST_PORTS}`;
    if (found.from === MOST_PORTS) return refuse(words, "kernel-refuses", place, message);
    words.reader.report("value-adjusted", place, `${message}: it is left out`);
    return { from: found.from, to: MOST_PORTS - 1 };
  },
};

/** A protocol over IP by its name or number. */
const ipproto: Type<number> = {
  ...namedNumber("protocols", 0, 255),
  syntax: "<name in protocols>|<0..255>",
  examples: { good: ["tcp", "UDP", "0", "255"], bad: ["", "256", "0x6", "no_such_protocol"] },
  read: (words, earlier) => {
    const numeric = /^[-+]?\d/.test(peek(words)?.text ?? "");
    return (numeric ? uint(0, 255) : namedNumber("protocols", 0, 255)).read(words, earlier);
  },
};

/** `type` may stand before an action that is a word, and adds nothing to it. */
const beforeAction: Type<true> = {
  ...flag,
  syntax: "goto|nop|blackhole|unreachable|prohibit",
  examples: { good: ["nop", "goto 200"], bad: ["", "table 5", "unicast"] },
  read: (words) => {
    const next = peek(words);
    if (next === undefined) return void need(words, beforeAction.syntax);
    return beforeAction.syntax.split("|").includes(next.text) ? true : refuseValue(words, next, beforeAction.syntax);
  },
};

const rehold = { onChange: "rehold", otherwise: "any" } as const;
const action = { onChange: "rehold", otherwise: "none", once: true } as const;

/** Which packets a rule is about, and what becomes of them: the words of ip-rule(8) and keepalived's own. */
export const ruleOptions = {
  inet: keyword({ ...rehold, type: flag, otherwise: "as the addresses are, else on", doc: "A rule of IPv4." }),
  inet6: keyword({ ...rehold, type: flag, otherwise: "as the addresses are, else off", doc: "A rule of IPv6." }),
  not: keyword({ ...rehold, type: flag, otherwise: "off", doc: "Packets of which the rest is not true." }),
  from: keyword({ ...rehold, type: side, doc: "Source of the packets." }),
  to: keyword({ ...rehold, type: side, doc: "Destination of the packets." }),
  preference: keyword({
    ...rehold,
    type: preference,
    otherwise: "required",
    doc: "Place among the rules: the lowest is looked at first.",
  }),
  order: keyword({ ...rehold, type: preference, alias: "preference", doc: "The same as preference." }),
  priority: keyword({ ...rehold, type: preference, alias: "preference", doc: "The same as preference." }),
  tos: keyword({ ...rehold, type: dsfield, doc: "Type of service (DS field) of the packets." }),
  dsfield: keyword({ ...rehold, type: dsfield, alias: "tos", doc: "The same as tos." }),
  fwmark: keyword({ ...rehold, type: fwmark, doc: "Mark that the firewall has put on the packets." }),
  dev: keyword({ ...rehold, type: interfaceName, doc: "Interface that the packets come from; lo: from this machine." }),
  iif: keyword({ ...rehold, type: interfaceName, alias: "dev", doc: "The same as dev." }),
  oif: keyword({ ...rehold, type: interfaceName, doc: "Interface that the sending socket is bound to." }),
  "tunnel-id": keyword({ ...rehold, type: uint64, doc: "Key of the tunnel that the packets come from." }),
  // (uid_t)-1 is nobody's.
  uidrange: keyword({ ...rehold, type: span(0, U32 - 1, false), doc: "User that the sending socket belongs to." }),
  ipproto: keyword({ ...rehold, type: ipproto, doc: "Protocol over IP." }),
  sport: keyword({ ...rehold, type: ports, doc: "Source port of the packets." }),
  dport: keyword({ ...rehold, type: ports, doc: "Destination port of the packets." }),
  table: keyword({ ...action, type: namedNumber("rt_tables", 1, U32), doc: "The routing table that is asked." }),
  lookup: keyword({
    ...action,
    type: namedNumber("rt_tables", 1, U32),
    alias: "table",
    doc: "The same as table.",
  }),
  realms: keyword({
    ...rehold,
    type: realms,
    otherwise: "none",
    doc: "Realms that the table's routes get, if they have none; IPv4 only.",
  }),
  suppress_prefixlength: keyword({
    ...rehold,
    type: uint(0, MOST_31),
    otherwise: "none",
    doc: "Routes of the table with this prefix length or a shorter one do not count.",
  }),
  sup_pl: keyword({
    ...rehold,
    type: uint(0, MOST_31),
    alias: "suppress_prefixlength",
    doc: "The same as suppress_prefixlength.",
  }),
  suppress_ifgroup: keyword({
    ...rehold,
    type: namedNumber("group", 0, MOST_31),
    otherwise: "none",
    doc: "Routes of the table over an interface of this group do not count.",
  }),
  sup_group: keyword({
    ...rehold,
    type: namedNumber("group", 0, MOST_31),
    alias: "suppress_ifgroup",
    doc: "The same as suppress_ifgroup.",
  }),
  l3mdev: keyword({ ...action, type: flag, doc: "The table of the VRF is asked that the interface belongs to." }),
  type: keyword({ ...action, type: beforeAction, doc: "May stand before an action." }),
  goto: keyword({ ...action, type: uint(1, U32), doc: "Goes on with the rule of this preference, a later one." }),
  nop: keyword({ ...action, type: flag, doc: "Goes on with the next rule." }),
  blackhole: keyword({ ...action, type: flag, doc: "The packets are dropped in silence." }),
  unreachable: keyword({ ...action, type: flag, doc: "The sender is told that the network is unreachable." }),
  prohibit: keyword({ ...action, type: flag, doc: "The sender is told that it is prohibited." }),
  protocol: keyword({
    ...rehold,
    type: uint(0, 255),
    otherwise: "keepalived (18); with no_track none",
    doc: "Who has added the rule; with another one than keepalived's its loss would go unnoticed.",
  }),
  no_track: keyword({
    ...rehold,
    type: flag,
    otherwise: "off",
    doc: "Neither the state of the interface nor the loss of the rule matters.",
  }),
};
