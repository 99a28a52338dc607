import { quote } from "../problem.ts";
import { need, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { networkOf, type Prefix, printPrefix, readPrefix } from "../types/ip.ts";
import { anyBase } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";

/** rtnetlink's RTN_… by the names of ip-route(8). */
export const routeTypes: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ unicast: 1, local: 2, broadcast: 3, brd: 3, anycast: 4, multicast: 5 },
    ...{ blackhole: 6, unreachable: 7, prohibit: 8, throw: 9, nat: 10, xresolve: 11 },
  }),
);

const UNICAST = 1;

/** Packets are dropped or sent on to another table: there is nowhere to send them to. */
export function hasNoGateway(type: number): boolean {
  return type >= 6 && type <= 9;
}

/** Where the packets of a route go; of `default` without more nothing tells the family. */
export type Destination = { readonly type: number; readonly prefix: Prefix | "default" };

export const destination: Type<Destination> = {
  syntax: "[<type>] <IP address>[/<length>]|default",
  schema: { type: "object" },
  examples: {
    good: [
      "192.0.2.0/24",
      "192.0.2.1",
      "default",
      "any",
      "all",
      "blackhole 2001:db8::/64",
      "unicast default",
      "6 ::/0",
    ],
    bad: ["", "blackhole", "192.0.2.0/33", "somewhere", "256 192.0.2.0/24", "nat prohibit 192.0.2.0/24"],
  },
  json: ({ type, prefix }) => ({ type: nameOfRouteType(type), prefix: prefix === "default" ? prefix : { ...prefix } }),
  print: (value) => statement(printDestination(value)),
  read: (words) => {
    // Without `to` in front of it the first word itself is taken for the option.
    const first = words.owner.text === "to" ? need(words, destination.syntax) : words.owner;
    if (first === undefined) return undefined;
    const type = routeTypeOf(first.text);
    const last = type === undefined ? first : need(words, "<IP address>[/<length>]|default");
    return last === undefined ? undefined : readDestination(words, last, type ?? UNICAST);
  },
};

/** Whether a word that is no option can be (the beginning of) a destination. */
export function startsDestination(text: string): boolean {
  return /^\d|:/.test(text) || routeTypes.has(text) || DEFAULTS.includes(text);
}

export function printDestination({ type, prefix }: Destination): string {
  const where = prefix === "default" ? prefix : printPrefix(prefix);
  return type === UNICAST ? where : `${nameOfRouteType(type)} ${where}`;
}

export function nameOfRouteType(type: number): string {
  const [name] = Array.from(routeTypes).find(([, number]) => number === type) ?? [];
  return name ?? `${type}`;
}

const DEFAULTS: readonly string[] = ["default", "any", "all", "default6"];

function routeTypeOf(text: string): number | undefined {
  const number = routeTypes.get(text) ?? anyBase(text);
  return number === undefined || number > 255 ? undefined : number;
}

function readDestination(words: Words, word: Word, type: number): Destination | undefined {
  if (word.text === "default6") {
    words.reader.report("keyword-deprecated", word.place, "`default6` is outdated", "write ::/0");
    return { type, prefix: { address: "::", length: 0 } };
  }
  if (DEFAULTS.includes(word.text)) return { type, prefix: "default" };
  const prefix = readPrefix(words, word);
  return prefix === undefined ? undefined : { type, prefix: withoutHost(words, word, prefix) };
}

/** The kernel takes no route of IPv4 with host bits, and clears those of IPv6. */
function withoutHost({ reader }: Words, word: Word, prefix: Prefix): Prefix {
  const network = networkOf(prefix);
  if (network.address !== prefix.address) {
    const message = `${quote(word.text)} has host bits: it is taken as ${printPrefix(network)}`;
    reader.report("value-adjusted", word.place, message);
  }
  return network;
}
