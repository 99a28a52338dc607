import { ByteWriter, read16 } from "./bytes.ts";

const ETHERNET_BYTES = 14;
const ARP_BYTES = 28;
const ARP_ETHERTYPE = 0x0806;
const IPV4_ETHERTYPE = 0x0800;
const ETHERNET_HARDWARE = 1;
const MAC_AND_IPV4_LENGTHS = 0x0604;
const REQUEST = 1;
const REPLY = 2;
const BROADCAST = new Uint8Array(6).fill(0xff);

/** What a gratuitous ARP tells the network: this address is at this hardware address. */
export type GratuitousArpMessage = { readonly mac: Uint8Array; readonly address: Uint8Array };

/** An Ethernet frame with a gratuitous ARP request, RFC 5227 §3, as keepalived sends it: the target is broadcast too. */
export function encodeGratuitousArp({ mac, address }: GratuitousArpMessage): Uint8Array {
  const out = new ByteWriter(ETHERNET_BYTES + ARP_BYTES);
  out.put(BROADCAST).put(mac).u16(ARP_ETHERTYPE);
  out.u16(ETHERNET_HARDWARE).u16(IPV4_ETHERTYPE).u16(MAC_AND_IPV4_LENGTHS).u16(REQUEST);
  return out.put(mac).put(address).put(BROADCAST).put(address).bytes;
}

/** Undefined for anything but a gratuitous ARP (request or reply) over Ethernet. */
export function decodeGratuitousArp(frame: Uint8Array): GratuitousArpMessage | undefined {
  if (frame.length < ETHERNET_BYTES + ARP_BYTES || read16(frame, 12) !== ARP_ETHERTYPE) return undefined;
  if (read16(frame, 14) !== ETHERNET_HARDWARE || read16(frame, 16) !== IPV4_ETHERTYPE) return undefined;
  const operation = read16(frame, 20);
  if (read16(frame, 18) !== MAC_AND_IPV4_LENGTHS || (operation !== REQUEST && operation !== REPLY)) return undefined;
  const address = frame.subarray(28, 32);
  const target = frame.subarray(38, 42);
  if (!address.every((byte, index) => byte === target[index])) return undefined;
  return { mac: frame.subarray(22, 28), address };
}
