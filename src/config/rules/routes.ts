import type { Route } from "../keywords/route.ts";
import type { Rule } from "../keywords/rule.ts";
import { lineOf, type Place } from "../source/place.ts";
import type { Placed } from "../types/blocks.ts";
import { checkInterface } from "./interface.ts";
import type { Surroundings } from "./surroundings.ts";

/** Routes of one block or of several: that each is there once, on interfaces that there are. */
export function checkRoutes(routes: readonly Route[], around: Surroundings): void {
  checkRepeated(routes, "route", around);
  for (const { place, dev, nexthops } of routes) {
    for (const name of [dev, ...nexthops.map((nexthop) => nexthop.dev)]) {
      if (name !== undefined) checkInterface(name, place, around);
    }
  }
}

export function checkRules(rules: readonly Rule[], around: Surroundings): void {
  checkRepeated(rules, "rule", around);
  for (const { place, dev, oif } of rules) {
    for (const name of [dev, oif]) if (name !== undefined) checkInterface(name, place, around);
  }
}

function checkRepeated(items: readonly Placed[], what: string, { report }: Surroundings): void {
  if (items.length < 2) return;
  const seen = new Map<string, Place>();
  for (const { place, ...item } of items) {
    const key = JSON.stringify(Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    else {
      const message = `the same ${what} again, after ${lineOf(first, place)}`;
      report("network-repeated", place, message, "remove one of the two");
    }
  }
}
