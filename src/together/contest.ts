import { assert } from "../core/assert.ts";
import { OWNER } from "../core/vrrp/election.ts";
import { hears } from "./agreement.ts";
import { groupOf, type Instance, type Router, type SyncGroup, type Tracker } from "./network.ts";
import type { Seat, VirtualRouter } from "./virtual-router.ts";

/** Virtual routers whose elections hang together, because their sync groups do; mostly it is a single one. */
export type Contest<Place = unknown> = {
  readonly virtualRouters: readonly VirtualRouter<Place>[];
  readonly parties: readonly Party<Place>[];
};

/** What takes over and gives up as a whole: an instance, or those of a sync group. */
export type Party<Place = unknown> = {
  readonly router: Router<Place>;
  readonly group?: SyncGroup<Place>;
  readonly members: readonly Member<Place>[];
};

export type Member<Place = unknown> = Seat<Place> & {
  readonly virtualRouter: VirtualRouter<Place>;
  readonly trackers: readonly CountingTracker<Place>[];
  /** The instances whose adverts it accepts. */
  readonly hears: ReadonlySet<Instance>;
};

/** A tracker with the weight that counts. */
export type CountingTracker<Place = unknown> = Tracker<Place> & {
  /** What makes keepalived leave it out: vrrp-behaviour 1, items 23 and 24. */
  readonly ignored?: "owner" | "sync group";
  /** How the thing is while all is well: "bad" if everybody on the router who tracks it has `reverse`. */
  readonly normal: "good" | "bad";
};

export function composeContests<Place>(virtualRouters: readonly VirtualRouter<Place>[]): readonly Contest<Place>[] {
  const parties = composeParties(virtualRouters);
  const contests: Contest<Place>[] = [];
  const taken = new Set<VirtualRouter>();
  for (const first of virtualRouters) {
    if (taken.has(first)) continue;
    const connected = new Set([first]);
    const involved = new Set<Party<Place>>();
    // A set that grows is walked to its end.
    for (const virtualRouter of connected) {
      taken.add(virtualRouter);
      for (const party of parties.get(virtualRouter) ?? []) {
        involved.add(party);
        for (const member of party.members) connected.add(member.virtualRouter);
      }
    }
    contests.push({ virtualRouters: [...connected], parties: [...involved] });
  }
  return contests;
}

/** The party's member in this virtual router. */
export function memberOf<Place>(party: Party<Place>, virtualRouter: VirtualRouter): Member<Place> {
  const member = party.members.find((one) => one.virtualRouter === virtualRouter);
  assert(member !== undefined, `${party.router.name} has no part in VRID ${virtualRouter.virtualRouterId}`);
  return member;
}

/** Those who contend for the virtual router's addresses. */
export function contenders<Place>(contest: Contest<Place>, virtualRouter: VirtualRouter): readonly Party<Place>[] {
  return contest.parties.filter(({ members }) => members.some((member) => member.virtualRouter === virtualRouter));
}

/** What this router contends with for the virtual router's addresses. */
export function contenderOf<Place>(
  contest: Contest<Place>,
  virtualRouter: VirtualRouter,
  router: Router,
): Party<Place> | undefined {
  return contenders(contest, virtualRouter).find((party) => party.router === router);
}

/** The same contest if every weight of that thing were this one, on each router that gives it any. */
export function reweigh<Place>(contest: Contest<Place>, thing: Thing, weight: number): Contest<Place> {
  const change = (tracker: CountingTracker<Place>): CountingTracker<Place> =>
    isSameThing(tracker, thing) && tracker.weight !== 0 ? { ...tracker, weight } : tracker;
  const parties = contest.parties.map((party) => ({
    ...party,
    members: party.members.map((member) => ({ ...member, trackers: member.trackers.map(change) })),
  }));
  return { ...contest, parties };
}

/** What tells a tracked thing apart from the others of its router. */
export type Thing = Pick<Tracker, "kind" | "name">;

export function isSameThing(one: Thing, other: { readonly kind: string; readonly name: string }): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** For each virtual router those who take part in it, in the order of the files. */
function composeParties<Place>(
  virtualRouters: readonly VirtualRouter<Place>[],
): ReadonlyMap<VirtualRouter, readonly Party<Place>[]> {
  const drafts = new Map<unknown, Party<Place> & { readonly members: Member<Place>[] }>();
  const parties = new Map<VirtualRouter, readonly Party<Place>[]>();
  for (const virtualRouter of virtualRouters) {
    const taking = virtualRouter.seats.map((seat) => {
      const { router, instance } = seat;
      const group = groupOf(router, instance);
      const party = drafts.get(group ?? instance) ?? { router, ...(group && { group }), members: [] };
      drafts.set(group ?? instance, party);
      const heard = virtualRouter.seats.filter((other) => other !== seat && hears(seat, other));
      party.members.push({
        ...seat,
        virtualRouter,
        trackers: countingTrackers(router, instance, group),
        hears: new Set(heard.map((other) => other.instance)),
      });
      return party;
    });
    parties.set(virtualRouter, taking);
  }
  return parties;
}

/** The instance's own and its group's, each thing once. */
function countingTrackers<Place>(
  router: Router<Place>,
  instance: Instance<Place>,
  group: SyncGroup<Place> | undefined,
): readonly CountingTracker<Place>[] {
  const all = [...instance.trackers, ...(group?.trackers ?? [])];
  return all
    .filter((tracker, index) => all.findIndex((other) => isSameThing(tracker, other)) === index)
    .map((tracker) => ({ ...counting(tracker, instance, group), normal: normalOf(router, tracker) }));
}

function counting<Place>(
  tracker: Tracker<Place>,
  { priority }: Instance,
  group: SyncGroup | undefined,
): Tracker<Place> & Pick<CountingTracker, "ignored"> {
  if (tracker.weight === 0) return tracker;
  if (priority === OWNER) return { ...tracker, ignored: "owner" };
  if (group === undefined || group.trackingWeight) return tracker;
  const becomesFault = tracker.kind === "interface" || (tracker.kind === "file" && tracker.weight === 1);
  return becomesFault ? { ...tracker, weight: 0 } : { ...tracker, ignored: "sync group" };
}

function normalOf(router: Router, tracker: Tracker): "good" | "bad" {
  const isOwn = router.instances.some((one) => tracker.kind === "interface" && one.interface === tracker.name);
  const uses = [...router.instances, ...router.syncGroups].flatMap(({ trackers }) => trackers);
  return !isOwn && uses.every((other) => other.reverse || !isSameThing(tracker, other)) ? "bad" : "good";
}
