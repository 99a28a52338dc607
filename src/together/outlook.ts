import { judgeAgreement } from "./agreement.ts";
import { type Contest, composeContests, contenders, memberOf } from "./contest.ts";
import { firstHolder, foresee, type Holder, type Row, reignsOf } from "./failures.ts";
import { type Finding, sortFindings } from "./finding.ts";
import { judgeHmac } from "./hmac.ts";
import { judgeIdentities } from "./identity.ts";
import type { Router } from "./network.ts";
import { judgeGroupRanks, judgeRanks } from "./ranks.ts";
import { judgePeers } from "./unicast.ts";
import { judgeVacancy } from "./vacancy.ts";
import { gatherVirtualRouters, type VirtualRouter } from "./virtual-router.ts";
import { judgeWeight } from "./weights.ts";

/** What is to be expected of virtual routers that move as one: of a single one, or of the members of a sync group. */
export type Outlook<Place = unknown> = {
  readonly virtualRouters: readonly VirtualRouter<Place>[];
  /** Who has the addresses after all have started together. */
  readonly holder: Holder<Place>;
  /**
   * What comes of each single failure, for everybody who may have the addresses for long; for who has them first before
   * the others.
   */
  readonly rows: readonly Row<Place>[];
  /** The gravest first. */
  readonly findings: readonly Finding<Place>[];
};

/** Reads the routers of one network as a whole: where they contradict each other, and what their failover amounts to. */
export function foreseeNetwork<Place>(routers: readonly Router<Place>[]): readonly Outlook<Place>[] {
  const virtualRouters = gatherVirtualRouters(routers);
  const identities = judgeIdentities(virtualRouters, routers);
  return composeContests(virtualRouters).flatMap((contest) =>
    bundle(contest).map((together) => {
      const { findings, ...outlook } = foreseeBundle(contest, together);
      const more = together.flatMap((one) => identities.get(one) ?? []);
      return { ...outlook, findings: sortFindings([...more, ...findings]) };
    }),
  );
}

type Bundle<Place> = readonly [VirtualRouter<Place>, ...VirtualRouter<Place>[]];

/** Those for which the same parties contend have the same fate. */
function bundle<Place>(contest: Contest<Place>): readonly Bundle<Place>[] {
  const bundles = new Map<string, [VirtualRouter<Place>, ...VirtualRouter<Place>[]]>();
  for (const virtualRouter of contest.virtualRouters) {
    const key = contenders(contest, virtualRouter)
      .map((party) => contest.parties.indexOf(party))
      .join();
    const known = bundles.get(key);
    if (known === undefined) bundles.set(key, [virtualRouter]);
    else known.push(virtualRouter);
  }
  return [...bundles.values()];
}

function foreseeBundle<Place>(contest: Contest<Place>, virtualRouters: Bundle<Place>): Outlook<Place> {
  const [first] = virtualRouters;
  const parties = contenders(contest, first);
  const holder = firstHolder(contest, first);
  const rows = parties.length < 2 ? [] : reignsOf(contest, first).flatMap(foresee);
  const findings = [
    ...virtualRouters.flatMap((one) => [
      ...judgeAgreement(one),
      ...judgeHmac(one),
      ...judgePeers(one),
      ...judgeRanks(parties.map((party) => memberOf(party, one))),
    ]),
    ...judgeGroupRanks(parties, virtualRouters),
    ...judgeVacancy(first, holder, rows),
    ...rows.flatMap(judgeWeight),
  ];
  return { virtualRouters, holder, rows, findings };
}
