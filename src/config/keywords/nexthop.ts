import type { IpAddress } from "../../wire/ipv4.ts";
import { quote } from "../problem.ts";
import { need, peek, readLeadingOptions, refuse, take } from "../reader.ts";
import { type Infer, keyword, type Type } from "../schema.ts";
import { ip, readIp } from "../types/ip.ts";
import { realms } from "../types/iproute.ts";
import { uint } from "../types/numbers.ts";
import { jsonOfOptions, printOptions, schemaOfOptions } from "../types/options.ts";
import { statement } from "../types/statement.ts";
import { flag, interfaceName } from "../types/text.ts";
import { encap } from "./encap.ts";

/** The address of a router. The family may stand before it, and must then be its own. */
export const gateway: Type<IpAddress> = {
  ...ip(),
  syntax: "[inet|inet6] <IP address>",
  examples: {
    good: ["192.0.2.254", "inet 192.0.2.254", "inet6 fe80::1", "fe80::1"],
    bad: ["", "inet", "inet6 192.0.2.254", "inet fe80::1", "192.0.2.254/24", "host"],
  },
  read: (words) => {
    const next = peek(words)?.text;
    const family = next === "inet" || next === "inet6" ? next : undefined;
    if (family !== undefined) take(words);
    const found = need(words, gateway.syntax);
    if (found === undefined) return undefined;
    return readIp(words, found, found.text, family);
  },
};

const row = { onChange: "rehold", otherwise: "none" } as const;

const nexthopOptions = {
  via: keyword({ ...row, type: gateway, doc: "The next router." }),
  dev: keyword({ ...row, type: interfaceName, doc: "The interface that leads there." }),
  weight: keyword({ ...row, type: uint(1, 256), doc: "Its share of the packets." }),
  onlink: keyword({ ...row, type: flag, doc: "The router is reached directly, whatever the addresses say." }),
  encap: keyword({ ...row, type: encap, doc: "How packets are wrapped." }),
  realms: keyword({ ...row, type: realms, doc: "Realms of the traffic." }),
};

export type Nexthop = Partial<Infer<typeof nexthopOptions>>;

/** One more way for the packets of a route, whose last options these are. */
export const nexthops: Type<readonly Nexthop[]> = {
  syntax: "[via [inet|inet6] <IP address>] [dev <interface>] [weight <1..256>] [onlink] [encap …] [realms …]",
  schema: { type: "array", items: schemaOfOptions(nexthopOptions) },
  examples: {
    good: ["via 192.0.2.254", "dev eth1 weight 256 onlink realms 1/2 encap mpls 5", "via inet6 fe80::1 dev eth0"],
    bad: ["", "weight 5", "via", "via 192.0.2.254 weight 0", "via 192.0.2.254 weight 257", "via 192.0.2.254 foo"],
  },
  repeats: true,
  json: (value) => value.map((one) => jsonOfOptions(nexthopOptions, one)),
  print: (value) => value.flatMap((one) => statement(printOptions(nexthopOptions, one).join(" "))),
  read: (words, earlier = []) => {
    const found = readLeadingOptions(words, nexthopOptions);
    if (found === undefined) return undefined;
    if (found.via !== undefined || found.dev !== undefined) return [...earlier, found];
    const message = `${quote(words.owner.text)} leads nowhere without via or dev`;
    return refuse(words, "kernel-refuses", words.owner.place, message);
  },
};
