import { read16 } from "./bytes.ts";

/**
 * The Internet checksum, RFC 1071, over the parts as if they stood in one piece; each but the last has an even length.
 * Over data that contains its own right checksum the result is 0.
 */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    // read16 pads an odd end with zero, as the RFC asks.
    for (let at = 0; at < part.length; at += 2) sum += read16(part, at);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
