import { type Duration, SECOND } from "../../core/time.ts";
import type { IpAddress } from "../../wire/ipv4.ts";
import { type Given, need, peek, readOptions, refuse, take, type Words } from "../reader.ts";
import { type AnyTable, type Infer, keyword, needing, type Type } from "../schema.ts";
import { items, type Placed } from "../types/blocks.ts";
import { familyOf, longestPrefix, type Prefix, prefix, printPrefix, readIp, readPrefix } from "../types/ip.ts";
import { namedNumber } from "../types/iproute.ts";
import { wholeSeconds } from "../types/numbers.ts";
import { jsonOfOptions, printOptions, schemaOfOptions } from "../types/options.ts";
import { statement } from "../types/statement.ts";
import { flag, interfaceName, word } from "../types/text.ts";

const broadcast: Type<string> = {
  syntax: "<IPv4 address>|+|-",
  schema: { type: "string" },
  examples: { good: ["192.0.2.255", "+", "-"], bad: ["", "x", "fe80::1", "192.0.2.255/24"] },
  json: (value) => value,
  print: statement,
  read: (words) => {
    const found = need(words, broadcast.syntax);
    if (found === undefined || found.text === "+" || found.text === "-") return found?.text;
    return readIp(words, found, found.text, "inet");
  },
};

const FOR_EVER = 4_294_967_295;
const limited = wholeSeconds(0, FOR_EVER);

const lifetime: Type<Duration | "forever"> = {
  syntax: `forever|${limited.syntax}`,
  schema: { anyOf: [limited.schema, { const: "forever" }] },
  examples: { good: ["forever", ...limited.examples.good], bad: limited.examples.bad },
  json: (value) => (value === "forever" ? value : limited.json(value)),
  print: (value) => (value === "forever" ? statement(value) : limited.print(value)),
  read: (words) => {
    const time = peek(words)?.text === "forever" ? take(words) && FOR_EVER * SECOND : limited.read(words, undefined);
    // The kernel knows no longer one.
    return time === FOR_EVER * SECOND ? "forever" : time;
  },
};

const rehold = { onChange: "rehold", otherwise: "off" } as const;

/** The options behind an address, virtual or static: the words of ip-address(8) and keepalived's own. */
const addressOptions = {
  dev: keyword({
    ...rehold,
    type: interfaceName,
    once: true,
    otherwise: "interface of the instance; of a static address default_interface",
    doc: "The interface that gets the address.",
  }),
  scope: keyword({
    ...rehold,
    type: namedNumber("rt_scopes", 0, 255),
    otherwise: "global",
    doc: "How far an IPv4 address is valid; an IPv6 address says so itself.",
  }),
  broadcast: keyword({
    ...rehold,
    type: broadcast,
    otherwise: "none",
    doc: "Broadcast address of an IPv4 network: + sets the host bits, - clears them.",
  }),
  brd: keyword({ ...rehold, type: broadcast, alias: "broadcast", doc: "The same as broadcast." }),
  label: keyword({
    ...rehold,
    type: word("label", 15),
    otherwise: "none",
    doc: "A name of an IPv4 address for `ifconfig` to show: `eth0:1`.",
  }),
  ...needing("address options", {
    peer: keyword({
      ...rehold,
      type: prefix(),
      otherwise: "none",
      doc: "The other end of a point-to-point link; its prefix length is that of the link.",
    }),
    home: keyword({ ...rehold, type: flag, doc: "Home address of Mobile IPv6 (RFC 6275)." }),
    "-nodad": keyword({
      ...rehold,
      type: flag,
      doc: "An IPv6 address is first tried for duplicates; a virtual one is used at once otherwise.",
    }),
    mngtmpaddr: keyword({
      ...rehold,
      type: flag,
      doc: "The kernel makes temporary addresses (RFC 8981) of this one's network.",
    }),
    noprefixroute: keyword({ ...rehold, type: flag, doc: "No route to the address's network comes with it." }),
    autojoin: keyword({ ...rehold, type: flag, doc: "The kernel joins the multicast group that the address is." }),
    no_track: keyword({
      ...rehold,
      type: flag,
      doc: "Neither the state of the interface nor the loss of the address matters.",
    }),
    preferred_lft: keyword({
      ...rehold,
      type: lifetime,
      otherwise: "forever; of an IPv6 /128 0",
      doc: "For how long new connections use the address as their source; 0: not at all.",
    }),
  }),
};

const virtualOptions = {
  ...addressOptions,
  ...needing("vmac", {
    use_vmac: keyword({ ...rehold, type: flag, doc: "The address gets an interface with the virtual MAC of its own." }),
  }),
};

const staticOptions = {
  ...addressOptions,
  ...needing("static items", {
    track_group: keyword({
      ...rehold,
      type: word("track group"),
      once: true,
      otherwise: "none",
      doc: "The instances of this group give up when the address is lost.",
    }),
  }),
};

type Options = Partial<Omit<Infer<typeof virtualOptions> & Infer<typeof staticOptions>, "brd">>;

