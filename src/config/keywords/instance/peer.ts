import type { IpAddress } from "../../../wire/ipv4.ts";
import { quote } from "../../problem.ts";
import { readOptions, refuse, type Words } from "../../reader.ts";
import { type Infer, keyword, type Type } from "../../schema.ts";
import { items, type Placed } from "../../types/blocks.ts";
import { familyOf, ip, readIp } from "../../types/ip.ts";
import { isMulticast } from "../../types/multicast.ts";
import { uint } from "../../types/numbers.ts";

const peerOptions = {
  min_ttl: keyword({
    type: uint(0, 255),
    onChange: "live",
    otherwise: "0",
    doc: "Adverts of this peer with a smaller TTL are dropped: it is not that far away.",
  }),
  max_ttl: keyword({
    type: uint(0, 255),
    onChange: "live",
    otherwise: "255",
    doc: "Adverts of this peer with a larger TTL are dropped: it cannot be that near.",
  }),
};

export type UnicastPeer = Infer<typeof peerOptions> & Placed & { readonly address: IpAddress };

export const unicastPeers: Type<readonly UnicastPeer[]> = items<UnicastPeer>({
  syntax: "<IP address> [min_ttl <0..255>] [max_ttl <0..255>]",
  examples: {
    good: ["192.0.2.1", "2001:db8::1 min_ttl 250", "192.0.2.1 min_ttl 1 max_ttl 255"],
    bad: ["192.0.2.256", "192.0.2.1 192.0.2.2", "192.0.2.1 min_ttl", "192.0.2.1 max_ttl 256", "192.0.2.1/24"],
  },
  table: peerOptions,
  schema: {
    type: "object",
    properties: { address: { type: "string" }, min_ttl: { type: "integer" }, max_ttl: { type: "integer" } },
  },
  json: ({ address, min_ttl, max_ttl }) => ({
    address,
    ...(min_ttl === undefined ? {} : { min_ttl }),
    ...(max_ttl === undefined ? {} : { max_ttl }),
  }),
  print: ({ address, min_ttl, max_ttl }) =>
    `${address}${min_ttl === undefined ? "" : ` min_ttl ${min_ttl}`}${max_ttl === undefined ? "" : ` max_ttl ${max_ttl}`}`,
  read: readPeer,
});

function readPeer(line: Words): UnicastPeer | undefined {
  const address = readIp(line, line.owner, line.owner.text);
  const options = readOptions(line, peerOptions);
  if (address === undefined || options === undefined) return undefined;
  return { place: line.owner.place, address, min_ttl: options.min_ttl, max_ttl: options.max_ttl };
}

/** 224.0.0.0/4 (RFC 5771), or ff02::/16: VRRP does not leave the link (RFC 9568 §5.1.2.2). */
export const multicastGroup: Type<IpAddress> = {
  ...ip(),
  syntax: "<multicast address>",
  examples: { good: ["224.0.0.18", "239.1.2.3", "ff02::12"], bad: ["", "192.0.2.1", "ff05::12", "2001:db8::1"] },
  read: (words, earlier) => {
    const address = ip().read(words, earlier);
    if (address === undefined || staysOnLink(address)) return address;
    const { place, text } = words.owner;
    const cure = "IPv4 groups go from 224.0.0.0 to 239.255.255.255, those of an IPv6 link begin with ff02:";
    return refuse(words, "value-wrong", place, `${quote(text)} takes a multicast address, not ${quote(address)}`, cure);
  },
};

function staysOnLink(address: IpAddress): boolean {
  return isMulticast(address) && (familyOf(address) === "inet" || /^ff.2:/.test(address));
}
