import { parseIpv4 } from "../../wire/ipv4.ts";
import { quote } from "../problem.ts";
import { need, refuse } from "../reader.ts";
import type { Type } from "../schema.ts";
import { statement } from "./statement.ts";

/** Which clients count as one: a netmask for IPv4, the length of a prefix for IPv6 (and, here, for IPv4 too). */
export type Granularity =
  | { readonly kind: "mask"; readonly mask: string }
  | { readonly kind: "prefix"; readonly length: number };

export const granularity: Type<Granularity> = {
  syntax: "<IPv4 netmask>|<IPv6 prefix length 1..128>",
  schema: { anyOf: [{ type: "string" }, { type: "integer", minimum: 1, maximum: 128 }] },
  examples: {
    good: ["255.255.255.0", "0.0.0.0", "64", "128"],
    bad: ["", "0", "129", "255.255.255", "wide", "ffff::"],
  },
  json: (value) => (value.kind === "mask" ? value.mask : value.length),
  print: (value) => statement(value.kind === "mask" ? value.mask : `${value.length}`),
  read: (words) => {
    const found = need(words, granularity.syntax);
    if (found === undefined) return undefined;
    if (parseIpv4(found.text) !== undefined) return { kind: "mask", mask: found.text };
    const length = /^\+?\d+$/.test(found.text) ? Number(found.text) : 0;
    if (length >= 1 && length <= 128) return { kind: "prefix", length };
    const message = `${quote(words.owner.text)} takes ${granularity.syntax}, not ${quote(found.text)}`;
    return refuse(words, "value-wrong", found.place, message);
  },
};
