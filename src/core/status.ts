import type { IpAddress } from "../wire/ipv4.ts";
import type { Duration, Instant } from "./time.ts";
import type { ScriptSettings } from "./track/settings.ts";
import type { Counters } from "./vrrp/counters.ts";
import type { InstanceSettings } from "./vrrp/settings.ts";

/** What the daemon knows about itself at one moment; every view (terminal, JSON, data files, metrics) renders this. */
export type Status = {
  /** When this was taken; the other instants compare with it. */
  readonly now: Instant;
  readonly routerId: string;
  readonly instances: readonly InstanceStatus[];
  readonly scripts: readonly ScriptStatus[];
  readonly dropped: Readonly<DroppedPackets>;
};

/** Packets that no instance could be asked about. */
export type DroppedPackets = { truncated: number; unknown_vrid: number };

export type State = "INIT" | "BACKUP" | "MASTER" | "FAULT" | "STOP";

export type InstanceStatus = {
  readonly settings: InstanceSettings;
  readonly state: State;
  readonly priority: PriorityAccount;
  /** Why the instance is in FAULT: each cause in words; empty elsewhere. */
  readonly faults: readonly string[];
  /** Whether the addresses are meant to be on this machine now. */
  readonly holding: boolean;
  /** The master last heard, or ourselves; absent while none is known. */
  readonly master?: { readonly address: IpAddress; readonly priority: number };
  /** Our own address in use, if the interface has one. */
  readonly source?: IpAddress;
  /** When its next timer is due; NEVER without one. */
  readonly deadline: Instant;
  /** How long a backup waits for the next advert. */
  readonly masterDownTimer: Duration;
  /** The newest last; at most 16 are kept. */
  readonly transitions: readonly Transition[];
  readonly counters: Counters;
};

/** effective = base + the shares, within 1–254 (255 stays). */
export type PriorityAccount = {
  readonly base: number;
  readonly effective: number;
  readonly shares: readonly PriorityShare[];
};

export type PriorityShare = {
  readonly kind: "script" | "interface";
  readonly name: string;
  readonly weight: number;
  readonly reverse: boolean;
  /** "unknown" until the first result. */
  readonly verdict: Verdict;
  /** What it adds now. */
  readonly share: number;
};

export type Verdict = "good" | "bad" | "unknown";

export type Transition = { readonly at: Instant; readonly from: State; readonly to: State; readonly reason: string };

export type ScriptStatus = {
  readonly settings: ScriptSettings;
  readonly verdict: Verdict;
  /** 0 … rise + fall − 1. */
  readonly result: number;
  readonly running: boolean;
  /** In words: "exited with status 1". */
  readonly lastOutcome?: string;
};
