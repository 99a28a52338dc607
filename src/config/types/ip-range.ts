import { type IpAddress, parseIpv4 } from "../../wire/ipv4.ts";
import { formatIpv6, parseIpv6 } from "../../wire/ipv6.ts";
import { quote } from "../problem.ts";
import { refuse, type Words } from "../reader.ts";
import type { Word } from "../source/words.ts";
import { canonicalIp, familyOf, longestPrefix, readIp } from "./ip.ts";

/** Addresses of one family, both ends included. */
export type IpRange = { readonly first: IpAddress; readonly last: IpAddress };

/** `<ip>`, `<ip>-<last part>`, `<ip>-<ip>` or `<ip>/<length>` without host bits; anything else is reported. */
export function readRange(words: Words, found: Word): IpRange | undefined {
  const [, start = "", sign, end = ""] = /^([^-/]*)([-/])?(.*)$/s.exec(found.text) ?? [];
  const first = readIp(words, found, start);
  if (first === undefined) return undefined;
  if (sign === undefined) return { first, last: first };
  return sign === "-" ? readEnd(words, found, first, end) : readNetwork(words, found, first, end);
}

/** How many addresses there are. */
export function sizeOf({ first, last }: IpRange): bigint {
  return numberOf(last) - numberOf(first) + 1n;
}

function readEnd(words: Words, found: Word, first: IpAddress, end: string): IpRange | undefined {
  const wrong = (message: string): undefined => refuse(words, "value-wrong", found.place, message);
  const full = canonicalIp(end);
  if (full !== undefined && familyOf(full) === familyOf(first)) {
    return numberOf(full) < numberOf(first) ? wrong("the range ends before it begins") : { first, last: full };
  }
  const four = familyOf(first) === "inet";
  const [form, base, most] = four ? [/^\d+$/, 10, 0xffn] : [/^[0-9a-f]+$/i, 16, 0xffffn];
  if (!form.test(end) || end.length > 20) return wrong(`${quote(end)} is no end of a range that begins with ${first}`);
  const part = BigInt(base === 10 ? end : `0x${end}`);
  if (part > most) return wrong(`${quote(end)} is too large: the last part goes up to ${most.toString(base)}`);
  const last = (numberOf(first) & ~most) | part;
  return last <= numberOf(first) ? wrong("the range ends before it begins") : { first, last: addressOf(last, four) };
}

function readNetwork(words: Words, found: Word, first: IpAddress, text: string): IpRange | undefined {
  const wrong = (message: string, cure?: string): undefined => refuse(words, "value-wrong", found.place, message, cure);
  const most = longestPrefix(familyOf(first));
  const length = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (length < 1 || length > most) return wrong(`${quote(`/${text}`)} is no prefix length: /1 to /${most}`);
  const hosts = (1n << BigInt(most - length)) - 1n;
  const start = numberOf(first);
  const network = addressOf(start & ~hosts, most === 32);
  if (network !== first)
    return wrong(`${first} is not the first address of its /${length}`, `write ${network}/${length}`);
  return { first, last: addressOf(start | hosts, most === 32) };
}

function numberOf(address: IpAddress): bigint {
  let number = 0n;
  for (const byte of parseIpv4(address) ?? parseIpv6(address) ?? []) number = (number << 8n) | BigInt(byte);
  return number;
}

function addressOf(number: bigint, four: boolean): IpAddress {
  const bytes = Uint8Array.from({ length: four ? 4 : 16 }, (_, index) =>
    Number((number >> BigInt(8 * ((four ? 3 : 15) - index))) & 0xffn),
  );
  return four ? bytes.join(".") : formatIpv6(bytes);
}
