import { effectivePriority, shareOf } from "../core/vrrp/election.ts";
import type { InstanceSettings } from "../core/vrrp/settings.ts";
import type { Configuration, HeardMaster } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { placeOf } from "./place.ts";

/**
 * Weights with which a failed check leaves the VIP where it is. A backup takes over only from a master whose priority is
 * below its own, so it depends on both routers: on the peers' files where they are given, else on the master that a
 * running daemon hears, else only a range of priorities can be named (vrrp-behaviour 3.4, 4).
 */
export function diagnoseWeights(
  own: Configuration,
  peers: readonly Configuration[],
  heard: readonly HeardMaster[],
): readonly Finding[] {
  return own.settings.instances.flatMap((instance) => {
    const router = { configuration: own, instance };
    const routers = [router, ...peers.flatMap((peer) => routersOf(peer, instance.virtualRouterId))];
    const owners = routers.filter((one) => one.instance.priority === 255).flatMap(describeOwner);
    if (routers.length > 1) return [...owners, ...routers.flatMap((one) => compare(one, routers))];
    if (instance.priority === 255) return owners;
    const master = heard.find(
      (one) => one.virtualRouterId === instance.virtualRouterId && one.interface === instance.interface,
    );
    return [
      ...weightedTrackers(instance).flatMap((tracker) => estimate(router, tracker, master)),
      ...describePassive(router),
    ];
  });
}

/** An instance and the file it comes from. */
type Router = { readonly configuration: Configuration; readonly instance: InstanceSettings };

type Tracker = {
  readonly kind: "script" | "interface";
  readonly name: string;
  readonly weight: number;
  readonly reverse: boolean;
};

/** Priorities of two routers are seldom further apart; the tutorial's are 120 and 100. */
const USUAL_GAP = 20;
/** keepalived's limit for scripts and interfaces. */
const HEAVIEST = 253;

function routersOf(configuration: Configuration, virtualRouterId: number): readonly Router[] {
  return configuration.settings.instances
    .filter((instance) => instance.virtualRouterId === virtualRouterId)
    .map((instance) => ({ configuration, instance }));
}

function weightedTrackers(instance: InstanceSettings): readonly Tracker[] {
  const scripts = instance.trackedScripts.map((one) => ({ ...one, kind: "script" as const, name: one.script }));
  const links = instance.trackedInterfaces.map((one) => ({ ...one, kind: "interface" as const, name: one.interface }));
  return [...scripts, ...links].filter(({ weight }) => weight !== 0);
}

/** With every tracker in its better state but the one that is lowered. */
function priorityOf(instance: InstanceSettings, lowered?: Tracker): number {
  const shares = weightedTrackers(instance).map((tracker) => {
    const both = (["good", "bad"] as const).map((verdict) => shareOf(tracker, verdict));
    return { share: lowered && isSame(tracker, lowered) ? Math.min(...both) : Math.max(...both) };
  });
  return effectivePriority(instance.priority, shares);
}

function isSame(one: Tracker, other: Tracker): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** nopreempt means nothing with `state MASTER` and to an owner. */
function preempts({ instance }: Router): boolean {
  return instance.preempt || instance.initialState === "MASTER" || instance.priority === 255;
}

function takesOver(peer: Router, priority: number): boolean {
  return preempts(peer) && priorityOf(peer.instance) > priority;
}

/** The VIP is with the highest priority, or with anybody if the higher ones do not preempt. */
function mayHold(router: Router, routers: readonly Router[]): boolean {
  return !routers.some((other) => other !== router && takesOver(other, priorityOf(router.instance)));
}

function compare(router: Router, routers: readonly Router[]): readonly Finding[] {
  if (router.instance.priority === 255 || !mayHold(router, routers)) return [];
  const peers = routers.filter((one) => one !== router);
  return weightedTrackers(router.instance)
    .filter((tracker) => !peers.some((peer) => takesOver(peer, priorityOf(router.instance, tracker))))
    .map((tracker) => describeStay(router, tracker, peers));
}

function describeStay(router: Router, tracker: Tracker, peers: readonly Router[]): Finding {
  const low = priorityOf(router.instance, tracker);
  const [best = router] = peers.toSorted((one, other) => priorityOf(other.instance) - priorityOf(one.instance));
  const high = priorityOf(best.instance);
  const passive = high > low;
  const relation = passive
    ? `below the ${high} of ${best.configuration.file}, whose nopreempt accepts lower priorities all the same`
    : `which is not below the ${high} of ${best.configuration.file}`;
  const cure = passive
    ? `remove nopreempt from ${best.instance.name} in ${best.configuration.file}, or give ${tracker.name} weight 0, with which the master gives up by itself`
    : adviseWeight(router, tracker, peers);
  return finding(
    "error",
    router,
    tracker,
    `${describeLowering(router.instance, tracker)}, ${relation}: the VIP stays.`,
    cure,
  );
}

function adviseWeight(router: Router, tracker: Tracker, peers: readonly Router[]): string {
  const shared = peers.some(({ instance }) => weightedTrackers(instance).some((one) => isSame(one, tracker)));
  const weights = [Math.sign(tracker.weight), -Math.sign(tracker.weight)].flatMap((sign) => {
    const works = (weight: number) => movesWith(sign * weight, router, tracker, peers);
    const least = Array.from({ length: HEAVIEST }, (_, index) => index + 1).find(works);
    if (least === undefined) return [];
    const round = Math.ceil(least / 10) * 10;
    const example = round !== least && round <= HEAVIEST && works(round) ? ` (${sign * round}, say)` : "";
    return [`${sign > 0 ? `at least ${least}` : `-${least} or lower`}${example}`];
  });
  const advice =
    weights.length > 0 ? `a weight of ${weights.join(" or of ")}${shared ? " in every file" : ""}, or ` : "";
  return `give ${tracker.name} ${advice}weight 0, with which a failure is a FAULT and always moves the VIP`;
}

