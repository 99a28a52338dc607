import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import type { Place } from "../source/place.ts";
import type { Surroundings } from "./surroundings.ts";

/** Whether the machine has the interface; keepalived does not start without it, unless interfaces may come and go. */
export function checkInterface(name: string, place: Place, { machine, global, report }: Surroundings): void {
  const known = machine?.interfaces;
  if (known === undefined || known.has(name) || global.dynamic_interfaces !== undefined) return;
  const cure = suggest(name, known.keys(), "`ip link` lists those that there are");
  report("interface-missing", place, `this machine has no interface ${quote(name)}`, cure);
}
