import type { InstanceSettings, TrackedInterface, TrackedScript } from "../core/vrrp/settings.ts";
import type { VrrpInstance } from "./keywords/instance.ts";
import { vrrpScript } from "./keywords/script.ts";
import type { Track } from "./keywords/track.ts";
import { nearest } from "./nearest.ts";
import { lineOf, type Place, quote, type Report } from "./problem.ts";
import type { Surroundings } from "./rules.ts";
import { complete } from "./schema.ts";
import type { Word } from "./words.ts";

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
  return tracks.filter(({ name }) => {
    const first = seen.get(name.text);
    if (first === undefined) seen.set(name.text, name.place);
    else {
      const earlier = `after ${lineOf(first, name.place)}`;
      around.report("warning", name.place, `${quote(name.text)} again, ${earlier}: this one is ignored`);
    }
    return first === undefined;
  });
}

function settleInterface({ name, weight }: Track, tracking: Tracking): TrackedInterface | undefined {
  const settled = { interface: name.text, weight: weight?.weight ?? 0, reverse: weight?.reverse ?? false };
  if (name.text === tracking.ownInterface) {
    const message = `${name.text} is the instance's own interface, which is tracked anyway`;
    tracking.around.report("warning", name.place, message);
    return undefined;
  }
  return isIdle(settled.weight, name.place, tracking) ? undefined : settled;
}

function settleScript({ name, weight }: Track, tracking: Tracking): TrackedScript | undefined {
  const { scripts, report } = tracking.around;
  const script = scripts.find((block) => block.name.text === name.text);
  if (script === undefined) {
    const names = scripts.map((block) => block.name.text);
    const meant = nearest(name.text, names);
    const cure = meant === undefined ? "define it, above the instance" : `did you mean ${quote(meant)}?`;
    report("error", name.place, `there is no vrrp_script ${quote(name.text)}`, cure);
    return undefined;
  }
  refuseEarly(name, script.name.place, report);
  // keepalived: what the track does not say, `reverse` by itself too, is as the script says it.
  const counts = { ...complete(vrrpScript, script.given).weight, ...weight };
  if (isIdle(counts.weight, name.place, tracking)) return undefined;
  return { script: name.text, weight: counts.weight, reverse: counts.reverse ?? false };
}

/** keepalived looks a script up where it is tracked, and drops the track if the script comes only later. */
function refuseEarly({ text, place }: Word, definition: Place, report: Report): void {
  if (definition.file !== place.file || definition.line <= place.line) return;
  const message = `vrrp_script ${quote(text)} is defined only in line ${definition.line}`;
  report("error", place, message, "move it above the instance");
}

/** Nothing changes the priority of an owner: a tracker with a weight would do nothing. */
function isIdle(weight: number, place: Place, { owner, around }: Tracking): boolean {
  if (!owner || weight === 0) return false;
  around.report("warning", place, "with priority 255 nothing changes the priority: this weight is ignored");
  return true;
}
