import { type IpAddress, parseIpv4 } from "../wire/ipv4.ts";

/** A run of whole numbers, or of IPv4 addresses as numbers; both ends belong to it. */
export type Interval = { readonly from: number; readonly to: number };

/** The addresses of a network, whatever its host bits; undefined when the text is no IPv4 address. */
export function networkOf(address: IpAddress, prefixLength = 32): Interval | undefined {
  const number = addressNumber(address);
  if (number === undefined || !(prefixLength >= 0 && prefixLength <= 32)) return undefined;
  const size = 2 ** (32 - prefixLength);
  const from = number - (number % size);
  return { from, to: from + size - 1 };
}

export function addressNumber(address: IpAddress): number | undefined {
  return parseIpv4(address)?.reduce((number, byte) => number * 256 + byte, 0);
}

export function isWithin(inner: Interval, outer: Interval): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

export function overlap(one: Interval, other: Interval): boolean {
  return one.from <= other.to && other.from <= one.to;
}
