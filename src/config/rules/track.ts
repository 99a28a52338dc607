import type { TrackedInterface, TrackedScript } from "../../core/vrrp/settings.ts";
import type { Track } from "../keywords/track.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { isBefore, lineOf, type Place } from "../source/place.ts";
import type { Draft } from "./draft.ts";
import { checkInterface } from "./interface.ts";
import { OWNER } from "./role.ts";
import type { Surroundings, Trackable, Trackables } from "./surroundings.ts";

/** Weight 0 means that a bad state is a fault; `reverse` turns the contribution round. */
export type Tracked = { readonly name: string; readonly weight: number; readonly reverse: boolean };

export type SettledTracks = {
  readonly interfaces: readonly TrackedInterface[];
  readonly scripts: readonly TrackedScript[];
  readonly files: readonly Tracked[];
  readonly processes: readonly Tracked[];
  readonly bfds: readonly Tracked[];
};

/**
 * What the instance tracks, with the weights that count. `heldInterfaces`: of what the master holds; nothing can
 * be held on one that is down, and keepalived tracks them as if they were named with weight 0.
 */
export function settleTracks(
  draft: Draft,
  priority: number,
  ownInterface: string,
  heldInterfaces: ReadonlySet<string>,
): SettledTracks {
  const { values, around } = draft;
  const owner = priority === OWNER;
  const named = settleInterfaces(draft, ownInterface, owner);
  const implied = new Set(heldInterfaces);
  for (const known of [ownInterface, ...named.map((track) => track.name)]) implied.delete(known);
  const of = (kind: keyof Trackables, tracks: readonly Track[]): readonly Tracked[] =>
    resolveTracks(tracks, kind, around)
      .filter(({ tracked, place }) => !isIdle(tracked, place, owner, around))
      .map(({ tracked }) => tracked);
  const settled = {
    interfaces: [...named, ...Array.from(implied, (name) => ({ name, weight: 0, reverse: false }))].map(
      ({ name, weight, reverse }) => ({ interface: name, weight, reverse }),
    ),
    scripts: of("vrrp_script", values.track_script).map(({ name, weight, reverse }) => ({
      script: name,
      weight,
      reverse,
    })),
    files: of("track_file", values.track_file),
    processes: of("vrrp_track_process", values.track_process),
    bfds: of("bfd_instance", values.track_bfd),
  };
  if (!owner) checkRange(draft, priority, settled);
  return settled;
}

/** The tracks whose names are known, once each, with the weights that count; what is wrong with the others is reported. */
export function resolveTracks(
  tracks: readonly Track[],
  kind: keyof Trackables,
  around: Surroundings,
): readonly { readonly tracked: Tracked; readonly place: Place }[] {
  return once(tracks, around).flatMap(({ name, place, weight }) => {
    const trackable = findTrackable(kind, name, place, around, "instance");
    if (trackable === undefined) return [];
    // keepalived: what the track does not say, `reverse` by itself too, is as the tracked thing says it.
    const counts = { weight: kind === "track_file" ? 1 : 0, ...trackable.given.weight, ...weight };
    return [{ tracked: { name, weight: counts.weight, reverse: counts.reverse ?? false }, place }];
  });
}

/** The tracks without those that repeat an earlier name. */
export function once(tracks: readonly Track[], { report }: Surroundings): readonly Track[] {
  if (tracks.length < 2) return tracks;
  const seen = new Map<string, Place>();
  return tracks.filter(({ name, place }) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, place);
    else {
      const message = `${quote(name)} again, after ${lineOf(first, place)}: this one is ignored`;
      report("item-repeated", place, message, "remove one of the two");
    }
    return first === undefined;
  });
}

function settleInterfaces({ values, around }: Draft, ownInterface: string, owner: boolean): readonly Tracked[] {
  return once(values.track_interface, around).flatMap(({ name, place, weight }) => {
    const settled = { name, weight: weight?.weight ?? 0, reverse: weight?.reverse ?? false };
    if (name === ownInterface) {
      const message = `${name} is the instance's own interface, which is tracked anyway`;
      around.report("track-own-interface", place, message, "remove the line");
      return [];
    }
    checkInterface(name, place, around);
    return isIdle(settled, place, owner, around) ? [] : [settled];
  });
}

/** keepalived looks a name up where it is tracked, and drops the track if there is no definition or it comes only later. */
export function findTrackable(
  kind: keyof Trackables,
  name: string,
  place: Place,
  { trackables, report }: Surroundings,
  user: "instance" | "virtual_server",
): Trackable | undefined {
  const found = trackables[kind].get(name);
  if (found === undefined) {
    const cure = suggest(name, trackables[kind].keys(), `define it, above the ${user}`);
    report("track-unknown", place, `there is no ${kind} ${quote(name)}`, cure);
  } else if (isBefore(place, found.name.place)) {
    const message = `${kind} ${quote(name)} is defined only in line ${found.name.place.line.number}`;
    report("track-early", place, message, `move it above the ${user}`);
  }
  return found;
}

/** Nothing changes the priority of an owner: a tracker with a weight would do nothing. */
function isIdle({ weight }: Tracked, place: Place, owner: boolean, { report }: Surroundings): boolean {
  if (!owner || weight === 0) return false;
  const message = "with priority 255 nothing changes the priority: this weight is ignored";
  report("track-owner", place, message, "give it weight 0, with which a failure is a fault, or lower the priority");
  return true;
}

/** Priorities end at 1 and 254 (255 is the owner's): what is beyond does nothing. */
function checkRange(draft: Draft, priority: number, { interfaces, scripts, processes, bfds }: SettledTracks): void {
  let [highest, lowest] = [priority, priority];
  for (const { weight, reverse } of [...interfaces, ...scripts, ...processes, ...bfds]) {
    const good = Math.max(0, weight);
    const bad = Math.min(0, weight);
    highest += reverse ? -bad : good;
    lowest += reverse ? -good : bad;
  }
  const [name, { block, around }] = [draft.block.places.priority ?? draft.block.name.place, draft];
  const end =
    highest > 254
      ? `goes up to ${highest} and counts as 254`
      : lowest < 1
        ? `goes down to ${lowest} and counts as 1`
        : "";
  if (end === "") return;
  const cure = "choose the priority so that all weights have room between 1 and 254";
  around.report("priority-clamped", name, `with its weights the priority of ${quote(block.name.text)} ${end}`, cure);
}
