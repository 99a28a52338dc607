import { OWNER, preempts } from "../core/vrrp/election.ts";
import { composeContests } from "../together/contest.ts";
import { foresee, type Row, reignsOf } from "../together/failures.ts";
import type { Instance, Router } from "../together/network.ts";
import { priorityOf } from "../together/obstacle.ts";
import { gatherVirtualRouters, type Seat } from "../together/virtual-router.ts";
import { adviseWeight, describeLowering, type Weighed, weigh } from "../together/weights.ts";
import type { HeardMaster } from "./facts.ts";
import type { Finding } from "./finding.ts";

/**
 * Weights with which a failed check leaves the VIP where it is, as far as one file tells: the other router is the master
 * that is heard, and taken to have a file like ours; or all priorities that it might have are tried.
 */
export function estimateWeights(seat: Seat<string>, heard: readonly HeardMaster[]): readonly Finding[] {
  const { instance } = seat;
  const master = heard.find(
    (one) => one.virtualRouterId === instance.virtualRouterId && one.interface === instance.interface,
  );
  if (instance.priority === OWNER || master?.priority === OWNER) return [];
  return [...(master ? estimateBeside(seat, master) : estimateAlone(seat)), ...describePassive(seat)];
}

/** Priorities of two routers are seldom further apart; the tutorial's are 120 and 100. */
const USUAL_GAP = 20;

/** Our own failures, each beside other routers of all priorities between which they move ours. */
function estimateAlone(seat: Seat<string>): readonly Finding[] {
  const failuresBeside = (priority: number) =>
    tryBeside(seat, { ...seat.instance, priority, preempt: true, preemptDelay: 0, trackers: [] }).own;
  // Beside the weakest we are master for certain, so that each failure has a row.
  return failuresBeside(1).flatMap((row, index) => {
    const weighed = weigh(row);
    if (weighed === undefined || weighed.now > weighed.before) return [];
    const heirs: number[] = [];
    for (let priority = weighed.before; heirs.length <= USUAL_GAP; priority--) {
      if (!failuresBeside(priority)[index]?.moves) break;
      heirs.unshift(priority);
    }
    return describeHeirs(weighed, heirs);
  });
}

function describeHeirs(weighed: Weighed<string>, heirs: readonly number[]): readonly Finding[] {
  const { member, tracker } = weighed;
  const zero = "or weight 0, with which a failure is a FAULT and always moves the VIP";
  if (heirs.length > USUAL_GAP) return [];
  if (heirs.length === 0) {
    const what = `${describeLowering(weighed)}: priorities end at 1 and 254, so nothing changes.`;
    const cure = `lower the priority of ${member.instance.name}, give ${tracker.name} a negative weight, ${zero}`;
    return [finding("error", tracker.place, what, cure)];
  }
  const what = `${describeLowering(weighed)}: the VIP moves only to a router whose priority is ${describeRange(heirs)}.`;
  const cure = `compare with the other router's file (--peer FILE); if it lies outside, give ${tracker.name} in both a weight larger than the difference of their priorities (30 or -30, say), ${zero}`;
  return [finding("warning", tracker.place, what, cure)];
}

/** Our own failures, and those of the master that is heard, if its file is like ours. */
function estimateBeside(seat: Seat<string>, master: HeardMaster): readonly Finding[] {
  const [contest] = composeContests(gatherVirtualRouters([routerWith(seat.router.name, seat.instance)]));
  const [self] = contest?.parties.flatMap(({ members }) => members) ?? [];
  // What is tracked counts for the master too.
  const gain = self === undefined ? 0 : priorityOf(self) - seat.instance.priority;
  const twin = { ...seat.instance, priority: master.priority - gain, sourceAddress: master.address };
  const { own, other } = tryBeside(seat, twin);
  const who = `the master ${master.address} has ${master.priority}`;
  return [
    ...own.flatMap((row) =>
      describeStay(row, "error", (weighed) => `${describeLowering(weighed)}, and ${who}: it would not take over.`),
    ),
    ...other.flatMap((row) =>
      describeStay(row, "warning", ({ tracker, before, now }) => {
        const remainder = `If ${tracker.name} lowers it by ${before - now} as it does here, ${now} is left`;
        const { name } = seat.instance;
        return `Now ${who}. ${remainder}, which is not below the ${self && priorityOf(self)} of ${name}: the VIP stays.`;
      }),
    ),
  ];
}

function describeStay(
  row: Row<string>,
  severity: Finding["severity"],
  describe: (weighed: Weighed) => string,
): readonly Finding[] {
  const weighed = row.moves ? undefined : weigh(row);
  if (weighed === undefined || weighed.now > weighed.before) return [];
  const { tracker } = weighed;
  const cure = `give ${tracker.name} ${adviseWeight(row, tracker)}`;
  return [finding(severity, tracker.place, describe(weighed), cure)];
}

/** One file with nopreempt, and probably the other has it too. */
function describePassive({ instance }: Seat<string>): readonly Finding[] {
  const tracker = instance.trackers.find(({ weight }) => weight !== 0);
  if (tracker === undefined || preempts(instance)) return [];
  const what = `${instance.name} has nopreempt, so as backup it accepts a master of lower priority: when ${tracker.name} only lowers the other router's priority, the VIP does not come here.`;
  const cure = `remove nopreempt, or give ${tracker.name} weight 0 in both files, with which the master gives up by itself`;
  return [finding("warning", tracker.place, what, cure)];
}

/** What comes of the failures of whoever of the two may be master. */
function tryBeside(
  { router, instance }: Seat<string>,
  peer: Instance<string>,
): { readonly own: readonly Row<string>[]; readonly other: readonly Row<string>[] } {
  const self = routerWith(router.name, instance);
  const virtualRouters = gatherVirtualRouters([self, routerWith("the other router", peer)]);
  const rows = composeContests(virtualRouters).flatMap((contest) =>
    contest.virtualRouters.flatMap((one) => reignsOf(contest, one).flatMap(foresee)),
  );
  return { own: rows.filter(({ before }) => before === self), other: rows.filter(({ before }) => before !== self) };
}

function routerWith(name: string, instance: Instance<string>): Router<string> {
  return { name, instances: [instance], syncGroups: [] };
}

function describeRange(priorities: readonly number[]): string {
  const [from, to] = [priorities[0], priorities.at(-1)];
  if (from === to) return `${from}`;
  return priorities.length === 2 ? `${from} or ${to}` : `from ${from} to ${to}`;
}

function finding(severity: Finding["severity"], where: string, what: string, cure: string): Finding {
  return { severity, name: "weight-cannot-move", what, where, cure };
}
