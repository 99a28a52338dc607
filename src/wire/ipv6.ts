import { type IpAddress, parseIpv4 } from "./ipv4.ts";

const GROUPS = 8;

/** The 16 bytes of an address in any of the forms of RFC 4291 §2.2, without a zone; anything else is undefined. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0 || !/^[0-9A-Fa-f:.]+$/.test(text)) return undefined;
  const [first, last] = [readGroups(head, tail === undefined), tail === undefined ? [] : readGroups(tail, true)];
  if (first === undefined || last === undefined) return undefined;
  const missing = GROUPS - first.length - last.length;
  // `::` stands for at least one group: RFC 5952 §4.2.2 forbids one, RFC 4291 does not.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...first, ...new Array<number>(missing).fill(0), ...last];
  return new Uint8Array(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The canonical text, RFC 5952 §4: lower case, no leading zeros, the first of the longest runs of zeros as `::`. */
export function formatIpv6(address: Uint8Array): IpAddress {
  const groups = Array.from(
    { length: GROUPS },
    (_, index) => ((address[2 * index] ?? 0) << 8) | (address[2 * index + 1] ?? 0),
  );
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${address.slice(12).join(".")}`;
  }
  const { start, length } = longestZeros(groups);
  const texts = groups.map((group) => group.toString(16));
  if (length < 2) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}

/** Hexadecimal groups between colons; the last two may be written as an IPv4 address. */
function readGroups(text: string, atEnd: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const embedded = atEnd && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = embedded;
      groups.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
