import { hmacAuthentication } from "../config/keywords/instance/authentication.ts";
import type { VrrpInstance } from "../config/keywords/instance.ts";
import type { Track } from "../config/keywords/track.ts";
import type { Reading } from "../config/read.ts";
import type { SettledGroup } from "../config/rules/groups.ts";
import type { SettledInstance } from "../config/rules/instance.ts";
import type { SettledTracks } from "../config/rules/track.ts";
import { complete } from "../config/schema.ts";
import type { Place } from "../config/source/place.ts";
import type { Hmac, Instance, Router, SyncGroup, Tracker } from "../together/network.ts";

/** The router that a configuration makes; `name` is how messages call it. */
export function routerFrom(name: string, { instances, groups }: Reading): Router<Place> {
  return { name, instances: instances.map(instanceFrom), syncGroups: groups.map(groupFrom) };
}

function instanceFrom({ block, settings, travel, tracks }: SettledInstance): Instance<Place> {
  const { given, places, name } = block;
  const hmac = hmacFrom(given);
  const { authentication } = settings;
  const kind = given.authentication?.given.auth_type === "AH" ? "AH" : "PASS";
  return {
    ...settings,
    family: travel.family === "inet" ? "IPv4" : "IPv6",
    authentication: authentication.kind === "none" ? authentication : { ...authentication, kind },
    ...(hmac === undefined ? {} : { hmac }),
    addresses: settings.addresses.map(({ address }) => address),
    excludedAddresses: settings.excludedAddresses.map(({ address }) => address),
    ...(travel.peers === undefined ? {} : { peers: travel.peers }),
    trackers: trackersFrom(tracks, given, places.virtual_ipaddress ?? name.place),
    places: { ...places, vrrp_instance: name.place },
  };
}

function hmacFrom({ auth_hmac }: Partial<VrrpInstance>): Hmac | undefined {
  if (auth_hmac === undefined) return undefined;
  const { key = [], active_key: activeKey, mode } = complete(hmacAuthentication, auth_hmac.given);
  // keepalived: without a usable key there is no signature. What is compared is what is written: files are not read.
  if (activeKey === undefined || key.length === 0) return undefined;
  return { mode, activeKey, keys: key.map(({ id, source, value }) => ({ id, secret: `${source}:${value}` })) };
}

function groupFrom({ block, members, tracks }: SettledGroup): SyncGroup<Place> {
  return {
    name: block.name.text,
    members,
    trackers: trackersFrom(tracks, block.given, block.name.place),
    trackingWeight: block.given.sync_group_tracking_weight !== undefined,
    place: block.name.place,
  };
}

type Tracking = Pick<VrrpInstance, "track_interface" | "track_script" | "track_file" | "track_process" | "track_bfd">;

/** `otherwise`: where a tracker is written that stands nowhere by itself, as that of an address's interface. */
function trackersFrom(tracks: SettledTracks, given: Partial<Tracking>, otherwise: Place): readonly Tracker<Place>[] {
  const all = <Kind extends Tracker["kind"]>(
    kind: Kind,
    settled: readonly { readonly name: string; readonly weight: number; readonly reverse: boolean }[],
    written: readonly Track[] = [],
  ): readonly Tracker<Place>[] => {
    const places = new Map(written.map((track) => [track.name, track.place]));
    return settled.map(({ name, weight, reverse }) => {
      return { kind, name, weight, reverse, place: places.get(name) ?? otherwise };
    });
  };
  return [
    ...all(
      "script",
      tracks.scripts.map((one) => ({ ...one, name: one.script })),
      given.track_script,
    ),
    ...all(
      "interface",
      tracks.interfaces.map((one) => ({ ...one, name: one.interface })),
      given.track_interface,
    ),
    ...all("file", tracks.files, given.track_file),
    ...all("process", tracks.processes, given.track_process),
    ...all("bfd", tracks.bfds, given.track_bfd),
  ];
}
