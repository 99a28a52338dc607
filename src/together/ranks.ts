import { SECOND } from "../core/time.ts";
import { OWNER } from "../core/vrrp/election.ts";
import { firstMasterDown } from "../core/vrrp/timers.ts";
import { type Member, memberOf, type Party } from "./contest.ts";
import { type Finding, finding } from "./finding.ts";
import { type Keyword, placeOf } from "./network.ts";
import { priorityOf } from "./obstacle.ts";
import { filesOf, type VirtualRouter } from "./virtual-router.ts";

/** Routers of one virtual router between whom it is not clear who is first, all else being well. */
export function judgeRanks<Place>(members: readonly Member<Place>[]): readonly Finding<Place>[] {
  const owners = members.filter(({ instance }) => instance.priority === OWNER);
  const masters = members.filter(({ instance }) => instance.initialState === "MASTER");
  const priorities = new Set(members.map((member) => priorityOf(member)));
  return [
    ...describeOwners(owners),
    ...(owners.length > 1 ? [] : describeMasters(masters)),
    ...[...priorities].flatMap((priority) => judgeEquals(members.filter((one) => priorityOf(one) === priority))),
    ...judgePatience(members),
  ];
}

/** Routers of which one is ahead with some members of its sync group, but not with all: vrrp-behaviour 7. */
export function judgeGroupRanks<Place>(
  parties: readonly Party<Place>[],
  virtualRouters: readonly VirtualRouter<Place>[],
): readonly Finding<Place>[] {
  return parties.flatMap((party, index) =>
    parties.slice(index + 1).flatMap((other) => {
      const isAhead = virtualRouters.some((one) => priorityOf(memberOf(party, one)) > priorityOf(memberOf(other, one)));
      const [first, second] = isAhead ? [party, other] : [other, party];
      const pairs = virtualRouters.map((one) => [memberOf(first, one), memberOf(second, one)] as const);
      const ahead = pairs.find(([own, theirs]) => priorityOf(own) > priorityOf(theirs));
      const notAhead = pairs.find(([own, theirs]) => priorityOf(own) <= priorityOf(theirs));
      return ahead === undefined || notAhead === undefined ? [] : describeMisranked(first, ahead, notAhead);
    }),
  );
}

type Pair<Place> = readonly [Member<Place>, Member<Place>];

function describeMisranked<Place>(
  { group }: Party<Place>,
  ahead: Pair<Place>,
  notAhead: Pair<Place>,
): readonly Finding<Place>[] {
  if (group === undefined) return [];
  const [own, theirs] = ahead;
  const tell = ([one, other]: Pair<Place>) => `${one.instance.name} (${priorityOf(one)} to ${priorityOf(other)})`;
  const what = `vrrp_sync_group ${group.name}: ${own.router.name} is ahead of ${theirs.router.name} with ${tell(ahead)}, but not with ${tell(notAhead)}. A group takes over only with all its members, so it does not preempt, and the addresses stay wherever they are.`;
  return [finding("sync-group-misranked", group.place, what, "rank the routers in the same order with every member")];
}

function describeOwners<Place>(owners: readonly Member<Place>[]): readonly Finding<Place>[] {
  const what = `is 255 in ${filesOf(owners)}: only one router can be the owner of the addresses.`;
  const cure = "leave 255 to the router that has these addresses as its own, and give 254 or less to the others";
  return owners.length < 2 ? [] : describe("two-owners", "priority", owners, what, cure);
}

function describeMasters<Place>(masters: readonly Member<Place>[]): readonly Finding<Place>[] {
  const what = `is MASTER in ${filesOf(masters)}: when they start together each has the addresses for a moment, and neither nopreempt nor preempt_delay counts.`;
  const cure = "write state BACKUP into all files but that of the highest priority";
  return masters.length < 2 ? [] : describe("two-masters", "state", masters, what, cure);
}

function judgeEquals<Place>(members: readonly Member<Place>[]): readonly Finding<Place>[] {
  const [first] = members;
  if (first === undefined || members.length < 2) return [];
  const addresses = members.flatMap(({ instance }) => instance.sourceAddress ?? []);
  const shared = addresses.find((address, index) => addresses.indexOf(address) < index);
  const priority = priorityOf(first);
  if (shared !== undefined) {
    const same = members.filter(({ instance }) => instance.sourceAddress === shared);
    const what = `is ${priority} in ${filesOf(same)}, and all of these speak from ${shared}: none ever yields to the other.`;
    return describe("equal-ranks", "priority", same, what, "give each router the address that it really has");
  }
  if (priority === OWNER) return [];
  const what = `is ${priority} in ${filesOf(members)}: the addresses stay with whoever has them, and at a start together the highest address decides.`;
  const cure = "give a higher priority to the router that should have the addresses, unless it does not matter";
  return describe("equal-priorities", "priority", members, what, cure);
}

/** In version 3 each has its own interval, and who starts does not know the master's yet. */
function judgePatience<Place>(members: readonly Member<Place>[]): readonly Finding<Place>[] {
  const isRash = (one: Member, other: Member) =>
    one.instance.version === 3 &&
    other.instance.version === 3 &&
    firstMasterDown(one.instance, priorityOf(one)) < other.instance.advertInterval;
  return members.flatMap((one) => {
    const other = members.find((rival) => isRash(one, rival));
    if (other === undefined) return [];
    const what = `lets ${one.router.name} wait for ${firstMasterDown(one.instance, priorityOf(one)) / SECOND} s when it starts, but ${other.router.name} advertises every ${other.instance.advertInterval / SECOND} s only: it takes over before it hears that there is a master.`;
    return describe("interval-too-short", "advert_int", [one], what, "write the same advert_int into all files");
  });
}

function describe<Place>(
  name: Finding["name"],
  keyword: Keyword,
  [first]: readonly Member<Place>[],
  what: string,
  cure: string,
): readonly Finding<Place>[] {
  if (first === undefined) return [];
  const { instance } = first;
  return [finding(name, placeOf(instance, keyword), `${keyword} of ${instance.name} ${what}`, cure)];
}
