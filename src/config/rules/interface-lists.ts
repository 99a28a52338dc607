import type { GarpGroup } from "../keywords/garp-group.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import type { Name } from "../types/names.ts";
import { checkInterface } from "./interface.ts";
import type { Surroundings } from "./surroundings.ts";

/** The lists of interfaces outside the instances. */
export function checkInterfaceLists(around: Surroundings): void {
  const { garp_group = [], linkbeat_interfaces = [], interface_up_down_delays = [] } = around.document;
  const grouped = new Map<string, Place>();
  for (const group of garp_group) checkGarpGroup(group, grouped, around);
  for (const list of [linkbeat_interfaces, interface_up_down_delays]) {
    const seen = new Map<string, Place>();
    for (const { interface: name, place } of list) {
      checkInterface(name, place, around);
      const first = seen.get(name);
      seen.set(name, place);
      if (first === undefined) continue;
      const message = `${quote(name)} again, after ${lineOf(first, place)}: the last one counts`;
      around.report("value-repeated", place, message, "remove one of the two");
    }
  }
}

/** An interface can be in one group only; in keepalived it stays in the first. */
function checkGarpGroup(
  { given, places, name }: Block<GarpGroup>,
  grouped: Map<string, Place>,
  around: Surroundings,
): void {
  const { report } = around;
  if (places.garp_interval === undefined && places.gna_interval === undefined) {
    report("garp-group-idle", name.place, "this garp_group has no interval", "add a line: garp_interval 0.1");
  }
  if (places.interfaces !== undefined && given.interfaces?.length === 0) {
    report("list-empty", places.interfaces, "this list is empty", "name the interfaces, or remove it");
  } else if (places.interface === undefined && places.interfaces === undefined) {
    report("garp-group-nowhere", name.place, "this garp_group has no interfaces", "add a line: interface …");
  }
  for (const member of [...(given.interface ?? []), ...(given.interfaces ?? [])]) claim(member, grouped, around);
}

function claim({ name, place }: Name, grouped: Map<string, Place>, around: Surroundings): void {
  checkInterface(name, place, around);
  const first = grouped.get(name);
  if (first === undefined) grouped.set(name, place);
  else {
    const message = `${quote(name)} is in a garp_group already, in ${lineOf(first, place)}: this one is ignored`;
    around.report("item-repeated", place, message, "remove one of the two");
  }
}
