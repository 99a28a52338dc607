import { preempts } from "../core/vrrp/election.ts";
import { contenders, type Member, memberOf, type Party } from "./contest.ts";
import type { Trial } from "./failures.ts";
import { type Standing, standingOf } from "./standing.ts";

/** The member that the failure changes, this virtual router's own before the others of its group. */
export function affectedMember<Place>({ reign, failure }: Trial<Place>): Member<Place> | undefined {
  const { party, virtualRouter } = reign;
  const changed = party.members.filter(
    (member) => describe(standingOf(member, undefined)) !== describe(standingOf(member, failure)),
  );
  return changed.find((member) => member.virtualRouter === virtualRouter) ?? changed[0];
}

function describe(standing: Standing): string {
  return "priority" in standing ? `${standing.kind} ${standing.priority}` : standing.kind;
}

/** The lowered priority with which addresses stay where they are, and what keeps the strongest rival from taking over. */
export type Obstacle<Place = unknown> = { readonly rival: Member<Place>; readonly theirs: number } & (
  | { readonly kind: "priority" }
  | { readonly kind: "nopreempt" }
  /** Another member of the rival's sync group still follows its master. */
  | { readonly kind: "sync group"; readonly laggard: Member<Place>; readonly follows: number }
);

/** Seen from a member whose priority is this one now. */
export function obstacleOf<Place>(
  { reign: { contest, party }, failure }: Trial<Place>,
  member: Member<Place>,
  priority: number,
): Obstacle<Place> | undefined {
  const [strongest] = contenders(contest, member.virtualRouter)
    .filter((other) => other !== party)
    .map((other) => ({ rivalParty: other, rival: memberOf(other, member.virtualRouter) }))
    .toSorted((one, other) => priorityOf(other.rival) - priorityOf(one.rival));
  if (strongest === undefined) return undefined;
  const { rivalParty, rival } = strongest;
  const theirs = priorityOf(rival);
  if (theirs <= priority) return { kind: "priority", rival, theirs };
  const laggard = findLaggard(rivalParty, party, failure);
  if (laggard !== undefined && laggard.member !== rival) {
    return { kind: "sync group", rival, theirs, laggard: laggard.member, follows: laggard.follows };
  }
  return preempts(rival.instance) ? undefined : { kind: "nopreempt", rival, theirs };
}

/** All its trackers being as always. */
export function priorityOf(member: Member, failure?: Trial["failure"]): number {
  const standing = standingOf(member, failure);
  return "priority" in standing ? standing.priority : 0;
}

/** Which member of the one party follows its counterpart in the other; one that must for its priority before others. */
export function findLaggard<Place>(
  party: Party<Place>,
  master: Party<Place>,
  failure?: Trial["failure"],
): { readonly member: Member<Place>; readonly follows: number } | undefined {
  const pairs = party.members.flatMap((member) => {
    const counterpart = master.members.find(({ virtualRouter }) => virtualRouter === member.virtualRouter);
    return counterpart === undefined ? [] : [{ member, follows: priorityOf(counterpart, failure) }];
  });
  const outranked = pairs.find(({ member, follows }) => priorityOf(member) <= follows);
  return outranked ?? pairs.find(({ member }) => !preempts(member.instance));
}