/** Whether that weight, in every file which has the tracker, moves the VIP away and lets it come back. */
function movesWith(weight: number, router: Router, tracker: Tracker, peers: readonly Router[]): boolean {
  const changed = reweigh(router, tracker, weight);
  const others = peers.map((peer) => reweigh(peer, tracker, weight));
  const low = priorityOf(changed.instance, tracker);
  return mayHold(changed, others) && others.some((peer) => takesOver(peer, low));
}

function reweigh({ configuration, instance }: Router, tracker: Tracker, weight: number): Router {
  const change = <T extends { readonly weight: number }>(one: T, name: string, kind: Tracker["kind"]): T =>
    tracker.kind === kind && tracker.name === name && one.weight !== 0 ? { ...one, weight } : one;
  return {
    configuration,
    instance: {
      ...instance,
      trackedScripts: instance.trackedScripts.map((one) => change(one, one.script, "script")),
      trackedInterfaces: instance.trackedInterfaces.map((one) => change(one, one.interface, "interface")),
    },
  };
}

/** What one file, and perhaps the master that is heard, lets us say. */
function estimate(router: Router, tracker: Tracker, master: HeardMaster | undefined): readonly Finding[] {
  const { instance } = router;
  const high = priorityOf(instance);
  const low = priorityOf(instance, tracker);
  const lowering = describeLowering(instance, tracker);
  const zero = "or weight 0, with which a failure is a FAULT and always moves the VIP";
  if (high === low) {
    const cure = `lower the priority of ${instance.name}, give ${tracker.name} a negative weight, ${zero}`;
    return [finding("error", router, tracker, `${lowering}: priorities end at 1 and 254, so nothing changes.`, cure)];
  }
  if (master !== undefined) return estimateHeard(router, tracker, master);
  if (high - low > USUAL_GAP) return [];
  const what = `${lowering}: the VIP moves only to a router whose priority is ${describeRange(low + 1, high)}.`;
  const cure = `compare with the other router's file (--peer FILE); if it lies outside, give ${tracker.name} in both a weight larger than the difference of their priorities (30 or -30, say), ${zero}`;
  return [finding("warning", router, tracker, what, cure)];
}

/** We are the backup of that master; what its own check would do to it is known only if its file is like ours. */
function estimateHeard(router: Router, tracker: Tracker, master: HeardMaster): readonly Finding[] {
  const high = priorityOf(router.instance);
  const low = priorityOf(router.instance, tracker);
  const drop = high - low;
  const who = `the master ${master.address} has ${master.priority}`;
  if (master.priority <= low) {
    const what = `${describeLowering(router.instance, tracker)}, and ${who}: it would not take over.`;
    return [
      finding(
        "error",
        router,
        tracker,
        what,
        `give ${tracker.name} in both files a weight above ${high - master.priority}`,
      ),
    ];
  }
  if (master.priority - drop < high) return [];
  const what = `Now ${who}. If ${tracker.name} lowers it by ${drop} as it does here, ${master.priority - drop} is left, which is not below the ${high} of ${router.instance.name}: the VIP stays.`;
  const least = master.priority - high + 1;
  const cure = `give ${tracker.name} a weight of at least ${least} or of -${least} or lower in both files, or weight 0, with which a failure is a FAULT and always moves the VIP`;
  return [finding("warning", router, tracker, what, cure)];
}

function describeOwner(router: Router): readonly Finding[] {
  return weightedTrackers(router.instance).map((tracker) => {
    const what = `${router.instance.name} has priority 255, the address owner's, which no weight changes: ${tracker.name} with weight ${tracker.weight} does nothing.`;
    const cure = `set a priority of 254 or less, or give ${tracker.name} weight 0`;
    return finding("error", router, tracker, what, cure);
  });
}

/** One file with nopreempt, and probably the other has it too. */
function describePassive(router: Router): readonly Finding[] {
  const [tracker] = weightedTrackers(router.instance);
  if (tracker === undefined || preempts(router)) return [];
  const what = `${router.instance.name} has nopreempt, so as backup it accepts a master of lower priority: when ${tracker.name} only lowers the other router's priority, the VIP does not come here.`;
  const cure = `remove nopreempt, or give ${tracker.name} weight 0 in both files, with which the master gives up by itself`;
  return [finding("warning", router, tracker, what, cure)];
}

function describeLowering(instance: InstanceSettings, tracker: Tracker): string {
  const event = tracker.reverse ? "success" : "failure";
  const low = priorityOf(instance, tracker);
  return `A ${event} of ${tracker.name} (weight ${tracker.weight}) lowers ${instance.name} from ${priorityOf(instance)} to ${low}`;
}

function describeRange(from: number, to: number): string {
  if (from === to) return `${from}`;
  return to === from + 1 ? `${from} or ${to}` : `from ${from} to ${to}`;
}

function finding(
  severity: Finding["severity"],
  { configuration, instance }: Router,
  tracker: Tracker,
  what: string,
  cure: string,
): Finding {
  const where = placeOf(configuration, "vrrp_instance", instance.name, tracker.name);
  return { severity, name: "weight-cannot-move", what, where, cure };
}
