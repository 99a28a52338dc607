import type { Holder, Row } from "./failures.ts";
import { type Finding, finding, listing } from "./finding.ts";
import { describeFailure } from "./reason.ts";
import type { VirtualRouter } from "./virtual-router.ts";

/** Virtual routers that sync groups keep from having a master, or from keeping one. */
export function judgeVacancy<Place>(
  { virtualRouterId, seats: [{ instance }] }: VirtualRouter<Place>,
  holder: Holder,
  rows: readonly Row[],
): readonly Finding<Place>[] {
  return VACANCIES.flatMap(({ kind, name, describe }) => {
    const occasions = [...(holder.kind === kind ? ["all start together"] : []), ...occasionsOf(rows, kind)];
    const what = `When ${listing(occasions, "or")}, ${describe(`VRID ${virtualRouterId}`)}.`;
    return occasions.length === 0 ? [] : [finding(name, instance.places.vrrp_instance, what, CURE)];
  });
}

const VACANCIES = [
  {
    kind: "nobody",
    name: "nobody-takes-over",
    describe: (id: string) => `nobody takes over ${id}: sync groups wait for members that follow another master`,
  },
  {
    kind: "restless",
    name: "sync-groups-contend",
    describe: (id: string) => `the addresses of ${id} go round without end: sync groups take them from each other`,
  },
] as const;

const CURE =
  "make a vrrp_sync_group of the same members in all files, and rank the routers in one order with each of them";

/** "the router or interface eth0 fails on a.conf" */
function occasionsOf(rows: readonly Row[], kind: Holder["kind"]): readonly string[] {
  const concerned = rows.filter(({ after }) => after.kind === kind);
  return Array.from(new Set(concerned.map(({ before }) => before)), (router) => {
    const failures = concerned.filter(({ before }) => before === router).map(describeFailure);
    return `something fails on ${router.name} (${failures.join(", ")})`;
  });
}
