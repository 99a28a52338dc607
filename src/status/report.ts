import type { InstanceStatus, PriorityAccount, Status, Verdict } from "../core/status.ts";
import type { Instant } from "../core/time.ts";

/** What `keepalived status --json` prints, and what the daemon answers on its socket. Times are ISO 8601 in UTC. */
export type Report = {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly configuration: string;
  readonly routerId: string;
  readonly instances: readonly InstanceReport[];
  readonly scripts: readonly ScriptReport[];
  /** Packets that belonged to no instance, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
};

export type InstanceReport = {
  readonly name: string;
  readonly state: string;
  readonly interface: string;
  readonly virtualRouterId: number;
  readonly vrrpVersion: number;
  readonly advertIntervalSeconds: number;
  readonly priority: PriorityAccount;
  readonly faults: readonly string[];
  readonly addresses: readonly { readonly address: string; readonly interface: string; readonly held: boolean }[];
  /** Null while none is known. */
  readonly master: { readonly address: string; readonly priority: number } | null;
  /** Our own address in the adverts; null without one. */
  readonly source: string | null;
  readonly transitions: readonly {
    readonly at: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  }[];
  readonly counters: Readonly<Record<string, number>>;
};

export type ScriptReport = {
  readonly name: string;
  readonly command: readonly string[];
  readonly verdict: Verdict;
  readonly running: boolean;
  readonly lastOutcome: string | null;
};

/** What the daemon knows beside its core. */
export type DaemonFacts = {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly configuration: string;
  readonly wallTime: (instant: Instant) => Date;
};

export function makeReport(status: Status, facts: DaemonFacts): Report {
  return {
    version: facts.version,
    pid: facts.pid,
    startedAt: facts.startedAt.toISOString(),
    configuration: facts.configuration,
    routerId: status.routerId,
    instances: status.instances.map((instance) => reportInstance(instance, facts)),
    scripts: status.scripts.map(({ settings, verdict, running, lastOutcome }) => ({
      name: settings.name,
      command: settings.command,
      verdict,
      running,
      lastOutcome: lastOutcome ?? null,
    })),
    dropped: status.dropped,
  };
}

function reportInstance(instance: InstanceStatus, { wallTime }: DaemonFacts): InstanceReport {
  const { settings } = instance;
  return {
    name: settings.name,
    state: instance.state,
    interface: settings.interface,
    virtualRouterId: settings.virtualRouterId,
    vrrpVersion: settings.version,
    advertIntervalSeconds: settings.advertInterval / 1e6,
    priority: instance.priority,
    faults: instance.faults,
    addresses: [...settings.addresses, ...settings.excludedAddresses].map((address) => ({
      address: `${address.address}/${address.prefixLength}`,
      interface: address.interface,
      held: instance.holding,
    })),
    master: instance.master ?? null,
    source: instance.source ?? null,
    transitions: instance.transitions.map(({ at, from, to, reason }) => ({
      at: wallTime(at).toISOString(),
      from,
      to,
      reason,
    })),
    counters: instance.counters,
  };
}
