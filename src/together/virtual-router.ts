import { listing } from "./finding.ts";
import type { Instance, Router } from "./network.ts";

/** One router's part in a virtual router. */
export type Seat<Place = unknown> = { readonly router: Router<Place>; readonly instance: Instance<Place> };

/** The instances that hold their addresses in turn, one of each router at most, in the order of the routers. */
export type VirtualRouter<Place = unknown> = {
  readonly virtualRouterId: number;
  readonly family: Instance["family"];
  readonly seats: readonly [Seat<Place>, ...Seat<Place>[]];
};

/**
 * Which instances belong together: those of one VRID and family that share an address or a name. The name of the
 * interface says nothing, and the same VRID may serve on several networks, for other addresses.
 */
export function gatherVirtualRouters<Place>(routers: readonly Router<Place>[]): readonly VirtualRouter<Place>[] {
  const gathered: Draft<Place>[] = [];
  const byId = new Map<string, Draft<Place>[]>();
  for (const router of routers) {
    for (const instance of router.instances) {
      const { virtualRouterId, family } = instance;
      const sameId = byId.get(`${family} ${virtualRouterId}`) ?? [];
      const [likest] = sameId
        .filter(({ seats }) => seats.every((seat) => seat.router !== router))
        .map((draft) => ({
          draft,
          likeness: Math.max(...draft.seats.map((seat) => likeness(seat.instance, instance))),
        }))
        .filter((one) => one.likeness > 0)
        .toSorted((one, other) => other.likeness - one.likeness);
      if (likest !== undefined) likest.draft.seats.push({ router, instance });
      else {
        const draft: Draft<Place> = { virtualRouterId, family, seats: [{ router, instance }] };
        gathered.push(draft);
        byId.set(`${family} ${virtualRouterId}`, [...sameId, draft]);
      }
    }
  }
  return gathered;
}

/** The routers that they are of, by the names of their files. */
export function filesOf(seats: readonly Pick<Seat, "router">[]): string {
  return listing(seats.map(({ router }) => router.name));
}

export function sharesAddress(one: Instance, other: Instance): boolean {
  return one.addresses.some((address) => other.addresses.includes(address));
}

type Draft<Place> = VirtualRouter<Place> & { readonly seats: [Seat<Place>, ...Seat<Place>[]] };

function likeness(one: Instance, other: Instance): number {
  return (sharesAddress(one, other) ? 2 : 0) + (one.name === other.name ? 1 : 0);
}
