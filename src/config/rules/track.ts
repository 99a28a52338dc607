import type { InstanceSettings, TrackedInterface, TrackedScript } from "../../core/vrrp/settings.ts";
import type { VrrpInstance } from "../keywords/instance.ts";
import { vrrpScript } from "../keywords/script.ts";
import type { Track } from "../keywords/track.ts";
import { nearest } from "../nearest.ts";
import { quote, type Report } from "../problem.ts";
import { complete } from "../schema.ts";
import { isBefore, lineOf, type Place } from "../source/place.ts";
import type { Surroundings } from "./settle.ts";

type Tracking = {
  readonly around: Surroundings;
  readonly ownInterface: string;
  /** Of the addresses: none can be held on one that is down. keepalived tracks them as if they were named with weight 0. */
  readonly addressInterfaces: readonly string[];
  readonly owner: boolean;
};

/** What the instance tracks, with the weights that count. */
export function settleTracks(
  values: VrrpInstance,
  tracking: Tracking,
): Pick<InstanceSettings, "trackedInterfaces" | "trackedScripts"> {
  const named = once(values.track_interface, tracking).flatMap((track) => settleInterface(track, tracking) ?? []);
  const implied = new Set(tracking.addressInterfaces);
  for (const known of [tracking.ownInterface, ...named.map((track) => track.interface)]) implied.delete(known);
  return {
    trackedInterfaces: [...named, ...Array.from(implied, (name) => ({ interface: name, weight: 0, reverse: false }))],
    trackedScripts: once(values.track_script, tracking).flatMap((track) => settleScript(track, tracking) ?? []),
  };
}

/** The tracks without those that repeat an earlier name. */
function once(tracks: readonly Track[], { around }: Tracking): readonly Track[] {
  const seen = new Map<string, Place>();
  return tracks.filter(({ name, place }) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, place);
    else {
      const earlier = `after ${lineOf(first, place)}`;
      around.report("item-repeated", place, `${quote(name)} again, ${earlier}: this one is ignored`);
    }
    return first === undefined;
  });
}

function settleInterface({ name, place, weight }: Track, tracking: Tracking): TrackedInterface | undefined {
  const settled = { interface: name, weight: weight?.weight ?? 0, reverse: weight?.reverse ?? false };
  if (name === tracking.ownInterface) {
    const message = `${name} is the instance's own interface, which is tracked anyway`;
    tracking.around.report("track-own-interface", place, message);
    return undefined;
  }
  return isIdle(settled.weight, place, tracking) ? undefined : settled;
}

function settleScript({ name, place, weight }: Track, tracking: Tracking): TrackedScript | undefined {
  const { scripts, report } = tracking.around;
  const script = scripts.get(name);
  if (script === undefined) {
    const meant = nearest(name, [...scripts.keys()]);
    const cure = meant === undefined ? "define it, above the instance" : `did you mean ${quote(meant)}?`;
    report("track-unknown", place, `there is no vrrp_script ${quote(name)}`, cure);
    return undefined;
  }
  refuseEarly(name, place, script.name.place, report);
  // keepalived: what the track does not say, `reverse` by itself too, is as the script says it.
  const counts = { ...complete(vrrpScript, script.given).weight, ...weight };
  if (isIdle(counts.weight, place, tracking)) return undefined;
  return { script: name, weight: counts.weight, reverse: counts.reverse ?? false };
}

/** keepalived looks a script up where it is tracked, and drops the track if the script comes only later. */
function refuseEarly(name: string, place: Place, definition: Place, report: Report): void {
  if (!isBefore(place, definition)) return;
  const message = `vrrp_script ${quote(name)} is defined only in line ${definition.line.number}`;
  report("track-early", place, message, "move it above the instance");
}

/** Nothing changes the priority of an owner: a tracker with a weight would do nothing. */
function isIdle(weight: number, place: Place, { owner, around }: Tracking): boolean {
  if (!owner || weight === 0) return false;
  around.report("track-owner", place, "with priority 255 nothing changes the priority: this weight is ignored");
  return true;
}
