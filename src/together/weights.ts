import { type CountingTracker, isSameThing, type Member, reweigh } from "./contest.ts";
import { type Row, reignOf, type Trial, tryOut } from "./failures.ts";
import { type Finding, finding } from "./finding.ts";
import { affectedMember, type Obstacle, obstacleOf, priorityOf } from "./obstacle.ts";

/** A tracked thing whose failure leaves the addresses where they are, and the numbers with which it would not. */
export function judgeWeight<Place>(row: Row<Place>): readonly Finding<Place>[] {
  const weighed = row.moves ? undefined : weigh(row);
  const [what, cure] = (weighed && tell(row, weighed)) ?? [];
  if (weighed === undefined || what === undefined || cure === undefined) return [];
  return [finding("weight-cannot-move", weighed.tracker.place, what, cure)];
}

/** Whom the failure of a tracked thing changes, and how; where it changes nobody, who tracks it in vain. */
export type Weighed<Place = unknown> = {
  readonly member: Member<Place>;
  readonly tracker: CountingTracker<Place>;
  readonly before: number;
  readonly now: number;
};

/** Undefined for everything but a tracker with a weight. */
export function weigh<Place>(trial: Trial<Place>): Weighed<Place> | undefined {
  const { reign, failure } = trial;
  const affected = affectedMember(trial);
  const members = affected === undefined ? reign.party.members : [affected];
  if (failure.kind === "router") return undefined;
  for (const member of members) {
    const tracker = member.trackers.find((one) => one.weight !== 0 && isSameThing(one, failure));
    if (tracker !== undefined) {
      return { member, tracker, before: priorityOf(member), now: priorityOf(member, failure) };
    }
  }
  return undefined;
}

/** "A failure of chk (weight 2) lowers VI_1 from 122 to 120" */
export function describeLowering({ member, tracker, before, now }: Weighed): string {
  const event = tracker.normal === "bad" ? "success" : "failure";
  return `A ${event} of ${tracker.name} (weight ${tracker.weight}) lowers ${member.instance.name} from ${before} to ${now}`;
}

/** keepalived's limits: vrrp-behaviour 4. */
const HEAVIEST = { script: 253, interface: 253, bfd: 253, process: 254, file: 254 } as const;

const ALWAYS = "weight 0, with which a failure is a FAULT and always moves the VIP";

/** What is wrong and what to do; undefined where it is no matter of weights. */
function tell(row: Row, weighed: Weighed): readonly [what: string, cure: string] | undefined {
  const { member, tracker, before, now } = weighed;
  const { name } = member.instance;
  const vain = `${tracker.name} with weight ${tracker.weight} does nothing.`;
  if (tracker.ignored === "owner") {
    const what = `${name} has priority 255, the address owner's, which no weight changes: ${vain}`;
    return [what, `set a priority of 254 or less, or give ${tracker.name} weight 0`];
  }
  if (tracker.ignored === "sync group") {
    const group = row.reign.party.group?.name ?? "";
    const what = `${name} is in the sync group ${group}, where weights do not count: ${vain}`;
    return [what, `write sync_group_tracking_weight into vrrp_sync_group ${group}, or give ${tracker.name} weight 0`];
  }
  if (now > before) return undefined;
  const cure = `give ${tracker.name} ${adviseWeight(row, tracker)}`;
  if (now === before) return [`${describeLowering(weighed)}: priorities end at 1 and 254, so nothing changes.`, cure];
  const obstacle = obstacleOf(row, member, now);
  if (obstacle === undefined) return undefined;
  const what = `${describeLowering(weighed)}, ${describeObstacle(obstacle)}: the VIP stays.`;
  return [what, obstacle.kind === "nopreempt" ? describeRemoval(obstacle, tracker) : cure];
}

function describeObstacle(obstacle: Obstacle): string {
  const relation = `below the ${obstacle.theirs} of ${obstacle.rival.router.name}`;
  switch (obstacle.kind) {
    case "priority":
      return `which is not ${relation}`;
    case "nopreempt":
      return `${relation}, whose nopreempt accepts lower priorities all the same`;
    case "sync group":
      return `${relation}, whose sync group waits for ${obstacle.laggard.instance.name} (${priorityOf(obstacle.laggard)} against ${obstacle.follows})`;
  }
}

function describeRemoval({ rival: { instance, router } }: Obstacle, { name }: CountingTracker): string {
  return `remove nopreempt from ${instance.name} in ${router.name}, or give ${name} weight 0, with which the master gives up by itself`;
}

/** The weights that work, each sign by itself, and weight 0; for a group, that all its members should be concerned. */
export function adviseWeight(row: Trial, tracker: CountingTracker): string {
  const { party } = row.reign;
  const signs = [Math.sign(tracker.weight), -Math.sign(tracker.weight)];
  const strict = signs.flatMap((sign) => findRange(sign, tracker, (weight) => works(row, tracker, weight, true)));
  const ranges =
    strict.length > 0
      ? strict
      : signs.flatMap((sign) => findRange(sign, tracker, (weight) => works(row, tracker, weight, false)));
  const isShared = row.reign.contest.parties.some(
    (other) =>
      other.router !== party.router &&
      other.members.some(({ trackers }) => trackers.some((one) => one.weight !== 0 && isSameThing(one, tracker))),
  );
  const isPartial = party.members.some(({ trackers }) => !trackers.some((one) => isSameThing(one, tracker)));
  const always = isPartial ? `${ALWAYS}; or track it in vrrp_sync_group ${party.group?.name}, for all members` : ALWAYS;
  if (ranges.length === 0) return always;
  return `a weight of ${ranges.join(" or of ")}${isShared ? " in every file" : ""}, or ${always}`;
}

/** Whether the addresses move with that weight, wherever the thing has one; and, if asked for, come back. */
function works({ reign, failure }: Trial, tracker: CountingTracker, weight: number, mustComeBack: boolean): boolean {
  const changed = reweigh(reign.contest, tracker, weight);
  const after = reignOf(changed, reign.virtualRouter, reign.party.router);
  if (after === undefined) return false;
  const { moves, comesBack } = tryOut(after, failure);
  return moves && (comesBack || !mustComeBack);
}

/** From the least of that sign as far as it goes on to work, in words, with a round number. */
function findRange(sign: number, { kind }: CountingTracker, works: (weight: number) => boolean): readonly string[] {
  const heaviest = HEAVIEST[kind];
  let least = 1;
  while (least <= heaviest && !works(sign * least)) least++;
  if (least > heaviest) return [];
  const most = findLast(least, heaviest, (size) => works(sign * size));
  const round = Math.ceil(least / 10) * 10;
  const example = round !== least && round <= most ? ` (${sign * round}, say)` : "";
  return [`${describeRange(sign, least, most, heaviest)}${example}`];
}

/** Those that work lie side by side: where priorities reach their end it is over for all heavier ones. */
function findLast(first: number, end: number, works: (size: number) => boolean): number {
  let [good, bad] = works(end) ? [end, end] : [first, end];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (works(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function describeRange(sign: number, least: number, most: number, heaviest: number): string {
  if (most < heaviest) return most === least ? `${sign * least}` : `${sign * least} to ${sign * most}`;
  return sign > 0 ? `at least ${least}` : `-${least} or lower`;
}
