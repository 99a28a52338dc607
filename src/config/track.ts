import type { InstanceSettings, TrackedInterface, TrackedScript } from "../core/vrrp/settings.ts";
import type { VrrpInstance } from "./keywords/instance.ts";
import type { Track } from "./keywords/track.ts";
import { nearest } from "./nearest.ts";
import { type Place, quote } from "./problem.ts";
import type { KnownScript, Surroundings } from "./rules.ts";

type Tracking = {
  readonly around: Surroundings;
  readonly ownInterface: string;
  /** The interfaces of the addresses: an address cannot be held on one that is down. */
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
    else
      around.report("warning", name.place, `${quote(name.text)} again, after line ${first.line}: this one is ignored`);
    return first === undefined;
  });
}

function settleInterface({ name, weight }: Track, tracking: Tracking): TrackedInterface | undefined {
  const settled = { interface: name.text, weight: weight?.weight ?? 0, reverse: weight?.reverse ?? false };
  if (name.text === tracking.ownInterface) {
    tracking.around.report(
      "warning",
      name.place,
      `${name.text} is the instance's own interface, which is tracked anyway`,
    );
    return undefined;
  }
  return isIdle(settled.weight, name.place, tracking) ? undefined : settled;
}

function settleScript({ name, weight }: Track, tracking: Tracking): TrackedScript | undefined {
  const { scripts, report } = tracking.around;
  const script = scripts.find((known) => known.settings.name === name.text);
  if (script === undefined) {
    const meant = nearest(
      name.text,
      scripts.map((known) => known.settings.name),
    );
    const cure = meant === undefined ? "define it, above the instance" : `did you mean ${quote(meant)}?`;
    report("error", name.place, `there is no vrrp_script ${quote(name.text)}`, cure);
    return undefined;
  }
  if (isBelow(script, name.place)) {
    const message = `vrrp_script ${quote(name.text)} is defined only in line ${script.place.line}`;
    report("error", name.place, message, "move it above the instance");
  }
  const counts = { ...script.weight, ...weight };
  if (isIdle(counts.weight, name.place, tracking)) return undefined;
  return { script: name.text, weight: counts.weight, reverse: counts.reverse ?? false };
}

/** keepalived looks a script up where it is named. */
function isBelow(script: KnownScript, place: Place): boolean {
  return script.place.file === place.file && script.place.line > place.line;
}

/** Nothing changes the priority of an owner: a tracker with a weight would do nothing. */
function isIdle(weight: number, place: Place, { owner, around }: Tracking): boolean {
  if (!owner || weight === 0) return false;
  around.report("warning", place, "with priority 255 nothing changes the priority: this weight is ignored");
  return true;
}
