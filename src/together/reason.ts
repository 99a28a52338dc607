import { SECOND } from "../core/time.ts";
import { delayOfPreemption } from "../core/vrrp/election.ts";
import { contenderOf, isSameThing, type Member, memberOf, type Party } from "./contest.ts";
import type { Trial } from "./failures.ts";
import { listing } from "./finding.ts";
import { affectedMember, findLaggard, obstacleOf, priorityOf } from "./obstacle.ts";
import { type Failure, standingOf } from "./standing.ts";

/** Why the addresses leave or stay, and what there is to know about their return; in a few words. */
export function explain(trial: Trial): string {
  return [describeCause(trial), ...describeReturn(trial)].join("; ");
}

/** What is not as it should be. */
export function describeFailure({ failure, reign }: Trial): string {
  if (failure.kind === "router") return "the router";
  const trackers = reign.party.members.flatMap((member) => member.trackers);
  const isReverse = trackers.find((tracker) => isSameThing(tracker, failure))?.normal === "bad";
  const { kind, name } = failure;
  switch (kind) {
    case "file":
      return `file ${name} says ${failure.value}`;
    case "interface":
      return `interface ${name}${isReverse ? " comes up" : ""}`;
    case "script":
      return `script ${name}${isReverse ? " succeeds" : ""}`;
    case "process":
      return `process ${name}${isReverse ? " runs" : ""}`;
    case "bfd":
      return `BFD ${name}${isReverse ? " comes up" : ""}`;
  }
}

function describeCause(trial: Trial): string {
  const { reign, failure } = trial;
  const member = affectedMember(trial);
  if (member === undefined) return describeIdle(reign.party, failure);
  const subject = reign.party.members.length > 1 ? `${member.instance.name}: ` : "";
  const standing = standingOf(member, failure);
  switch (standing.kind) {
    case "dead":
      return `silence${describeNext(trial)}`;
    case "fault":
      return `${subject}FAULT${describeNext(trial)}`;
    case "cut off":
      return `${subject}nobody hears it${describeNext(trial)}`;
    case "up": {
      const before = priorityOf(member);
      const verb = standing.priority < before ? "falls" : "rises";
      return `${subject}${before} ${verb} to ${standing.priority}${describeRelation(trial, member, standing.priority)}`;
    }
  }
}

function describeIdle({ members }: Party, failure: Failure): string {
  const trackers =
    failure.kind === "router"
      ? []
      : members.flatMap((one) => one.trackers.filter((tracker) => isSameThing(tracker, failure)));
  switch (trackers.find(({ ignored }) => ignored !== undefined)?.ignored) {
    case "owner":
      return "nothing changes the priority 255";
    case "sync group":
      return "a sync group without sync_group_tracking_weight ignores weights";
    case undefined:
      return "priorities end at 1 and 254, so nothing changes";
  }
}

function describeNext({ reign, after }: Trial): string {
  const names = "routers" in after ? after.routers.map(({ name }) => name) : [];
  switch (after.kind) {
    case "one": {
      const heir = contenderOf(reign.contest, reign.virtualRouter, after.router);
      return heir ? `, ${after.router.name} is next with ${priorityOf(memberOf(heir, reign.virtualRouter))}` : "";
    }
    case "either":
      return `, ${listing(names, "or")} is next`;
    case "several":
      return `, and ${listing(names)} have it at the same time`;
    case "nobody":
      return ", and nobody takes over";
    case "restless":
      return ", and sync groups contend without end";
  }
}

function describeRelation(trial: Trial, member: Member, priority: number): string {
  const { reign, after, moves } = trial;
  if (moves || after.kind !== "one") {
    const heir = after.kind === "one" ? contenderOf(reign.contest, member.virtualRouter, after.router) : undefined;
    if (heir === undefined) return describeNext(trial);
    return `, below the ${priorityOf(memberOf(heir, member.virtualRouter))} of ${heir.router.name}`;
  }
  if (priority >= priorityOf(member)) return "";
  const obstacle = obstacleOf(trial, member, priority);
  if (obstacle === undefined) return "";
  const relation = `below the ${obstacle.theirs} of ${obstacle.rival.router.name}`;
  switch (obstacle.kind) {
    case "priority":
      return `, not ${relation}`;
    case "nopreempt":
      return `, ${relation}, whose nopreempt accepts lower priorities`;
    case "sync group":
      return `, ${relation}, whose sync group waits for ${obstacle.laggard.instance.name}: ${priorityOf(obstacle.laggard)} against ${obstacle.follows}`;
  }
}

function describeReturn({
  reign: { party, contest, virtualRouter },
  after,
  moves,
  comesBack,
}: Trial): readonly string[] {
  if (!moves) return [];
  const delay = Math.max(...party.members.map(({ instance }) => delayOfPreemption(instance)));
  if (comesBack) return delay > 0 ? [`back after preempt_delay, ${delay / SECOND} s`] : [];
  const heir = after.kind === "one" ? contenderOf(contest, virtualRouter, after.router) : undefined;
  const laggard = heir && findLaggard(party, heir);
  if (laggard === undefined) return [];
  const { member, follows } = laggard;
  const own = priorityOf(member);
  const subject =
    party.members.length > 1
      ? `${member.instance.name} keeps its sync group from coming back`
      : "it does not come back";
  if (own > follows) return [`${subject}: nopreempt`];
  return [own === follows ? `${subject}: equal priorities` : `${subject}: ${own} against ${follows}`];
}
