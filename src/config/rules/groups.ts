import { SECOND } from "../../core/time.ts";
import type { SyncGroup } from "../keywords/sync-group.ts";
import type { TrackGroup } from "../keywords/track-group.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import { lineOf } from "../source/place.ts";
import type { Name } from "../types/names.ts";
import { checkMemberWeights, settleGroupTracks } from "./group-tracks.ts";
import type { SettledInstance } from "./instance.ts";
import type { Surroundings } from "./surroundings.ts";
import type { SettledTracks } from "./track.ts";

/** A sync group with what counts of it. */
export type SettledGroup = {
  readonly block: Block<SyncGroup>;
  /** Names of instances. */
  readonly members: readonly string[];
  readonly tracks: SettledTracks;
};

/**
 * The members of sync groups and track groups: looked up when everything has been read, so that groups may stand anywhere.
 * Reference: vrrp-behaviour, section 7.
 */
export function settleGroups(instances: readonly SettledInstance[], around: Surroundings): readonly SettledGroup[] {
  const { vrrp_sync_group = new Map(), track_group = new Map() } = around.document;
  const settled = new Map(instances.map((instance) => [instance.settings.name, instance]));
  const taken: Taken = new Map();
  for (const group of track_group.values()) checkTrackGroup(group, around);
  return Array.from(vrrp_sync_group.values()).flatMap((group) => settleGroup(group, settled, taken, around) ?? []);
}

/** The members of sync groups so far, with their groups. */
type Taken = Map<string, { readonly member: Name; readonly group: Block<SyncGroup> }>;

function settleGroup(
  group: Block<SyncGroup>,
  settled: ReadonlyMap<string, SettledInstance>,
  taken: Taken,
  around: Surroundings,
): SettledGroup | undefined {
  const { given, places, name } = group;
  // An unreadable list has been reported.
  if (places.group !== undefined && given.group === undefined) return undefined;
  const listed = given.group ?? [];
  if (listed.length === 0) {
    const message = `vrrp_sync_group ${quote(name.text)} has no members`;
    around.report("group-empty", places.group ?? name.place, message, "name them: group { A B }");
  }
  const members = listed
    .filter((member) => claim(member, group, taken, around))
    .filter((member) => isInstance(member, "group-member-unknown", around));
  const [first] = members;
  if (first !== undefined && listed.every((member) => member.name === first.name)) {
    const message = `${quote(name.text)} has one member only, ${quote(first.name)}`;
    around.report("group-single", places.group ?? name.place, message, "name the other instances, or remove the group");
  }
  const usable = members.flatMap((member) => settled.get(member.name) ?? []);
  const tracks = settleGroupTracks(group, usable, around);
  if (given.sync_group_tracking_weight === undefined) checkMemberWeights(group, usable, around);
  for (const trait of traits) checkAgreement(trait, group, usable, around);
  return { block: group, members: usable.map(({ settings }) => settings.name), tracks };
}

/** Whether the group is the first to name this instance, and names it for the first time. */
function claim(member: Name, group: Block<SyncGroup>, taken: Taken, { report }: Surroundings): boolean {
  const other = taken.get(member.name);
  if (other === undefined) {
    taken.set(member.name, { member, group });
    return true;
  }
  const earlier = lineOf(other.member.place, member.place);
  if (other.group === group) {
    const message = `${quote(member.name)} again, after ${earlier}: this one is ignored`;
    report("item-repeated", member.place, message, "remove one of the two");
  } else {
    const message = `${quote(member.name)} is in the group ${quote(other.group.name.text)} already, in ${earlier}`;
    report("group-member-taken", member.place, message, "an instance can be in one sync group only");
  }
  return false;
}

function isInstance(
  { name, place }: Name,
  kind: "group-member-unknown" | "track-group-member-unknown",
  { document, report }: Surroundings,
): boolean {
  const { vrrp_instance = new Map() } = document;
  if (vrrp_instance.has(name)) return true;
  const cure = suggest(name, vrrp_instance.keys(), "define it, or take it out of the group");
  report(kind, place, `there is no vrrp_instance ${quote(name)}`, cure);
  return false;
}

/** What members should have in common. */
const traits = [
  {
    title: "priority",
    read: ({ settings }: SettledInstance): string => `${settings.priority}`,
    cure: "with one priority for all, all routers agree about who should be master",
  },
  {
    title: "advert_int",
    read: ({ settings }: SettledInstance): string => `${settings.advertInterval / SECOND}`,
    cure: "with one interval for all, they notice at the same time that a master is gone",
  },
  {
    title: "state",
    read: ({ settings }: SettledInstance): string => settings.initialState,
    cure: "the group starts as a whole: write one state for all",
  },
] as const;

function checkAgreement(
  { title, read, cure }: (typeof traits)[number],
  { name, places }: Block<SyncGroup>,
  members: readonly SettledInstance[],
  { report }: Surroundings,
): void {
  const holders = new Map<string, string>();
  for (const member of members) {
    const value = read(member);
    if (!holders.has(value)) holders.set(value, member.settings.name);
  }
  if (holders.size < 2) return;
  const shown = Array.from(holders, ([value, holder]) => `${value} (${holder})`);
  const message = `the members of ${quote(name.text)} differ in their ${title}: ${shown.slice(0, MOST_SHOWN).join(", ")}`;
  report("group-members-differ", places.group ?? name.place, message, cure);
}

const MOST_SHOWN = 5;

function checkTrackGroup({ given, places, name }: Block<TrackGroup>, around: Surroundings): void {
  const { group } = given;
  if (places.group === undefined) {
    const message = `track_group ${quote(name.text)} has no members`;
    around.report("track-group-empty", name.place, message, "name them: group { A B }");
  } else if (group?.length === 0) {
    around.report("list-empty", places.group, "this list is empty", "name the instances, or remove it");
  }
  for (const member of group ?? []) isInstance(member, "track-group-member-unknown", around);
}
