import { formatIpv4, type IpAddress, parseIpv4 } from "./ipv4.ts";
import {
  type Attributes,
  decode32,
  decodeAttributes,
  decodeText,
  encode32,
  encodeAttribute,
  encodeText,
  joinBytes,
} from "./netlink.ts";

// Bodies of rtnetlink's messages about interfaces and IPv4 addresses: include/uapi/linux/{rtnetlink,if_link,if_addr}.h.

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;
export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
export const RTM_GETADDR = 22;

export const RTNLGRP_LINK = 1;
export const RTNLGRP_IPV4_IFADDR = 5;

export const IFF_UP = 0x1;
export const IFF_LOOPBACK = 0x8;
export const IFF_RUNNING = 0x40;
export const IFF_NOARP = 0x80;

export const IFA_F_SECONDARY = 0x1;

/** IFA_PROTO of an address that keepalived has added. */
export const KEEPALIVED_PROTOCOL = 18;

/** An address of an interface: what RTM_NEWADDR tells or asks for, and by what RTM_DELADDR finds it. */
export type InterfaceAddress = {
  readonly index: number;
  readonly address: IpAddress;
  readonly prefixLength: number;
  /** 0 global, 200 site, 253 link, 254 host. */
  readonly scope: number;
  readonly broadcast?: IpAddress;
  readonly label?: string;
  /** Who has added it; the kernel remembers that from Linux 5.18 on. */
  readonly protocol?: number;
  /** Whole seconds until the kernel removes it; absent: never. */
  readonly lifetimeSeconds?: number;
  /** IFA_F_…; only ever told by the kernel. */
  readonly flags: number;
};

export type InterfaceLink = {
  readonly index: number;
  readonly name: string;
  /** IFF_… */
  readonly flags: number;
  /** Empty when the interface has no hardware address. */
  readonly mac: Uint8Array;
  readonly mtu: number;
};

const AF_UNSPEC = 0;
const AF_INET = 2;

const IFADDRMSG_BYTES = 8;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFA_CACHEINFO = 6;
const IFA_FLAGS = 8;
const IFA_PROTO = 11;
const FOR_EVER = 0xffff_ffff;

const IFINFOMSG_BYTES = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;

/** The body of a RTM_GETLINK or RTM_GETADDR that asks for all of them; addresses only of IPv4. */
export function encodeDump(type: typeof RTM_GETLINK | typeof RTM_GETADDR): Uint8Array {
  const body = new Uint8Array(type === RTM_GETLINK ? IFINFOMSG_BYTES : IFADDRMSG_BYTES);
  body[0] = type === RTM_GETLINK ? AF_UNSPEC : AF_INET;
  return body;
}

/** The body of a RTM_NEWADDR or RTM_DELADDR. The address must be a valid one of IPv4. */
export function encodeInterfaceAddress(wanted: InterfaceAddress): Uint8Array {
  const { index, prefixLength, scope, label, protocol, lifetimeSeconds } = wanted;
  const address = parseIpv4(wanted.address) ?? new Uint8Array();
  const broadcast = wanted.broadcast === undefined ? undefined : parseIpv4(wanted.broadcast);
  const parts = [
    Uint8Array.of(AF_INET, prefixLength, 0, scope),
    encode32(index),
    encodeAttribute(IFA_LOCAL, address),
    encodeAttribute(IFA_ADDRESS, address),
  ];
  if (broadcast !== undefined) parts.push(encodeAttribute(IFA_BROADCAST, broadcast));
  if (label !== undefined) parts.push(encodeAttribute(IFA_LABEL, encodeText(label)));
  if (protocol !== undefined) parts.push(encodeAttribute(IFA_PROTO, Uint8Array.of(protocol)));
  // The preferred lifetime ends with the valid one: IPv4 makes no use of it, but refuses one that is longer.
  const lifetime = lifetimeSeconds ?? FOR_EVER;
  parts.push(encodeAttribute(IFA_CACHEINFO, encode32(lifetime, lifetime, 0, 0)));
  return joinBytes(parts);
}

/** Undefined for what is no IPv4 address of an interface. */
export function decodeInterfaceAddress(body: Uint8Array): InterfaceAddress | undefined {
  const [family, prefixLength = 0, flags = 0, scope = 0] = body;
  const index = decode32(body, 4);
  if (family !== AF_INET || prefixLength > 32 || index === undefined) return undefined;
  const attributes = decodeAttributes(body, IFADDRMSG_BYTES);
  // On a point-to-point interface IFA_ADDRESS is the peer's.
  const address = ipv4Of(attributes, IFA_LOCAL) ?? ipv4Of(attributes, IFA_ADDRESS);
  if (address === undefined) return undefined;
  const broadcast = ipv4Of(attributes, IFA_BROADCAST);
  const label = attributes.get(IFA_LABEL);
  const protocol = attributes.get(IFA_PROTO)?.[0];
  const lifetimeSeconds = decode32(attributes.get(IFA_CACHEINFO) ?? new Uint8Array(), 4) ?? FOR_EVER;
  return {
    index,
    address,
    prefixLength,
    scope,
    flags: decode32(attributes.get(IFA_FLAGS) ?? new Uint8Array(), 0) ?? flags,
    ...(broadcast !== undefined && { broadcast }),
    ...(label !== undefined && { label: decodeText(label) }),
    ...(protocol !== undefined && { protocol }),
    ...(lifetimeSeconds !== FOR_EVER && { lifetimeSeconds }),
  };
}

/** Undefined for what is no message about an interface itself, as a bridge's about one of its ports. */
export function decodeInterfaceLink(body: Uint8Array): InterfaceLink | undefined {
  const index = decode32(body, 4);
  const flags = decode32(body, 8);
  if (body[0] !== AF_UNSPEC || index === undefined || flags === undefined) return undefined;
  const attributes = decodeAttributes(body, IFINFOMSG_BYTES);
  const name = attributes.get(IFLA_IFNAME);
  if (name === undefined) return undefined;
  const mac = attributes.get(IFLA_ADDRESS) ?? new Uint8Array();
  const mtu = decode32(attributes.get(IFLA_MTU) ?? new Uint8Array(), 0) ?? 0;
  return { index, name: decodeText(name), flags, mac, mtu };
}

function ipv4Of(attributes: Attributes, type: number): IpAddress | undefined {
  const bytes = attributes.get(type);
  return bytes?.length === 4 ? formatIpv4(bytes) : undefined;
}
