import type { VrrpInstance } from "../keywords/instance.ts";
import type { SyncGroup } from "../keywords/sync-group.ts";
import type { Track } from "../keywords/track.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import type { Place } from "../source/place.ts";
import type { SettledInstance } from "./instance.ts";
import { checkInterface } from "./interface.ts";
import { OWNER } from "./role.ts";
import type { Surroundings, Trackables } from "./surroundings.ts";
import { once, resolveTracks, type SettledTracks } from "./track.ts";

/** By which keyword what is tracked; interfaces are no definitions of the file. */
const trackers = [
  { keyword: "track_script", kind: "vrrp_script" },
  { keyword: "track_file", kind: "track_file" },
  { keyword: "track_process", kind: "vrrp_track_process" },
  { keyword: "track_bfd", kind: "bfd_instance" },
] as const;

/** What the group itself tracks, for all of its members. */
export function settleGroupTracks(
  group: Block<SyncGroup>,
  members: readonly SettledInstance[],
  around: Surroundings,
): SettledTracks {
  const owner = members.find(({ settings }) => settings.priority === OWNER);
  const [scripts = [], files = [], processes = [], bfds = []] = trackers.map(({ keyword, kind }) =>
    resolveTracks(group.given[keyword] ?? [], kind, around).map(({ tracked, place }) => {
      if (owner !== undefined && tracked.weight !== 0) reportOwner(owner, place, around);
      return tracked;
    }),
  );
  const interfaces = once(group.given.track_interface ?? [], around);
  for (const track of interfaces) checkGroupInterface(track, members, around);
  return {
    interfaces: interfaces.map(({ name, weight }) => ({ interface: name, weight: 0, reverse: false, ...weight })),
    scripts: scripts.map(({ name, ...weight }) => ({ script: name, ...weight })),
    files,
    processes,
    bfds,
  };
}

function reportOwner({ settings }: SettledInstance, place: Place, { report }: Surroundings): void {
  const message = `with priority 255 of ${quote(settings.name)} nothing changes the priority: this weight is ignored`;
  report("track-owner", place, message, "give it weight 0, with which a failure is a fault, or lower the priority");
}

function checkGroupInterface({ name, place }: Track, members: readonly SettledInstance[], around: Surroundings): void {
  checkInterface(name, place, around);
  for (const { block, settings } of members) {
    const own = settings.interface === name;
    if (!own && !(block.given.track_interface ?? []).some((track) => track.name === name)) continue;
    const message = own
      ? `${name} is the interface of ${quote(settings.name)}, which is tracked anyway`
      : `${name} is tracked by the member ${quote(settings.name)} too`;
    around.report("group-tracks-again", place, message, "track it either in the group or in its members");
    return;
  }
}

/**
 * Without sync_group_tracking_weight keepalived does not let the members of a group have priorities of their own: it drops
 * what they track with a weight, or drops the weight. Reference: vrrp-behaviour, section 1, item 24.
 */
export function checkMemberWeights(
  group: Block<SyncGroup>,
  members: readonly SettledInstance[],
  around: Surroundings,
): void {
  for (const { block, settings } of members) {
    // An owner's weights do nothing anyway, which is reported where they stand.
    if (settings.priority !== OWNER) checkMember(block, group, around);
  }
}

function checkMember({ given, name }: Block<VrrpInstance>, group: Block<SyncGroup>, around: Surroundings): void {
  for (const track of given.track_interface ?? []) {
    if ((track.weight?.weight ?? 0) !== 0) reportFault(track, name.text, group, around);
  }
  for (const { keyword, kind } of trackers) {
    for (const track of given[keyword] ?? []) checkWeight(track, kind, name.text, group, around);
  }
}

function checkWeight(
  track: Track,
  kind: keyof Trackables,
  instance: string,
  group: Block<SyncGroup>,
  around: Surroundings,
): void {
  const weight = weightOf(track, kind, around);
  if (weight === 0) return;
  // The usual weight of a file, which says nothing about what was meant.
  if (kind === "track_file" && weight === 1) reportFault(track, instance, group, around);
  else reportDropped(track, weight, instance, group, around);
}

/** 0 also if there is no such thing, which is reported where the instance tracks it. */
function weightOf({ name, weight }: Track, kind: keyof Trackables, { trackables }: Surroundings): number {
  const trackable = trackables[kind].get(name);
  if (trackable === undefined) return 0;
  return weight?.weight ?? trackable.given.weight?.weight ?? (kind === "track_file" ? 1 : 0);
}

function reportFault({ name, place }: Track, instance: string, group: Block<SyncGroup>, around: Surroundings): void {
  const message = `the weight of ${quote(name)} counts as 0: ${memberOf(instance, group)}`;
  around.report("group-weight-fault", place, message, `write weight 0 here, or add it`);
}

function reportDropped(
  { name, place }: Track,
  weight: number,
  instance: string,
  group: Block<SyncGroup>,
  around: Surroundings,
): void {
  const message = `${quote(name)} with weight ${weight} is not tracked: ${memberOf(instance, group)}`;
  around.report("group-weight-dropped", place, message, CURE);
}

const CURE = "write weight 0 here, with which a failure is a fault of the whole group, or add it";

function memberOf(instance: string, { name }: Block<SyncGroup>): string {
  return `${quote(instance)} is in ${quote(name.text)}, which has no sync_group_tracking_weight`;
}
