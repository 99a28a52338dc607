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
  const { name, weight, reverse } = tracker;
  const how = `weight ${weight}${reverse ? " reverse" : ""}`;
  return `A ${eventOf(tracker)} of ${name} (${how}) lowers ${member.instance.name} from ${before} to ${now}`;
}

function eventOf({ normal }: CountingTracker): string {
  return normal === "bad" ? "success" : "failure";
}

/** keepalived's limits: vrrp-behaviour 4. */
const HEAVIEST = { script: 253, interface: 253, bfd: 253, process: 254, file: 254 } as const;

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

/** The weights that work, and weight 0; for a group, that all its members should be concerned. */
export function adviseWeight(trial: Trial, tracker: CountingTracker): string {
  const { party, contest } = trial.reign;
  const weighs = ({ trackers }: Member) => trackers.some((one) => one.weight !== 0 && isSameThing(one, tracker));
  const isPartial = !party.members.every(weighs);
  const zero = `weight 0, with which a ${eventOf(tracker)} is a FAULT and always moves the VIP`;
  const always = isPartial ? `${zero}; or track it in vrrp_sync_group ${party.group?.name}, for all members` : zero;
  const ranges = findWeights(trial, tracker);
  const isShared = contest.parties.some(({ router, members }) => router !== party.router && members.some(weighs));
  if (ranges.length === 0) return always;
  return `a weight of ${ranges.join(" or of ")}${isShared ? " in every file" : ""}, or ${always}`;
}

/** Of each sign those with which the addresses move and come back; or else, with which they only move. */
function findWeights(trial: Trial, tracker: CountingTracker): readonly string[] {
  const signs = [Math.sign(tracker.weight), -Math.sign(tracker.weight)];
  const ranges = signs.flatMap(
    (sign) => findRange(tracker, (size) => tryWeight(trial, tracker, sign * size), sign) ?? [],
  );
  const returning = ranges.filter(({ effect }) => effect === "comes back");
  return (returning.length > 0 ? returning : ranges).map((range) => describeRange(range, HEAVIEST[tracker.kind]));
}

type Effect = "stays" | "moves" | "comes back";

/** What comes of the failure with that weight, wherever the thing has one. */
function tryWeight({ reign, failure }: Trial, tracker: CountingTracker, weight: number): Effect {
  const { contest, virtualRouter, party } = reign;
  const changed = reignOf(reweigh(contest, tracker, weight), virtualRouter, party.router);
  const trial = changed && tryOut(changed, failure);
  if (!trial?.moves) return "stays";
  return trial.comesBack ? "comes back" : "moves";
}

type Range = { readonly sign: number; readonly least: number; readonly most: number; readonly effect: Effect };

/**
 * Undefined if even the heaviest moves nothing. What moves the addresses does so when it is heavier too; for their return
 * it may first be too light, and then too heavy, because all priorities end at 254.
 */
function findRange({ kind }: CountingTracker, effectOf: (size: number) => Effect, sign: number): Range | undefined {
  const heaviest = HEAVIEST[kind];
  if (effectOf(heaviest) === "stays") return undefined;
  const least = findEdge(heaviest, 0, (size) => effectOf(size) !== "stays");
  for (let size = least; size <= heaviest; size++) {
    if (effectOf(size) !== "comes back") continue;
    const comesBack = (other: number) => effectOf(other) === "comes back";
    const most = comesBack(heaviest) ? heaviest : findEdge(size, heaviest, comesBack);
    return { sign, least: size, most, effect: "comes back" };
  }
  return { sign, least, most: heaviest, effect: "moves" };
}

/** The last of those that work, on the way from one that does to one that does not. */
function findEdge(good: number, bad: number, works: (size: number) => boolean): number {
  let [inside, outside] = [good, bad];
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (works(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** "at least 21 (30, say)", "-21 to -153", "7" */
function describeRange({ sign, least, most }: Range, heaviest: number): string {
  const round = Math.ceil(least / 10) * 10;
  const example = round !== least && round <= most ? ` (${sign * round}, say)` : "";
  if (most < heaviest) return most === least ? `${sign * least}` : `${sign * least} to ${sign * most}${example}`;
  return sign > 0 ? `at least ${least}${example}` : `-${least} or lower${example}`;
}
