import type { Settings } from "../core/settings.ts";
import type { IpAddress } from "../wire/ipv4.ts";

/** One router's configuration, as read; `texts` are its files, the main one first. */
export type Configuration = {
  readonly file: string;
  readonly settings: Settings;
  readonly texts: readonly TextFile[];
};

/** What the machine said when it was asked, in the words of its tools where they have a format. */
export type Facts = {
  /** Absent if nobody could tell. */
  readonly interfaces?: readonly Interface[];
  readonly firewall: Firewall;
  readonly haproxy: readonly TextFile[];
  /** `net.ipv4.ip_nonlocal_bind`. */
  readonly nonlocalBind: boolean;
  readonly programs: readonly ScriptProgram[];
  /** The masters that a running daemon hears. */
  readonly heard: readonly HeardMaster[];
  /** What could not be found out. */
  readonly gaps: readonly Gap[];
};

/** Facts of a machine that told its interfaces. */
export type Machine = Facts & { readonly interfaces: readonly Interface[] };

export type Interface = {
  readonly name: string;
  /** IFF_UP: switched on. */
  readonly up: boolean;
  /** IFF_RUNNING: there is a link. */
  readonly carrier: boolean;
  readonly multicast: boolean;
  /** IPv4 only. */
  readonly addresses: readonly { readonly address: IpAddress; readonly prefixLength: number }[];
};

export type Firewall = {
  /** The output of `nft -j list ruleset`; absent without nft. */
  readonly nftRuleset?: string;
  readonly saves: readonly IptablesSave[];
};

export type IptablesSave = {
  /** The command that changes these rules. */
  readonly command: string;
  /** Whether it keeps them in nftables, where `nftRuleset` has them too. */
  readonly inNftables: boolean;
  /** The output of `iptables-save`. */
  readonly text: string;
};

export type TextFile = { readonly path: string; readonly text: string };

export type ScriptProgram = {
  readonly script: string;
  readonly found:
    | { readonly kind: "found"; readonly path: string }
    | { readonly kind: "missing" }
    | { readonly kind: "not executable"; readonly reason: string };
};

export type HeardMaster = {
  readonly interface: string;
  readonly virtualRouterId: number;
  readonly address: IpAddress;
  readonly priority: number;
};

export type Gap = { readonly what: string; readonly reason: string; readonly cure: string };
