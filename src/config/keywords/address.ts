import { need, readOptions, refuse, type Words } from "../reader.ts";
import { type Infer, keyword, type Type } from "../schema.ts";
import { items, type Placed } from "../types/blocks.ts";
import { printPrefix, readIp, readPrefix } from "../types/ip.ts";
import { uint } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { choice, interfaceName, word } from "../types/text.ts";

/** rtnetlink's numbers of the scopes that have a name everywhere. */
const scopes = { global: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

const scope: Type<number> = {
  syntax: `${Object.keys(scopes).join("|")}|<0..255>`,
  schema: { type: "integer", minimum: 0, maximum: 255 },
  examples: { good: ["global", "link", "0", "255"], bad: ["", "256", "galactic"] },
  json: (value) => value,
  print: (value) => statement(`${value}`),
  read: (words, earlier) => {
    const [named, numbered] = [choice("global", "site", "link", "host", "nowhere"), uint(0, 255)];
    if (/^\s*\d/.test(words.rest.text)) return numbered.read(words, earlier);
    const name = named.read(words, undefined);
    return name === undefined ? undefined : scopes[name];
  },
};

const broadcast: Type<string> = {
  syntax: "<IPv4 address>|+|-",
  schema: { type: "string" },
  examples: { good: ["192.0.2.255", "+", "-"], bad: ["", "x"] },
  json: (value) => value,
  print: statement,
  read: (words) => {
    const found = need(words, broadcast.syntax);
    if (found === undefined || found.text === "+" || found.text === "-") return found?.text;
    return readIp(words, found, found.text, "inet");
  },
};

const device = { onChange: "live", otherwise: "the instance's interface" } as const;

/** The options behind an address of `virtual_ipaddress`. */
const addressOptions = {
  dev: keyword({ type: interfaceName, ...device, doc: "The interface that gets the address." }),
  scope: keyword({ type: scope, default: 0, onChange: "live", doc: "Where the address is valid, as in `ip address`." }),
  broadcast: keyword({
    type: broadcast,
    onChange: "live",
    otherwise: "none",
    doc: "+ sets the host bits, - clears them.",
  }),
  brd: keyword({ type: broadcast, onChange: "live", otherwise: "none", doc: "The same as broadcast." }),
  label: keyword({
    type: word("label", 15),
    onChange: "live",
    otherwise: "none",
    doc: "A name for `ifconfig` to show.",
  }),
};

export type Address = Infer<typeof addressOptions> &
  Placed & { readonly address: string; readonly prefixLength: number };

export const addresses = items<Address>({
  syntax: "<IPv4 address>[/<length>] [dev <interface>] [scope <scope>] [broadcast|brd <address>|+|-] [label <label>]",
  examples: {
    good: ["192.0.2.1", "192.0.2.1/24 dev eth1 scope link label eth1:1", "192.0.2.1/24 brd +"],
    bad: ["192.0.2.1/33", "192.0.2.1/", "2001:db8::1", "192.0.2.1 192.0.2.2", "192.0.2.1 dev", "192.0.2.1 home"],
  },
  table: addressOptions,
  schema: { type: "object", properties: { address: { type: "string" }, prefixLength: { type: "integer" } } },
  json: ({ address, prefixLength }) => ({ address, prefixLength }),
  print: ({ address, prefixLength: length }) => printPrefix({ address, length }),
  read: readAddress,
});

function readAddress(line: Words): Address | undefined {
  const { owner } = line;
  const prefix = readPrefix(line, owner, "inet");
  const options = readOptions(line, addressOptions);
  if (prefix === undefined || options === undefined) return undefined;
  const { address, length: prefixLength } = prefix;
  const { dev, scope = 0, label, brd, broadcast = brd } = options;
  if ((broadcast === "+" || broadcast === "-") && prefixLength > 30) {
    const cure = "give a prefix length of at most /30";
    return refuse(line, "item-option", owner.place, `broadcast ${broadcast} needs host bits`, cure);
  }
  const fixed = broadcast === undefined ? undefined : broadcastOf(address, prefixLength, broadcast);
  return { place: owner.place, address, prefixLength, dev, scope, label, brd: fixed, broadcast: fixed };
}

function broadcastOf(address: string, prefixLength: number, form: string): string {
  if (form !== "+" && form !== "-") return form;
  const parts = address.split(".").map((part, index) => {
    const hostBits = Math.max(0, Math.min(8, 8 * (index + 1) - prefixLength));
    const host = 2 ** hostBits - 1;
    return form === "+" ? Number(part) | host : Number(part) & ~host;
  });
  return parts.join(".");
}
