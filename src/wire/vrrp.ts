import { ByteWriter, read16, utf8 } from "./bytes.ts";
import { internetChecksum } from "./checksum.ts";
import type { Ipv4Packet } from "./ipv4.ts";

export const VRRP_PROTOCOL = 112;
export const VRRP_GROUP = Uint8Array.of(224, 0, 0, 18);
/** Anything less has crossed a router, RFC 9568 §5.1.1.3. */
export const VRRP_TTL = 255;
/** Internetwork control, which keepalived sends too. */
export const VRRP_TYPE_OF_SERVICE = 0xc0;

/** An ADVERTISEMENT: version 2 as in RFC 3768 §5 with RFC 2338's authentication, version 3 as in RFC 9568 §5. */
export type Advertisement = {
  readonly virtualRouterId: number;
  readonly priority: number;
  readonly addresses: readonly Uint8Array[];
} & (AdvertisementV2 | AdvertisementV3);

type AdvertisementV2 = {
  readonly version: 2;
  readonly intervalSeconds: number;
  readonly authentication: WireAuthentication;
};
type AdvertisementV3 = { readonly version: 3; readonly intervalCentis: number };

/** Type 2, the authentication header of RFC 2338 §5.3.6.3, is told apart only to be refused by its right name. */
export type WireAuthentication =
  | { readonly kind: "none" }
  /** Always 8 bytes, padded with zeros. */
  | { readonly kind: "pass"; readonly data: Uint8Array }
  | { readonly kind: "header" };

/** Why a packet is no advertisement; each member is also the name of the counter it goes under. */
export type Refusal =
  | "packet_len_err"
  | "ip_ttl_err"
  | "vers_err"
  | "invalid_authtype"
  | "invalid_type_rcvd"
  | "chk_err";

const HEADER_BYTES = 8;
const ADDRESS_BYTES = 4;
const AUTHENTICATION_BYTES = 8;
const CHECKSUM_AT = 6;
const ADVERTISEMENT = 1;

/** The VRRP message, without its IP header; the addresses count into the version 3 checksum. */
export function encodeVrrp(advert: Advertisement, source: Uint8Array, destination: Uint8Array): Uint8Array {
  const { version, virtualRouterId, priority, addresses } = advert;
  const out = new ByteWriter(messageBytes(version, addresses.length));
  out
    .u8((version << 4) | ADVERTISEMENT)
    .u8(virtualRouterId)
    .u8(priority)
    .u8(addresses.length);
  if (advert.version === 2) out.u8(authenticationType(advert.authentication)).u8(advert.intervalSeconds);
  else out.u16(advert.intervalCentis);
  out.u16(0);
  for (const address of addresses) out.put(address);
  if (advert.version === 2 && advert.authentication.kind === "pass") out.put(advert.authentication.data);
  return out.patch16(CHECKSUM_AT, checksum(version, out.bytes, source, destination)).bytes;
}

/** The VRID of a message long enough to have one: who is to be asked about the rest. */
export function peekVirtualRouterId(packet: Ipv4Packet): number | undefined {
  return packet.payload.length < HEADER_BYTES ? undefined : packet.payload[1];
}

/** Checks all that can be checked without knowing the virtual router; never throws, whatever the bytes. */
export function decodeVrrp(packet: Ipv4Packet): Advertisement | Refusal {
  const { payload } = packet;
  if (payload.length < HEADER_BYTES) return "packet_len_err";
  const [versionAndType = 0, virtualRouterId = 0, priority = 0, count = 0, authentication = 0] = payload;
  const version = versionAndType >> 4;
  if (version !== 2 && version !== 3) return "vers_err";
  if (payload.length !== messageBytes(version, count)) return "packet_len_err";
  if (packet.ttl !== VRRP_TTL) return "ip_ttl_err";
  if (version === 2 && authentication > 2) return "invalid_authtype";
  if ((versionAndType & 15) !== ADVERTISEMENT) return "invalid_type_rcvd";
  if (checksum(version, payload, packet.source, packet.destination) !== 0) return "chk_err";
  const addresses = Array.from({ length: count }, (_, index) => addressAt(payload, index));
  const advert = { virtualRouterId, priority, addresses };
  if (version === 3) return { ...advert, version, intervalCentis: read16(payload, 4) & 0xfff };
  return { ...advert, version, intervalSeconds: payload[5] ?? 0, authentication: readAuthentication(payload, count) };
}

/** A password as version 2 carries it: 8 bytes of UTF-8, cut or padded with zeros. */
export function passwordData(password: string): Uint8Array {
  const data = new Uint8Array(AUTHENTICATION_BYTES);
  data.set(utf8(password).slice(0, AUTHENTICATION_BYTES));
  return data;
}

function messageBytes(version: 2 | 3, addresses: number): number {
  return HEADER_BYTES + addresses * ADDRESS_BYTES + (version === 2 ? AUTHENTICATION_BYTES : 0);
}

function addressAt(payload: Uint8Array, index: number): Uint8Array {
  const at = HEADER_BYTES + index * ADDRESS_BYTES;
  return payload.subarray(at, at + ADDRESS_BYTES);
}

function authenticationType(authentication: WireAuthentication): number {
  switch (authentication.kind) {
    case "none":
      return 0;
    case "pass":
      return 1;
    case "header":
      return 2;
  }
}

function readAuthentication(payload: Uint8Array, count: number): WireAuthentication {
  if (payload[4] === 0) return { kind: "none" };
  if (payload[4] === 2) return { kind: "header" };
  return { kind: "pass", data: payload.subarray(HEADER_BYTES + count * ADDRESS_BYTES) };
}

/** Version 3 counts a pseudo header in (RFC 9568 §5.2.8), version 2 does not. Version 2 covers the authentication data. */
function checksum(version: 2 | 3, message: Uint8Array, source: Uint8Array, destination: Uint8Array): number {
  if (version === 2) return internetChecksum(message);
  const rest = new ByteWriter(4).u16(VRRP_PROTOCOL).u16(message.length).bytes;
  return internetChecksum(source, destination, rest, message);
}
