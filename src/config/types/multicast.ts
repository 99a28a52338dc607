import type { IpAddress } from "../../wire/ipv4.ts";
import { quote } from "../problem.ts";
import { refuse } from "../reader.ts";
import type { Type } from "../schema.ts";
import { type Family, familyOf, ip } from "./ip.ts";

/** The address of a multicast group: 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 §2.7). */
export function multicastGroup(family?: Family): Type<IpAddress> {
  const type = ip(family);
  const examples = {
    inet: { good: ["224.0.0.18", "239.255.255.255"], bad: ["10.0.0.1", "223.255.255.255", "240.0.0.1", "ff02::12"] },
    inet6: { good: ["ff02::12", "ff05::1"], bad: ["fe80::1", "ff::1", "224.0.0.18"] },
  };
  const { inet, inet6 } = examples;
  return {
    ...type,
    syntax: family === undefined ? "<multicast address>" : `<${family === "inet" ? "IPv4" : "IPv6"} multicast address>`,
    examples: {
      good: family === undefined ? [...inet.good, ...inet6.good] : examples[family].good,
      bad: ["", "host", ...(family === undefined ? ["10.0.0.1", "fe80::1"] : examples[family].bad)],
    },
    read: (words, earlier) => {
      const address = type.read(words, earlier);
      if (address === undefined || isMulticast(address)) return address;
      const { place, text } = words.owner;
      const cure = "IPv4 groups go from 224.0.0.0 to 239.255.255.255, IPv6 groups begin with ff";
      return refuse(words, "value-wrong", place, `${quote(text)} takes a multicast group, not ${address}`, cure);
    },
  };
}

export function isMulticast(address: IpAddress): boolean {
  if (familyOf(address) === "inet6") return /^ff[0-9a-f]{2}:/.test(address);
  const first = Number(address.slice(0, address.indexOf(".")));
  return first >= 224 && first < 240;
}
