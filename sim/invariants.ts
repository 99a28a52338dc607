import type { InstanceStatus } from "../src/core/status.ts";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../src/core/time.ts";
import { decodeIpv4 } from "../src/wire/ipv4.ts";
import { decodeVrrp } from "../src/wire/vrrp.ts";
import type { Machine } from "./machine.ts";
import type { Observation, What } from "./observation.ts";
import type { World } from "./world.ts";

/** A deleted address comes back within a second (src/core/vrrp/master.ts), and a little later if the daemon is late. */
const REPAIRED_WITHIN: Duration = SECOND + 10 * MILLISECOND;
/** The kernel's delay in removing an address, the longest way of a frame, and timers that are late. */
const SLACK: Duration = 260 * MILLISECOND + 200 * MILLISECOND + 10 * MILLISECOND;

/** What has been seen of one machine. */
type Watched = {
  readonly machine: Machine;
  /** The virtual addresses that it has, whatever its daemon believes. */
  readonly has: Set<string>;
  /** The longest lease that it had on one. */
  lease: Duration;
  lastLossAt: Instant;
  /** When the daemon had last done everything that followed from an event, and what it said of itself then. */
  turnedAt: Instant;
  status: InstanceStatus | undefined;
  /** Priorities of the adverts sent since. */
  sent: number[];
  /** The last advert as master, and since when it was master then. */
  advert: { readonly at: Instant; readonly masterSince: Instant } | undefined;
};

/**
 * What must never be, whatever happens: judges each moment of a world of routers with one instance each when it is over.
 * Each violation is a sentence with its time; none is the aim.
 */
export class Invariants {
  readonly violations: string[] = [];
  readonly #watched = new Map<string, Watched>();
  #world: World | undefined;
  #now: Instant = 0;
  /** Since when every frame arrives; undefined while not. */
  #wholeSince: Instant | undefined;
  /** Since when more than one machine has a virtual address. */
  #sharedSince: Instant | undefined;

