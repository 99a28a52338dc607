import { need, readLeadingOptions, refuse, refuseValue, type Words } from "../reader.ts";
import { type Infer, keyword, type Type } from "../schema.ts";
import { ip } from "../types/ip.ts";
import { namedNumber } from "../types/iproute.ts";
import { anyBase, uint, uint64 } from "../types/numbers.ts";
import { jsonOfOptions, printOptions, schemaOfOptions } from "../types/options.ts";
import { statement } from "../types/statement.ts";
import { refuseChoice } from "../types/text.ts";

const row = { onChange: "rehold", otherwise: "none" } as const;

const flags = keyword({ ...row, type: uint(0, 65_535), doc: "The tunnel's flags (TUNNEL_… in the kernel)." });
const id = keyword({ ...row, type: uint64, doc: "The tunnel's key." });

const ipOptions = {
  id,
  dst: keyword({ ...row, type: ip("inet"), doc: "The tunnel's other end." }),
  src: keyword({ ...row, type: ip("inet"), doc: "The tunnel's own end." }),
  tos: keyword({ ...row, type: namedNumber("rt_dsfield", 0, 255), doc: "Type of service of the outer packet." }),
  ttl: keyword({ ...row, type: uint(0, 255), doc: "Time to live of the outer packet." }),
  flags,
};

const ip6Options = {
  id,
  dst: keyword({ ...row, type: ip("inet6"), doc: "The tunnel's other end." }),
  src: keyword({ ...row, type: ip("inet6"), doc: "The tunnel's own end." }),
  tc: keyword({ ...row, type: namedNumber("rt_dsfield", 0, 255), doc: "Traffic class of the outer packet." }),
  hoplimit: keyword({ ...row, type: uint(0, 255), doc: "Hop limit of the outer packet." }),
  flags,
};

/** How packets of a route are wrapped (lightweight tunnels, LWTUNNEL_ENCAP_…). */
export type Encap =
  | ({ readonly kind: "ip" } & Partial<Infer<typeof ipOptions>>)
  | ({ readonly kind: "ip6" } & Partial<Infer<typeof ip6Options>>)
  /** From the outermost label inwards. */
  | { readonly kind: "mpls"; readonly labels: readonly number[] }
  /** The upper half of an IPv6 address, as four groups of hexadecimal digits. */
  | { readonly kind: "ila"; readonly locator: string };

export const encap: Type<Encap> = {
  syntax:
    "ip [id <n>] [dst <IPv4 address>] [src <IPv4 address>] [tos <n>] [ttl <n>] [flags <n>]" +
    "|ip6 [id <n>] [dst <IPv6 address>] [src <IPv6 address>] [tc <n>] [hoplimit <n>] [flags <n>]" +
    "|mpls <label>[/<label> …]|ila <locator>",
  schema: {
    anyOf: [
      schemaOfOptions(ipOptions, { kind: { const: "ip" } }),
      schemaOfOptions(ip6Options, { kind: { const: "ip6" } }),
      {
        type: "object",
        properties: { kind: { const: "mpls" }, labels: { type: "array", items: { type: "integer" } } },
      },
      { type: "object", properties: { kind: { const: "ila" }, locator: { type: "string" } } },
    ],
  },
  examples: {
    good: [
      "ip id 5 dst 192.0.2.9 src 192.0.2.8 tos CS1 ttl 9 flags 1",
      "ip dst 192.0.2.9",
      "ip6 id 5 dst fe80::2 src fe80::3 tc 4 hoplimit 9 flags 1",
      "mpls 100",
      "mpls 100/0x10/1048575",
      "ila 1:2:3:ffff",
    ],
    bad: [
      "",
      "gre",
      "ip",
      "ip src 192.0.2.8",
      "ip id 0x5",
      "ip dst fe80::1",
      "ip6 dst 192.0.2.9",
      "mpls",
      "mpls 1048576",
      "mpls 1/",
      "ila 1:2:3",
      "ila 1::2:3",
    ],
  },
  json: (value) => {
    switch (value.kind) {
      case "ip":
        return { kind: value.kind, ...jsonOfOptions(ipOptions, value) };
      case "ip6":
        return { kind: value.kind, ...jsonOfOptions(ip6Options, value) };
      case "mpls":
      case "ila":
        return value;
    }
  },
  print: (value) => statement([value.kind, ...printEncap(value)].join(" ")),
  read: (words) => {
    const kind = need(words, KINDS.join("|"));
    if (kind === undefined) return undefined;
    if (!KINDS.includes(kind.text)) return refuseChoice(words, kind, KINDS);
    const named: Words = { ...words, owner: kind };
    const value = readKind(named);
    words.rest = named.rest;
    return value;
  },
};

const KINDS: readonly string[] = ["ip", "ip6", "mpls", "ila"];

function printEncap(value: Encap): readonly string[] {
  switch (value.kind) {
    case "ip":
      return printOptions(ipOptions, value);
    case "ip6":
      return printOptions(ip6Options, value);
    case "mpls":
      return [value.labels.join("/")];
    case "ila":
      return [value.locator];
  }
}

function readKind(words: Words): Encap | undefined {
  switch (words.owner.text) {
    case "ip":
      return tunnel(words, "ip", readLeadingOptions(words, ipOptions));
    case "ip6":
      return tunnel(words, "ip6", readLeadingOptions(words, ip6Options));
    case "mpls":
      return readLabels(words);
    default:
      return readLocator(words);
  }
}

/** keepalived asks for one of the two that tell tunnels apart. */
function tunnel<Kind extends "ip" | "ip6", Options extends { readonly id?: unknown; readonly dst?: unknown }>(
  words: Words,
  kind: Kind,
  options: Options | undefined,
): ({ readonly kind: Kind } & Options) | undefined {
  if (options === undefined) return undefined;
  if (options.id !== undefined || options.dst !== undefined) return { kind, ...options };
  return refuse(words, "item-option", words.owner.place, `encap ${kind} needs an id or a dst`);
}

/** RFC 3032 §2.1: 20 bits. keepalived takes up to 15 labels. */
function readLabels(words: Words): Encap | undefined {
  const word = need(words, "<label>[/<label> …]");
  if (word === undefined) return undefined;
  const labels = word.text.split("/").map((text) => anyBase(text) ?? Number.NaN);
  if (labels.length <= 15 && labels.every((label) => label <= 1_048_575)) return { kind: "mpls", labels };
  return refuseValue(words, word, "up to 15 labels <0..1048575> with `/` between them");
}

function readLocator(words: Words): Encap | undefined {
  const word = need(words, "<locator>");
  if (word === undefined) return undefined;
  if (/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}$/i.test(word.text)) {
    const groups = word.text.split(":").map((group) => Number.parseInt(group, 16).toString(16));
    return { kind: "ila", locator: groups.join(":") };
  }
  return refuseValue(words, word, "four groups of hexadecimal digits with `:` between them");
}
