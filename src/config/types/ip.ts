import { formatIpv4, type IpAddress, parseIpv4 } from "../../wire/ipv4.ts";
import { formatIpv6, parseIpv6 } from "../../wire/ipv6.ts";
import { quote } from "../problem.ts";
import { need, refuse, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { statement } from "./statement.ts";

export type Family = "inet" | "inet6";

export function familyOf(address: IpAddress): Family {
  return address.includes(":") ? "inet6" : "inet";
}

/** An address with the length of its network. */
export type Prefix = { readonly address: IpAddress; readonly length: number };

export function longestPrefix(family: Family): 32 | 128 {
  return family === "inet" ? 32 : 128;
}

/** An address of either family, or of one. */
export function ip(family?: Family): Type<IpAddress> {
  const syntax = `<${nameOf(family)}>`;
  const good = { inet: ["192.0.2.1", "0.0.0.0"], inet6: ["2001:db8::1", "::", "fe80::1"] };
  const bad = { inet: ["fe80::1"], inet6: ["192.0.2.1"] };
  return {
    syntax,
    schema: { type: "string" },
    examples: {
      good: family === undefined ? [...good.inet, ...good.inet6] : good[family],
      bad: [
        "",
        "192.0.2",
        "192.0.2.256",
        "192.0.02.1",
        "1::2::3",
        "host",
        ...(family === undefined ? [] : bad[family]),
      ],
    },
    json: (value) => value,
    print: statement,
    read: (words) => {
      const found = need(words, syntax);
      return found === undefined ? undefined : readIp(words, found, found.text, family);
    },
  };
}

/** An address with the length of its network; without a length that of a single address. */
export function prefix(family?: Family): Type<Prefix> {
  const syntax = `<${nameOf(family)}>[/<length>]`;
  const good = { inet: ["192.0.2.9", "192.0.2.0/24", "0.0.0.0/0"], inet6: ["2001:db8::/64", "::/0"] };
  return {
    syntax,
    schema: { type: "object", properties: { address: { type: "string" }, length: { type: "integer" } } },
    examples: {
      good: family === "inet6" ? good.inet6 : good.inet,
      bad: ["", "192.0.2.9/33", "fe80::/129", "192.0.2/24", "192.0.2.0/", "192.0.2.0/x", "host"],
    },
    json: (value) => ({ ...value }),
    print: (value) => statement(printPrefix(value)),
    read: (words) => {
      const found = need(words, syntax);
      return found === undefined ? undefined : readPrefix(words, found, family);
    },
  };
}

/** The text, which is (a part of) the word, in canonical form if it is an address of the family; anything else is reported. */
export function readIp(words: Words, found: Word, text: string, family?: Family): IpAddress | undefined {
  const address = canonicalIp(text);
  if (address !== undefined && (family === undefined || familyOf(address) === family)) return address;
  return refuse(words, "value-wrong", found.place, `${quote(text)} is not an ${nameOf(family)}`);
}

/** `<address>[/<length>]`; without a length that of a single address. */
export function readPrefix(words: Words, found: Word, family?: Family): Prefix | undefined {
  const [, text = "", length] = /^([^/]*)(?:\/(.*))?$/s.exec(found.text) ?? [];
  const address = readIp(words, found, text, family);
  if (address === undefined) return undefined;
  const most = longestPrefix(familyOf(address));
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : most + 1;
  if (bits <= most) return { address, length: bits };
  const cure = `it goes from /0 to /${most}`;
  return refuse(words, "value-wrong", found.place, `${quote(`/${length}`)} is no prefix length`, cure);
}

/** With the bits behind the length cleared. */
export function networkOf({ address, length }: Prefix): Prefix {
  const bytes = address.includes(":") ? parseIpv6(address) : parseIpv4(address);
  if (bytes === undefined) return { address, length };
  const cleared = bytes.map((byte, index) => byte & ~(0xff >> Math.max(0, Math.min(8, length - 8 * index))));
  return { address: address.includes(":") ? formatIpv6(cleared) : formatIpv4(cleared), length };
}

/** As it is written in a file: a single address without its length. */
export function printPrefix({ address, length }: Prefix): string {
  return length === longestPrefix(familyOf(address)) ? address : `${address}/${length}`;
}

/** The family that all of these words tell, IPv4 if there are none; two that differ are reported. */
export function oneFamily(
  words: Words,
  what: string,
  told: readonly (readonly [word: string, family: Family])[],
): Family | undefined {
  const [first, ...others] = told;
  if (first === undefined) return "inet";
  const other = others.find(([, family]) => family !== first[1]);
  if (other === undefined) return first[1];
  const [one, two] = [first, other].map(([word, family]) => `${quote(word)} (${versionOf(family)})`);
  return refuse(words, "two-families", words.owner.place, `${one} and ${two} in one ${what}`);
}

function versionOf(family: Family): string {
  return family === "inet" ? "IPv4" : "IPv6";
}

/** The address in its canonical form; nothing if the text is none. */
export function canonicalIp(text: string): IpAddress | undefined {
  if (text.includes(":")) {
    const bytes = parseIpv6(text);
    return bytes === undefined ? undefined : formatIpv6(bytes);
  }
  return parseIpv4(text) === undefined ? undefined : text;
}

function nameOf(family: Family | undefined): string {
  if (family === undefined) return "IP address";
  return family === "inet" ? "IPv4 address" : "IPv6 address";
}
