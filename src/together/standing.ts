import { effectivePriority, isFault, isFaultOfFile, shareOf, shareOfFile } from "../core/vrrp/election.ts";
import { type CountingTracker, isSameThing, type Member } from "./contest.ts";
import type { Router, Tracker } from "./network.ts";

/** The one thing that is not as it should be. */
export type Failure<Place = unknown> =
  /** The machine, or its daemon, is not there any more. */
  | { readonly kind: "router"; readonly router: Router<Place> }
  | { readonly kind: Exclude<Tracker["kind"], "file">; readonly router: Router<Place>; readonly name: string }
  /** The file says this number. */
  | { readonly kind: "file"; readonly router: Router<Place>; readonly name: string; readonly value: number };

/** How an instance stands in the election. */
export type Standing =
  | { readonly kind: "dead" }
  /** It leaves the election; if its own interface works the others hear so. */
  | { readonly kind: "fault"; readonly resigns: boolean }
  | ({ readonly kind: "up" } & Priorities)
  /** `dont_track_primary`: it goes on, but hears nobody, and nobody hears it. */
  | ({ readonly kind: "cut off" } & Priorities);

type Priorities = {
  readonly priority: number;
  /** What the first timer after a start is made of: no script has run yet, and no BFD session is up. */
  readonly startPriority: number;
};

/** By the rules of vrrp-behaviour 4, and of 3.5 for what is a fault. */
export function standingOf({ router, instance, trackers }: Member, failure: Failure | undefined): Standing {
  const trouble = failure?.router === router ? failure : undefined;
  if (trouble?.kind === "router") return { kind: "dead" };
  const hasLink = trouble?.kind !== "interface" || trouble.name !== instance.interface;
  const counting = trackers.filter(({ ignored }) => ignored === undefined);
  const effects = counting.map((tracker) => effectOf(tracker, trouble));
  const firstEffects = counting.map((tracker, index) => ({
    share: firstShareOf(tracker) ?? effects[index]?.share ?? 0,
  }));
  const isDown = !hasLink && !instance.ignoreOwnInterface;
  if (isDown || effects.some(({ fault }) => fault)) return { kind: "fault", resigns: hasLink };
  return {
    kind: hasLink ? "up" : "cut off",
    priority: effectivePriority(instance.priority, effects),
    startPriority: effectivePriority(instance.priority, firstEffects),
  };
}

/** How the thing is for which this tracker is there: as always, or as the failure has it. */
function effectOf(
  tracker: CountingTracker,
  trouble: Exclude<Failure, { kind: "router" }> | undefined,
): { readonly share: number; readonly fault: boolean } {
  const failing = trouble !== undefined && isSameThing(tracker, trouble);
  if (tracker.kind === "file") {
    const value = failing && trouble.kind === "file" ? trouble.value : normalValue(tracker);
    return { share: shareOfFile(tracker, value), fault: isFaultOfFile(tracker, value) };
  }
  const verdict = (tracker.normal === "good") === failing ? "bad" : "good";
  return { share: shareOf(tracker, verdict), fault: isFault(tracker, verdict) };
}

/** An empty file, unless that is a fault. */
function normalValue({ weight, reverse }: CountingTracker): number {
  return weight === 0 && reverse ? 1 : 0;
}

/** Undefined where the state is known from the start. */
function firstShareOf(tracker: CountingTracker): number | undefined {
  if (tracker.kind === "script") return shareOf(tracker, "unknown");
  return tracker.kind === "bfd" ? shareOf(tracker, "bad") : undefined;
}
