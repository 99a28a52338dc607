import type { Duration } from "../core/time.ts";
import type { IpAddress } from "../wire/ipv4.ts";

/**
 * The routers of one network as their files describe them, with keepalived's defaults filled in: all that an election
 * depends on. `Place` is the caller's notion of where something is written; nothing here looks inside.
 */
export type Router<Place = unknown> = {
  /** Its file, as messages should call it. */
  readonly name: string;
  readonly instances: readonly Instance<Place>[];
  readonly syncGroups: readonly SyncGroup<Place>[];
};

/** One `vrrp_instance`: a router's part in a virtual router. */
export type Instance<Place = unknown> = {
  readonly name: string;
  /** 1–255. */
  readonly virtualRouterId: number;
  readonly family: "IPv4" | "IPv6";
  /** Absent for unicast without an interface. */
  readonly interface?: string;
  readonly version: 2 | 3;
  readonly advertInterval: Duration;
  readonly downTimerAdverts: number;
  readonly authentication: Authentication;
  /** `auth_hmac`, if it is in use. */
  readonly hmac?: Hmac;
  /** `virtual_ipaddress`, without prefix lengths. */
  readonly addresses: readonly IpAddress[];
  readonly excludedAddresses: readonly IpAddress[];
  /** `unicast_src_ip` or `mcast_src_ip`; absent where the interface's address serves, which no file tells. */
  readonly sourceAddress?: IpAddress;
  /** `unicast_peer`; absent for multicast. */
  readonly peers?: readonly Peer<Place>[];
  /** The base, 1–255. */
  readonly priority: number;
  readonly initialState: "MASTER" | "BACKUP";
  readonly preempt: boolean;
  /** 0 when there is none. */
  readonly preemptDelay: Duration;
  /** `dont_track_primary`. */
  readonly ignoreOwnInterface: boolean;
  /** In the file's order, those of the addresses' interfaces too; weights as written, or as the tracked object says. */
  readonly trackers: readonly Tracker<Place>[];
  readonly places: Places<Place>;
};

/** The words after which findings are called and looked for. */
export type Keyword =
  | "virtual_router_id"
  | "version"
  | "advert_int"
  | "authentication"
  | "auth_hmac"
  | "virtual_ipaddress"
  | "virtual_ipaddress_excluded"
  | "unicast_peer"
  | "priority"
  | "state"
  | "vrrp_sync_group";

/** Where the instance begins, and where its keywords stand as far as they are written. */
export type Places<Place> = { readonly [Word in Keyword]?: Place } & { readonly vrrp_instance: Place };

export type Authentication =
  | { readonly kind: "none" }
  | { readonly kind: "PASS" | "AH" /** Never shown. */; readonly password: string };

export type Hmac = {
  readonly mode: "enforce" | "permissive" | "receive-only";
  readonly activeKey: number;
  readonly keys: readonly { readonly id: number /** Never shown. */; readonly secret: string }[];
};

export type Peer<Place = unknown> = { readonly address: IpAddress; readonly place: Place };

export type Tracker<Place = unknown> = {
  readonly kind: "script" | "interface" | "file" | "process" | "bfd";
  readonly name: string;
  /** 0: a failure is a FAULT. */
  readonly weight: number;
  readonly reverse: boolean;
  readonly place: Place;
};

export type SyncGroup<Place = unknown> = {
  readonly name: string;
  /** Names of instances. */
  readonly members: readonly string[];
  /** Each counts for every member. */
  readonly trackers: readonly Tracker<Place>[];
  /** `sync_group_tracking_weight`: without it weights mean nothing to the members. */
  readonly trackingWeight: boolean;
  readonly place: Place;
};

export function placeOf<Place>({ places }: Instance<Place>, keyword: Keyword): Place {
  return places[keyword] ?? places.vrrp_instance;
}

export function groupOf<Place>(router: Router<Place>, instance: Instance): SyncGroup<Place> | undefined {
  return router.syncGroups.find(({ members }) => members.includes(instance.name));
}
