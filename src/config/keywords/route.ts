import type { Schema } from "../json.ts";
import { nearest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { type Given, readOption, refuse, refuseOption, take, type Words } from "../reader.ts";
import { type AnyTable, type Infer, isKeyword, keyword, needing, type Table, type Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { items, type Placed } from "../types/blocks.ts";
import { type Family, familyOf, oneFamily, type Prefix, prefix } from "../types/ip.ts";
import { jsonOfOptions, printOptions, schemaOfOptions } from "../types/options.ts";
import { word } from "../types/text.ts";
import { hasNoGateway, nameOfRouteType, printDestination, routeTypes, startsDestination } from "./destination.ts";
import { type Nexthop, nexthops } from "./nexthop.ts";
import { lastRouteOptions, routeOptions } from "./route-options.ts";
import { withTrackedProtocol } from "./tracked-protocol.ts";

const virtualOptions = needing("routes", { ...routeOptions, ...lastRouteOptions });

const staticOptions = needing("static items", {
  ...routeOptions,
  track_group: keyword({
    type: word("track group"),
    once: true,
    onChange: "rehold",
    otherwise: "none",
    doc: "The instances of this group give up when the route is lost; the route must have a dev.",
  }),
  ...lastRouteOptions,
});

type Options = Partial<Infer<typeof staticOptions>>;

/** The words that the other fields of a route tell. */
const folded = ["to", "inet", "inet6", "as", "or", "nexthop", "add", "prepend", "append"] as const;

type Aliases = "gw" | "dsfield" | "priority" | "preference" | "oif";

/** A route as it is asked of the kernel; the fields that are not described here are options of the table. */
export type Route = Omit<Options, Aliases | (typeof folded)[number]> &
  Placed & {
    readonly family: Family;
    /** RTN_… */
    readonly type: number;
    readonly destination: Prefix;
    /** What happens if there are equal routes; absent: prepend. */
    readonly mode?: Mode;
    readonly nexthops: readonly Nexthop[];
  };

type Mode = "add" | "prepend" | "append";

/** Of `virtual_routes`. */
export const virtualRoutes = routeItems(virtualOptions, (line) => readWords(line, virtualOptions), {
  good: ["192.0.2.0/24 dev eth1 no_track"],
  bad: ["192.0.2.0/24 dev eth1 track_group G"],
});

/** Of `static_routes`. */
export const staticRoutes = routeItems(staticOptions, (line) => readWords(line, staticOptions), {
  good: ["192.0.2.0/24 dev eth1 track_group G"],
  bad: ["192.0.2.0/24 via 192.0.2.254 track_group G"],
});

function routeItems(
  table: AnyTable,
  optionsOf: (line: Words) => Given<Options> | undefined,
  examples: Type<unknown>["examples"],
): Type<readonly Route[]> {
  return items<Route>({
    syntax: "[to] [<type>] <IP address>[/<length>]|default [<option> …]",
    examples: {
      good: [
        "192.0.2.0/24 via 198.51.100.1 dev eth1",
        "src 192.0.2.1 to 198.51.100.0/24 via 192.0.2.254 dev eth1 metric 5",
        "blackhole 192.0.2.0/24 no_track",
        "default dev eth1 table 100",
        "default via inet6 fe80::1 dev eth1 pref high",
        "192.0.2.0/24 no_track nexthop via 198.51.100.1 weight 2 nexthop dev eth1",
        ...examples.good,
      ],
      bad: [
        "dev eth1",
        "192.0.2.0/33 dev eth1",
        "192.0.2.0/24 dev",
        "192.0.2.0/24 dev eth1 via fe80::1",
        "192.0.2.0/24 dev eth1 expires 10",
        "2001:db8::/64 dev eth1 realms 5",
        "192.0.2.0/24 no_track nexthop via 198.51.100.1 table 5",
        "192.0.2.0/24 no_track nexthop",
        "blackhol 192.0.2.0/24",
        "blackhole 192.0.2.0/24 via 198.51.100.1 dev eth1",
        ...examples.bad,
      ],
    },
    table,
    schema: schemaOfRoutes(table),
    json: (route) => {
      const { family, type, destination, mode = "prepend" } = route;
      const head = { family, type: nameOfRouteType(type), destination: { ...destination }, mode };
      return { ...head, ...jsonOfOptions(table, route), nexthops: nexthops.json(route.nexthops) };
    },
    print: (route) => {
      const { type, destination: prefix, mode } = route;
      const options = { ...route, nexthop: route.nexthops, ...(mode !== undefined && { [mode]: true }) };
      return [printDestination({ type, prefix }), ...printOptions(table, options)].join(" ");
    },
    read: (line) => {
      const options = optionsOf(line);
      return options === undefined ? undefined : routeOf(line, options);
    },
  });
}

function schemaOfRoutes(table: AnyTable): Schema {
  const names: readonly string[] = folded;
  const rest = Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
  return schemaOfOptions(rest, {
    family: { enum: ["inet", "inet6"] },
    type: { type: "string" },
    destination: prefix().schema,
    mode: { enum: ["add", "prepend", "append"] },
    nexthops: nexthops.schema,
  });
}

/** Options in any order, and among them the destination, which needs no word before it. */
function readWords<Values extends { readonly to: unknown; readonly nexthop: unknown }>(
  line: Words,
  table: Table<Values>,
): Given<Values> | undefined {
  const given: Given<Values> = {};
  for (let next: Word | undefined = line.owner; next !== undefined; next = take(line)) {
    if (given.nexthop !== undefined && next.text !== "nexthop") {
      const message = `${quote(next.text)} cannot stand behind the nexthops`;
      return refuse(line, "item-option", next.place, message, "move it in front of them");
    }
    const name = isKeyword(table, next.text) ? next.text : "to";
    if (name === "to" && next.text !== "to" && !startsDestination(next.text)) return refuseWord(line, next, table);
    if (!readOption(line, next, name, table, given)) return undefined;
  }
  return given;
}

function refuseWord(line: Words, found: Word, table: AnyTable): undefined {
  const type = nearest(found.text, [...routeTypes.keys()]);
  if (type === undefined || nearest(found.text, Object.keys(table)) !== undefined) {
    return refuseOption(line, found, table);
  }
  const message = `unknown type of route ${quote(found.text)}`;
  return refuse(line, "item-option", found.place, message, `did you mean ${quote(type)}?`);
}

function routeOf(line: Words, given: Given<Options>): Route | undefined {
  const { place } = line.owner;
  const { to, inet, inet6, as: _, via, or, nexthop = [], add, prepend, append, ...options } = given;
  if (to === undefined)
    return refuse(line, "item-option", place, "a route needs a destination", "write default for all");
  if (or !== undefined && nexthop.length > 0) {
    return refuse(line, "item-option", place, "`or` and `nexthop` are two ways to say the same", "use nexthop alone");
  }
  const family = familyIn(line, given);
  if (family === undefined || !isPossible(line, family, given)) return undefined;
  const routers = [via, or].flatMap((router) => (router === undefined ? [] : [{ via: router }]));
  return tracked(line, {
    place,
    family,
    type: to.type,
    destination: to.prefix === "default" ? everything[family] : to.prefix,
    nexthops: or === undefined ? nexthop : routers,
    ...modeIn(line, given),
    ...(via !== undefined && or === undefined && { via }),
    ...options,
  });
}

const everything = { inet: { address: "0.0.0.0", length: 0 }, inet6: { address: "::", length: 0 } } as const;

/** That of all the words that tell one; IPv4 if none does. */
function familyIn(line: Words, given: Given<Options>): Family | undefined {
  const { to, from, nexthop = [] } = given;
  const addresses = [given.src, given.via, given.or, ...nexthop.map(({ via }) => via), from?.address];
  if (to !== undefined && to.prefix !== "default") addresses.unshift(to.prefix.address);
  const told = addresses.flatMap((address) => (address === undefined ? [] : [[address, familyOf(address)] as const]));
  for (const [name, family] of familyWords) if (given[name] !== undefined) told.push([name, family]);
  if (nexthop.some(({ realms }) => realms !== undefined)) told.push(["realms", "inet"]);
  return oneFamily(line, "route", told);
}

const familyWords: readonly (readonly [word: keyof Options, family: Family])[] = [
  ["inet", "inet"],
  ["realms", "inet"],
  ["inet6", "inet6"],
  ["expires", "inet6"],
  ["pref", "inet6"],
];

/** What keepalived does not look at, and the kernel refuses. */
function isPossible(line: Words, family: Family, given: Given<Options>): boolean {
  const { to, tos, via, or, dev, nexthop = [] } = given;
  const refuseRoute = (message: string, cure: string): false => {
    refuse(line, "kernel-refuses", line.owner.place, message, cure);
    return false;
  };
  const [first] = nexthop;
  if (family === "inet6" && tos !== undefined && tos !== 0)
    return refuseRoute("a route of IPv6 has no tos", "leave the tos out");
  if (via !== undefined && first !== undefined && first.via !== via) {
    return refuseRoute(`via ${via} is not the router of the first nexthop`, "make it a nexthop too");
  }
  if (to === undefined || !hasNoGateway(to.type)) return true;
  const type = nameOfRouteType(to.type);
  if (via !== undefined || or !== undefined || first !== undefined)
    return refuseRoute(`a ${type} route has no router`, `leave it out, or ${type}`);
  if (dev !== undefined && family === "inet") {
    const message = `a ${type} route of IPv4 has no interface: \`dev\` does nothing`;
    line.reader.report("value-adjusted", line.owner.place, message, "write no_track instead");
  }
  return true;
}

/** keepalived notices the loss of a route only on an interface. */
function tracked(line: Words, route: Route): Route | undefined {
  const { dev, no_track, place } = route;
  if (route.track_group !== undefined && dev === undefined) {
    return refuse(line, "item-option", place, "a route of a track_group needs a dev", "add dev <interface>");
  }
  if (no_track === undefined && dev === undefined) {
    const message = "without a dev the loss of this route goes unnoticed";
    line.reader.report("route-untracked", place, message, "add dev, or no_track");
  }
  return withTrackedProtocol(line, route);
}

function modeIn({ owner, reader }: Words, given: Given<Options>): { readonly mode?: Mode } {
  const isMode = (name: string): name is Mode => name === "add" || name === "append" || name === "prepend";
  const modes = Object.keys(given).filter(isMode);
  const [mode, ...others] = modes.toReversed();
  if (others.length > 0) {
    reader.report("value-repeated", owner.place, `of ${modes.join(", ")} the last one counts`, "leave the others out");
  }
  return mode === undefined || mode === "prepend" ? {} : { mode };
}
