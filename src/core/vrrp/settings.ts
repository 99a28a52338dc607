import type { IpAddress } from "../../wire/ipv4.ts";
import type { Duration } from "../time.ts";

/** One `vrrp_instance`, complete and valid. */
export type InstanceSettings = {
  readonly name: string;
  readonly interface: string;
  /** 1–255. */
  readonly virtualRouterId: number;
  readonly version: 2 | 3;
  /** `state`: how the instance starts. MASTER waits one interval and a skew instead of the master down timer. */
  readonly initialState: "MASTER" | "BACKUP";
  /** 1–255; 255 is the address owner, whom nothing changes. */
  readonly priority: number;
  readonly advertInterval: Duration;
  /** `down_timer_adverts`: how many intervals without an advert make the master dead. */
  readonly downTimerAdverts: number;
  readonly preempt: boolean;
  /** 0 when there is none. */
  readonly preemptDelay: Duration;
  readonly authentication: Authentication;
  /** `mcast_src_ip`, else the interface's first address. */
  readonly sourceAddress?: IpAddress;
  /** In the file's order; these are named in the adverts. */
  readonly addresses: readonly VirtualAddress[];
  /** `virtual_ipaddress_excluded`: held like the others, named in no advert. */
  readonly excludedAddresses: readonly VirtualAddress[];
  readonly garp: GratuitousArp;
  readonly lowerPriorityNoAdvert: boolean;
  readonly higherPrioritySendAdvert: boolean;
  /** `dont_track_primary`: the own interface's link state does not matter. */
  readonly ignoreOwnInterface: boolean;
  /** Those of the addresses too, unless `no_track`: an address cannot be held on an interface that is down. */
  readonly trackedInterfaces: readonly TrackedInterface[];
  readonly trackedScripts: readonly TrackedScript[];
  /** Lifetime the kernel gives to the addresses between two renewals, in whole seconds; 0: for ever. Design, section 6. */
  readonly leaseSeconds: number;
};

export type Authentication = { readonly kind: "none" } | { readonly kind: "pass"; readonly password: string };

export type VirtualAddress = {
  readonly address: IpAddress;
  /** 0–32. */
  readonly prefixLength: number;
  readonly interface: string;
  /** As in rtnetlink: 0 global, 200 site, 253 link, 254 host. */
  readonly scope: number;
  readonly broadcast?: IpAddress;
  readonly label?: string;
};

export type GratuitousArp = {
  /** Messages per address on becoming master. */
  readonly repeat: number;
  /** To the second burst; 0: none. */
  readonly delay: Duration;
  /** Between refreshes; 0: none. */
  readonly refresh: Duration;
  readonly refreshRepeat: number;
  /** After an advert of lower priority: messages per address now, and again after the delay. */
  readonly lowerPriorityRepeat: number;
  readonly lowerPriorityDelay: Duration;
};

/** Weight 0 means that a bad state is a fault; `reverse` turns the contribution round. */
export type TrackedScript = { readonly script: string; readonly weight: number; readonly reverse: boolean };
export type TrackedInterface = { readonly interface: string; readonly weight: number; readonly reverse: boolean };
