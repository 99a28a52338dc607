import { compareBytes } from "../../wire/bytes.ts";
import type { PriorityShare, Verdict } from "../status.ts";
import type { Duration } from "../time.ts";
import type { InstanceSettings } from "./settings.ts";

/**
 * The rules by which routers settle among themselves who has the addresses, and nothing else: the daemon follows them
 * advert by advert, `src/together` works out with them where they lead.
 */

/** The address owner's priority, which nothing changes: RFC 9568 §5.2.4. */
export const OWNER = 255;
/** What all others are kept between. */
const HIGHEST = 254;
const LOWEST = 1;
/** The priority in the last advert of a master that gives up: RFC 9568 §5.2.4. */
const RESIGNATION = 0;

/** A router as the others know it from its adverts. */
export type Candidate = { readonly priority: number; readonly address: Uint8Array };

/** Positive where the first outranks the second: by the priority, then by the address (RFC 9568 §6.4.3). */
export function compareRank(one: Candidate, other: Candidate): number {
  return one.priority - other.priority || compareBytes(one.address, other.address);
}

/**
 * What a master does about the advert of another: "reassure" those who hear somebody resign, "assert" itself against a
 * lower rank, "yield" to a higher one. Its own rank, and so its own address, leaves it "puzzled": nobody ever yields then.
 */
export function answerAsMaster(own: Candidate, heard: Candidate): "reassure" | "assert" | "yield" | "puzzled" {
  if (heard.priority === RESIGNATION) return "reassure";
  const distance = compareRank(own, heard);
  if (distance === 0) return "puzzled";
  return distance > 0 ? "assert" : "yield";
}

/** What decides whether a backup leaves a master of lower priority in peace. */
export type Preemption = Pick<InstanceSettings, "priority" | "initialState" | "preempt" | "preemptDelay">;

/** `nopreempt` means nothing with `state MASTER`, nor to an owner: vrrp-behaviour 1, item 14. */
export function preempts({ preempt, initialState, priority }: Omit<Preemption, "preemptDelay">): boolean {
  return preempt || initialState === "MASTER" || priority === OWNER;
}

/** `preempt_delay` means nothing with `state MASTER`, nor to one that does not preempt: ibidem. */
export function delayOfPreemption(settings: Preemption): Duration {
  return settings.initialState === "MASTER" || !preempts(settings) ? 0 : settings.preemptDelay;
}

/**
 * What a backup does about an advert (RFC 9568 §6.4.2): it takes over after its skew from one that "resigned", and goes
 * on to "follow" a master, or to "follow for now" while `preempt_delay` is not over; else it does "discard" the advert,
 * so that its timer ends and it takes over. Addresses do not matter.
 */
export function answerAsBackup(
  settings: Preemption,
  effectivePriority: number,
  heardPriority: number,
  isDelayOver: boolean,
): "resigned" | "follow" | "follow for now" | "discard" {
  if (heardPriority === RESIGNATION) return "resigned";
  if (!preempts(settings) || heardPriority >= effectivePriority) return "follow";
  return delayOfPreemption(settings) > 0 && !isDelayOver ? "follow for now" : "discard";
}

/** 255 stays; everything else is kept between 1 and 254. */
export function effectivePriority(base: number, shares: readonly Pick<PriorityShare, "share">[]): number {
  const total = shares.reduce((sum, { share }) => sum + share, base);
  return base === OWNER ? OWNER : Math.min(HIGHEST, Math.max(LOWEST, total));
}

/** How a tracked thing counts. */
export type Weighing = { readonly weight: number; readonly reverse: boolean };

/** A positive weight counts while things are good, a negative one while they are bad; `reverse` negates the result. */
export function shareOf({ weight, reverse }: Weighing, verdict: Verdict): number {
  const counts = weight > 0 ? verdict === "good" : verdict === "bad";
  if (!counts) return 0;
  return reverse ? -weight : weight;
}

/** With weight 0 what is bad, or with `reverse` what is good, puts the instance into FAULT instead. */
export function isFault({ weight, reverse }: Weighing, verdict: Verdict): boolean {
  return weight === 0 && verdict === (reverse ? "good" : "bad");
}

/** Of a file with a number in it: interfaces 14.1. At most 253; what would be -254 or less is a fault instead. */
export function shareOfFile({ weight, reverse }: Weighing, value: number): number {
  return Math.min(HIGHEST - 1, reverse ? -value * weight : value * weight);
}

export function isFaultOfFile(weighing: Weighing, value: number): boolean {
  if (weighing.weight === 0) return weighing.reverse ? value === 0 : value !== 0;
  return shareOfFile(weighing, value) <= -HIGHEST;
}