/** `prefixLength` is that of the peer's network if there is a peer. */
export type Address = Options & Placed & { readonly address: IpAddress; readonly prefixLength: number };

/** Of `virtual_ipaddress` and `virtual_ipaddress_excluded`. */
export const addresses = addressItems(virtualOptions, (line) => readOptions(line, virtualOptions), {
  good: ["192.0.2.1/24 use_vmac"],
  bad: ["192.0.2.1 track_group G"],
});

/** Of `static_ipaddress`. */
export const staticAddresses = addressItems(staticOptions, (line) => readOptions(line, staticOptions), {
  good: ["192.0.2.1/24 track_group G"],
  bad: ["192.0.2.1 use_vmac"],
});

function addressItems(
  table: AnyTable,
  optionsOf: (line: Words) => Given<Options> | undefined,
  examples: Type<unknown>["examples"],
): Type<readonly Address[]> {
  return items<Address>({
    syntax: "<IP address>[/<length>] [<option> …]",
    examples: {
      good: [
        "192.0.2.1",
        "192.0.2.1/24 dev eth1 scope link label eth1:1",
        "192.0.2.1/24 brd +",
        "192.0.2.1 peer 192.0.2.2/31 noprefixroute",
        "2001:db8::1/64 -nodad preferred_lft 0",
        ...examples.good,
      ],
      bad: [
        "192.0.2.1/33",
        "2001:db8::1/129",
        "192.0.2.1/",
        "192.0.2.1 192.0.2.2",
        "192.0.2.1 dev",
        "192.0.2.1/31 brd +",
        "2001:db8::1/64 brd 192.0.2.255",
        "192.0.2.1 peer fe80::1",
        ...examples.bad,
      ],
    },
    table,
    schema: schemaOfOptions(table, { address: { type: "string" }, prefixLength: { type: "integer" } }),
    json: (value) => {
      const { address, prefixLength } = value;
      return { address, prefixLength, ...jsonOfOptions(table, value) };
    },
    print: (value) => {
      const { address, prefixLength: length } = value;
      return [printPrefix({ address, length }), ...printOptions(table, value)].join(" ");
    },
    read: (line) => {
      const found = readPrefix(line, line.owner);
      const options = optionsOf(line);
      return found === undefined || options === undefined ? undefined : addressOf(line, found, options);
    },
  });
}

/** The address with those of its options that can stand beside each other. */
function addressOf(line: Words, { address, length }: Prefix, options: Given<Options>): Address | undefined {
  const { place } = line.owner;
  const { broadcast: form } = options;
  // The options last: V8 copies them twice as fast.
  const value = { place, address, prefixLength: length, ...options };
  if (familyOf(address) === "inet6") return withPeer(line, withoutIpv4(line, value));
  if (form === undefined) return withPeer(line, value);
  if ((form === "+" || form === "-") && length > 30) {
    const cure = "give a prefix length of at most /30";
    return refuse(line, "item-option", place, `broadcast ${form} needs host bits`, cure);
  }
  return withPeer(line, { ...value, broadcast: broadcastOf(address, length, form) });
}

/** What is for IPv4 only; keepalived leaves the address out for a broadcast address, else the option. */
function withoutIpv4(line: Words, value: Address): Address | undefined {
  const { broadcast: other, label, scope, ...rest } = value;
  if (other !== undefined) return refuse(line, "item-option", value.place, "an IPv6 address has no broadcast address");
  if (label !== undefined) ignore(line, "label", "an IPv6 address has no label");
  if (scope !== undefined && scope !== 0) ignore(line, "scope", "the scope of an IPv6 address lies in itself");
  return rest;
}

function withPeer(line: Words, value: Address | undefined): Address | undefined {
  if (value?.peer === undefined) return value;
  const { peer, address, prefixLength } = value;
  const family = familyOf(address);
  if (familyOf(peer.address) !== family) {
    const message = `the peer ${peer.address} is not of the same family as ${address}`;
    return refuse(line, "two-families", value.place, message);
  }
  if (prefixLength !== longestPrefix(family)) ignore(line, `/${prefixLength}`, "the prefix length is the peer's");
  const { broadcast: other, ...rest } = value;
  if (other !== undefined) ignore(line, "broadcast", "a point-to-point link has no broadcast address");
  return { ...rest, prefixLength: longestPrefix(family) };
}

function ignore({ owner, reader }: Words, option: string, why: string): void {
  reader.report("option-ignored", owner.place, `\`${option}\` is ignored: ${why}`, "leave it out");
}

function broadcastOf(address: string, prefixLength: number, form: string): string {
  if (form !== "+" && form !== "-") return form;
  const parts = address.split(".").map((part, index) => {
    const hostBits = Math.max(0, Math.min(8, 8 * (index + 1) - prefixLength));
    const host = 2 ** hostBits - 1;
    return form === "+" ? Number(part) | host : Number(part) & ~host;
  });
  return parts.join(".");
}