  watch(world: World): void {
    this.#world = world;
    for (const machine of world.machines.values()) {
      const nothing = { turnedAt: -1, status: undefined, sent: [], advert: undefined };
      this.#watched.set(machine.name, {
        machine,
        has: new Set(),
        lease: 0,
        lastLossAt: Number.NEGATIVE_INFINITY,
        ...nothing,
      });
    }
  }

  /** To be given every observation, in their order. */
  see({ at, router, what }: Observation): void {
    if (at > this.#now) this.#judge(at);
    const watched = this.#watched.get(router);
    if (watched !== undefined) this.#note(watched, what);
  }

  /** When nothing has been wrong for long enough: one master, of the highest priority but for those that may not preempt. */
  judgeSettled(): void {
    const statuses = [...this.#watched.values()].flatMap(({ machine }) => machine.status()?.instances ?? []);
    const [master, ...others] = statuses.filter(({ state }) => state === "MASTER");
    const better = statuses.filter(
      ({ settings, priority }) => settings.preempt && priority.effective > (master?.priority.effective ?? 0),
    );
    if (master !== undefined && others.length === 0 && better.length === 0) return;
    const states = statuses.map(({ state, source, priority }) => `${source} ${state} ${priority.effective}`);
    this.#violate(`nothing is wrong, but there are ${states.join(", ")}`);
  }

  #note(watched: Watched, what: What): void {
    switch (what.kind) {
      case "turned":
        this.#noteTurn(watched, what.status().instances[0], what.isInterrupted);
        break;
      case "sent":
        watched.sent.push(priorityOf(what.packet));
        break;
      case "address":
        if (what.change.kind === "gained") watched.has.add(what.change.held.address);
        else {
          watched.has.delete(what.change.held.address);
          watched.lastLossAt = this.#now;
        }
        break;
      case "ended":
        Object.assign(watched, { sent: [], advert: undefined });
        break;
      case "fault":
      case "log":
      case "announced":
      case "script":
      case "signal":
        break;
    }
  }

  /** A turn that was interrupted midway is not held against the daemon: it could not know. */
  #noteTurn(watched: Watched, status: InstanceStatus | undefined, isInterrupted: boolean): void {
    const known = [0, status?.priority.effective, watched.status?.priority.effective];
    const strange = watched.sent.find((priority) => !known.includes(priority));
    if (strange !== undefined) this.#violate(`${watched.machine.name} sent the priority ${strange}`);
    const masterSince = status?.transitions.findLast(({ to }) => to === "MASTER")?.at ?? 0;
    if (status !== undefined && watched.sent.some((priority) => priority > 0)) {
      const { advert, machine } = watched;
      const gap = advert?.masterSince === masterSince ? this.#now - advert.at : 0;
      // A reload may just have shortened it.
      const lease = SECOND * Math.max(status.settings.leaseSeconds, watched.status?.settings.leaseSeconds ?? 0);
      if (lease > 0 && gap > lease && !isInterrupted)
        this.#violate(`${machine.name} sent nothing for ${gap} µs and then went on as master`);
      watched.advert = { at: this.#now, masterSince };
    }
    Object.assign(watched, { status, sent: [], turnedAt: this.#now });
  }

  /** The present moment is over, what was last seen holds until the next. */
  #judge(next: Instant): void {
    for (const watched of this.#watched.values()) {
      const { machine, turnedAt } = watched;
      const leases = machine.table.all.map(({ held }) => held.leaseSeconds * SECOND);
      if (leases.length > 0) watched.lease = Math.max(...leases);
      // It learns of a loss when it thaws.
      if (machine.isFrozen) watched.lastLossAt = next;
      if (turnedAt === this.#now && machine.status() !== undefined && !machine.isFrozen) this.#judgeMachine(watched);
    }
    const network = this.#world?.network;
    if (network?.whole === true && network.weather.loss === 0) this.#wholeSince ??= this.#now;
    else this.#wholeSince = undefined;
    this.#judgeSharing(next);
    this.#now = next;
  }

  #judgeMachine({ machine, status, has, lastLossAt }: Watched): void {
    if (status === undefined) return;
    const { state, settings } = status;
    if (state !== "MASTER") {
      if (has.size > 0) this.#violate(`${machine.name} is ${state} and has ${[...has].join(", ")}`);
      return;
    }
    const missing = settings.addresses.filter(({ address }) => !has.has(address));
    if (missing.length > 0 && this.#now - lastLossAt > REPAIRED_WITHIN)
      this.#violate(`${machine.name} is MASTER without ${missing.map(({ address }) => address).join(", ")}`);
  }

  /** Two may have an address only until a lease ends or the better one is heard, and while the network keeps them apart. */
  #judgeSharing(next: Instant): void {
    const holders = [...this.#watched.values()].filter(({ has }) => has.size > 0);
    if (holders.length < 2 || holders.some(isStuck)) {
      this.#sharedSince = undefined;
      return;
    }
    this.#sharedSince ??= this.#now;
    if (this.#wholeSince === undefined) return;
    const length = next - Math.max(this.#sharedSince, this.#wholeSince);
    const bound = Math.max(...holders.map(longestSharing));
    if (length <= bound) return;
    const names = holders.map(({ machine }) => machine.name);
    this.#violate(`${names.join(" and ")} have the address together for ${length} µs`);
    this.#sharedSince = next;
  }

  #violate(sentence: string): void {
    this.violations.push(`${(this.#now / SECOND).toFixed(6)} ${sentence}`);
  }
}

/** Without a lease nothing takes an address from a machine whose daemon is dead or frozen: as with keepalived. */
function isStuck({ machine, status }: Watched): boolean {
  return (machine.status() === undefined || machine.isFrozen) && status?.settings.leaseSeconds === 0;
}

/** Until the next advert is heard; or its sender dies just before, and then until its lease has ended. */
function longestSharing({ lease, status }: Watched): Duration {
  return lease + (status?.settings.advertInterval ?? 0) + SLACK;
}

function priorityOf(packet: Uint8Array): number {
  const ip = decodeIpv4(packet);
  const advert = ip === undefined ? "no packet" : decodeVrrp(ip);
  return typeof advert === "string" ? Number.NaN : advert.priority;
}
