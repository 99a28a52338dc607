import { isFaultOfFile } from "../core/vrrp/election.ts";
import {
  type Contest,
  type CountingTracker,
  contenderOf,
  contenders,
  isSameThing,
  type Member,
  memberOf,
  type Party,
} from "./contest.ts";
import type { Router } from "./network.ts";
import { explain } from "./reason.ts";
import { enthrone, mastersOf, type Settled, settle } from "./settle.ts";
import type { Failure } from "./standing.ts";
import type { VirtualRouter } from "./virtual-router.ts";

/** Who has the addresses. */
export type Holder<Place = unknown> =
  | { readonly kind: "one"; readonly router: Router<Place> }
  /** One of these, and the files do not tell which. */
  | { readonly kind: "either"; readonly routers: readonly Router<Place>[] }
  /** At the same time. */
  | { readonly kind: "several"; readonly routers: readonly Router<Place>[] }
  | { readonly kind: "nobody" }
  /** They pass on from one to the other without end. */
  | { readonly kind: "restless" };

/** What becomes of the addresses when one thing fails on the router that has them, all else being well. */
export type Row<Place = unknown> = Trial<Place> & { readonly before: Router<Place>; readonly why: string };

export type Trial<Place = unknown> = {
  readonly reign: Reign<Place>;
  readonly failure: Failure<Place>;
  readonly after: Holder<Place>;
  readonly moves: boolean;
  /** Whether they are back when the failure is over; so they are if they never left. */
  readonly comesBack: boolean;
};

/** A party that keeps the addresses of a virtual router if it has them, all being well. */
export type Reign<Place = unknown> = {
  readonly contest: Contest<Place>;
  readonly virtualRouter: VirtualRouter<Place>;
  readonly party: Party<Place>;
  readonly settled: Settled;
};

/** Who has the addresses after all have started together. */
export function firstHolder<Place>(contest: Contest<Place>, virtualRouter: VirtualRouter<Place>): Holder<Place> {
  return holderOf(contest, virtualRouter, settle(contest, undefined));
}

/**
 * Everybody who may have the addresses for long: who gets them at first, and before the others, and whoever keeps them
 * once they are there, because of `nopreempt` or an equal priority.
 */
export function reignsOf<Place>(contest: Contest<Place>, virtualRouter: VirtualRouter<Place>): readonly Reign<Place>[] {
  const first = firstHolder(contest, virtualRouter);
  const isFirst = ({ party }: Reign) => Number(isHeldBy(first, party.router));
  return contenders(contest, virtualRouter)
    .flatMap(({ router }) => reignOf(contest, virtualRouter, router) ?? [])
    .toSorted((one, other) => isFirst(other) - isFirst(one));
}

/** Undefined if the router would not keep them. */
export function reignOf<Place>(
  contest: Contest<Place>,
  virtualRouter: VirtualRouter<Place>,
  router: Router,
): Reign<Place> | undefined {
  const party = contenderOf(contest, virtualRouter, router);
  if (party === undefined) return undefined;
  const settled = settle(contest, undefined, enthrone(contest, party));
  const keeps = isHeldBy(holderOf(contest, virtualRouter, settled), router);
  return keeps ? { contest, virtualRouter, party, settled } : undefined;
}

/** What comes of each failure that concerns the reigning party. */
export function foresee<Place>(reign: Reign<Place>): readonly Row<Place>[] {
  return failuresOf(reign).map((failure) => {
    const trial = tryOut(reign, failure);
    return { ...trial, before: reign.party.router, why: explain(trial) };
  });
}

/** What comes of one failure. */
export function tryOut<Place>(reign: Reign<Place>, failure: Failure<Place>): Trial<Place> {
  const { contest, virtualRouter, party, settled } = reign;
  const failed = settle(contest, failure, settled);
  const after = holderOf(contest, virtualRouter, failed, failure);
  const moves = hasLeft(after, party.router);
  const isBack = () => isHeldBy(holderOf(contest, virtualRouter, settle(contest, undefined, failed)), party.router);
  return { reign, failure, after, moves, comesBack: !moves || isBack() };
}

function hasLeft(holder: Holder, from: Router): boolean {
  switch (holder.kind) {
    case "one":
      return holder.router !== from;
    case "either":
    case "several":
      return !holder.routers.includes(from);
    case "nobody":
    case "restless":
      return false;
  }
}

function isHeldBy(holder: Holder, router: Router): boolean {
  return holder.kind === "one" && holder.router === router;
}

function holderOf<Place>(
  contest: Contest<Place>,
  virtualRouter: VirtualRouter<Place>,
  settled: Settled,
  failure?: Failure,
): Holder<Place> {
  if (settled.isRestless) return { kind: "restless" };
  const parties = contenders(contest, virtualRouter);
  const isMaster = new Set(mastersOf(virtualRouter, settled, failure));
  const routersOf = (members: ReadonlySet<Member>) =>
    parties.filter((party) => members.has(memberOf(party, virtualRouter))).map(({ router }) => router);
  const [router, ...more] = routersOf(isMaster);
  if (router === undefined) return { kind: "nobody" };
  if (more.length > 0) return { kind: "several", routers: [router, ...more] };
  const undecided = routersOf(settled.undecided);
  return undecided.includes(router) ? { kind: "either", routers: undecided } : { kind: "one", router };
}

/** The machine; then the interfaces of all who move together; then what they track. */
function failuresOf<Place>(reign: Reign<Place>): readonly Failure<Place>[] {
  const { router, members } = reign.party;
  const links = new Set(members.flatMap(({ instance }) => instance.interface ?? []));
  const trackers = members.flatMap((member) => member.trackers);
  const things = trackers
    .filter((tracker, index) => trackers.findIndex((other) => isSameThing(tracker, other)) === index)
    .filter(({ kind, name }) => kind !== "interface" || !links.has(name));
  return [
    { kind: "router", router },
    ...Array.from(links, (name) => ({ kind: "interface", router, name }) as const),
    ...things.map((tracker) =>
      tracker.kind === "file"
        ? worstNumber(reign, tracker)
        : ({ kind: tracker.kind, router, name: tracker.name } as const),
    ),
  ];
}

/** Of the numbers that a file may say the smallest that drives the addresses away; at the latest that of a fault. */
function worstNumber<Place>(reign: Reign<Place>, { name, weight, reverse, normal }: CountingTracker): Failure<Place> {
  const { router } = reign.party;
  if (weight === 0) return { kind: "file", router, name, value: normal === "bad" ? 0 : 1 };
  const sign = weight > 0 === reverse ? 1 : -1;
  for (let size = 1; ; size++) {
    const failure = { kind: "file", router, name, value: sign * size } as const;
    if (isFaultOfFile({ weight, reverse }, failure.value) || tryOut(reign, failure).moves) return failure;
  }
}
