import type { IpAddress } from "../../wire/ipv4.ts";
import type { HeldAddress } from "../effect.ts";
import type { Link } from "../event.ts";
import type { State, Transition } from "../status.ts";
import type { Duration, Instant } from "../time.ts";
import type { Script } from "../track/script.ts";
import { type Counters, zeroCounters } from "./counters.ts";
import { forgetLogged } from "./log.ts";
import type { InstanceSettings, VirtualAddress } from "./settings.ts";

/** One virtual router: the record that the state machine changes. */
export type Instance = {
  settings: InstanceSettings;
  role: Role;
  readonly surroundings: Surroundings;
  readonly counters: Counters;
  /** As it stood in the last advert or the last change; what it should be now is in `priority.ts`. */
  effectivePriority: number;
  /** Whom we follow: the sender of the last accepted advert. */
  master?: { readonly address: IpAddress; readonly priority: number };
  /** Of the next IPv4 packet: counts up from 1 and leaves out 0. */
  identification: number;
  /** Kinds of message already logged, and when: `log.ts`. */
  readonly logged: Map<string, Instant>;
  transitions: readonly Transition[];
};

/** What all instances share: the engine writes it, the instances look at it. */
export type Surroundings = {
  readonly links: ReadonlyMap<string, Link>;
  readonly scripts: ReadonlyMap<string, Pick<Script, "verdict" | "lastOutcome">>;
  /** Whether `vrrp_startup_delay` is over; nobody takes part before. */
  readonly open: boolean;
};

/** Each role owns exactly its timers, so replacing the role cancels them. */
export type Role = Init | Backup | Master | Fault | Stopped;

/** Waits for the startup delay, the first word about the interface and the first result of unweighted scripts. */
export type Init = { readonly name: "init" };

export type Backup = {
  readonly name: "backup";
  readonly masterDownAt: Instant;
  /** Ours, or in version 3 that of the last accepted advert. */
  readonly masterInterval: Duration;
  /** What will have happened when the timer ends: the reason of the takeover. */
  readonly cause: Cause;
  /** `preempt_delay`, counting since the first lower-priority advert: only later ones are discarded. */
  readonly preemptAt?: Instant;
};

export type Cause =
  | { readonly kind: "silence"; readonly since: Instant }
  | { readonly kind: "resigned"; readonly by: IpAddress }
  | { readonly kind: "outranked"; readonly by: IpAddress; readonly priority: number };

export type Master = {
  readonly name: "master";
  readonly advertiseAt: Instant;
  /** The second burst of gratuitous ARPs, the periodic refresh, the second burst after a lower-priority advert; or NEVER. */
  readonly burstAt: Instant;
  readonly refreshAt: Instant;
  readonly lowerPriorityBurstAt: Instant;
  /** When an advert of lower priority was last answered with announcements. */
  readonly assertedAt: Instant;
  /** When the kernel's leases on the addresses began to run. */
  readonly leasedAt: Instant;
  /** When addresses are put back for which it was too soon; and when each, by its key, was put back last. */
  readonly repairAt: Instant;
  readonly repairedAt: ReadonlyMap<string, Instant>;
};

export type Fault = { readonly name: "fault" };
export type Stopped = { readonly name: "stopped" };

const MOST_TRANSITIONS = 16;

export function createInstance(settings: InstanceSettings, surroundings: Surroundings): Instance {
  return {
    settings,
    role: { name: "init" },
    surroundings,
    counters: zeroCounters(),
    effectivePriority: settings.priority,
    identification: 0,
    logged: new Map(),
    transitions: [],
  };
}

export function stateOf(role: Role): State {
  switch (role.name) {
    case "init":
      return "INIT";
    case "backup":
      return "BACKUP";
    case "master":
      return "MASTER";
    case "fault":
      return "FAULT";
    case "stopped":
      return "STOP";
  }
}

/** The one place where a role changes: counts, and remembers why. */
export function changeRole(instance: Instance, role: Role, now: Instant, reason: string): void {
  const [from, to] = [stateOf(instance.role), stateOf(role)];
  if (to === "MASTER") instance.counters.become_master += 1;
  if (from === "MASTER" && to !== "STOP") instance.counters.release_master += 1;
  if (from === "MASTER" || to === "MASTER") {
    forgetLogged(instance, now);
    delete instance.master;
  }
  instance.role = role;
  instance.transitions = [...instance.transitions, { at: now, from, to, reason }].slice(-MOST_TRANSITIONS);
}

/** The address that our adverts come from; undefined without one. */
export function sourceAddress({ settings, surroundings }: Instance): IpAddress | undefined {
  const link = surroundings.links.get(settings.interface);
  return settings.sourceAddress ?? (link?.kind === "up" ? link.addresses[0] : undefined);
}

/** What tells an address of an instance apart from its others. */
export function keyOf({ address, interface: device }: Pick<VirtualAddress, "address" | "interface">): string {
  return `${address} ${device}`;
}

export function allAddresses({ addresses, excludedAddresses, leaseSeconds }: InstanceSettings): HeldAddress[] {
  return [...addresses, ...excludedAddresses].map((address) => ({ ...address, leaseSeconds }));
}

/** Every interface that the settings name. */
export function devicesOf(settings: InstanceSettings): string[] {
  const tracked = settings.trackedInterfaces.map((track) => track.interface);
  return [settings.interface, ...tracked, ...allAddresses(settings).map((address) => address.interface)];
}

/** What this machine should have because of the instance. */
export function heldAddresses(instance: Instance): HeldAddress[] {
  return instance.role.name === "master" ? allAddresses(instance.settings) : [];
}
