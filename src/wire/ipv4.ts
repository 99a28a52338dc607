import { ByteWriter, read16 } from "./bytes.ts";
import { internetChecksum } from "./checksum.ts";

/** An IP address in its canonical text, as `ip addr` prints it; the identity of an address everywhere but in packets. */
export type IpAddress = string;

/** An IPv4 packet taken apart; the fields are views into the bytes it came in. */
export type Ipv4Packet = {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly ttl: number;
  readonly protocol: number;
  readonly payload: Uint8Array;
};

export type Ipv4Header = {
  readonly typeOfService: number;
  readonly identification: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
};

const HEADER_BYTES = 20;
const VERSION_AND_LENGTH = 0x45;
const CHECKSUM_AT = 10;

/** A packet without options or fragments, RFC 791 §3.1. */
export function encodeIpv4(header: Ipv4Header, payload: Uint8Array): Uint8Array {
  const out = new ByteWriter(HEADER_BYTES + payload.length);
  out.u8(VERSION_AND_LENGTH).u8(header.typeOfService).u16(out.bytes.length).u16(header.identification).u16(0);
  out.u8(header.ttl).u8(header.protocol).u16(0).put(header.source).put(header.destination);
  out.patch16(CHECKSUM_AT, internetChecksum(out.bytes.subarray(0, HEADER_BYTES)));
  return out.put(payload).bytes;
}

/**
 * Undefined when the bytes are no whole IPv4 packet. The header checksum is not looked at: a packet from a raw socket
 * has passed the kernel's own check.
 */
export function decodeIpv4(bytes: Uint8Array): Ipv4Packet | undefined {
  const first = bytes[0] ?? 0;
  const headerBytes = (first & 15) * 4;
  const totalBytes = read16(bytes, 2);
  if (first >> 4 !== 4 || headerBytes < HEADER_BYTES || totalBytes < headerBytes || totalBytes > bytes.length) {
    return undefined;
  }
  return {
    source: bytes.subarray(12, 16),
    destination: bytes.subarray(16, 20),
    ttl: bytes[8] ?? 0,
    protocol: bytes[9] ?? 0,
    payload: bytes.subarray(headerBytes, totalBytes),
  };
}

const PART = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ADDRESS = new RegExp(`^${PART}\\.${PART}\\.${PART}\\.${PART}$`);

/** Four decimal numbers without leading zeros; anything else is undefined. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const parts = ADDRESS.exec(text);
  return parts === null ? undefined : new Uint8Array(parts.slice(1).map(Number));
}

export function formatIpv4(address: Uint8Array): IpAddress {
  return address.join(".");
}
