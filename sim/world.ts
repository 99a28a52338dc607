import type { Duration, Instant } from "../src/core/time.ts";
import { Agenda } from "./agenda.ts";
import { type Device, Machine } from "./machine.ts";
import { Network, type Weather } from "./network.ts";
import type { Ground, Observation, What } from "./observation.ts";
import { Random } from "./random.ts";

/** An interface and the segment that it is plugged into. */
export type Plug = Omit<Device, "link"> & { readonly segment: string };

export type WorldPlan = {
  readonly machines: readonly { readonly name: string; readonly plugs: readonly Plug[] }[];
  readonly seed: number;
  readonly weather: Weather;
  /** At most so late does a timer wake a process. */
  readonly lateness: Duration;
  /** At most so long after the end of a lease is the address removed. */
  readonly kernelLag: Duration;
};

/** Several machines on one network in virtual time. Everything in it follows from the plan and from what is asked of it. */
export class World {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly network: Network;
  readonly random: Random;
  readonly #agenda = new Agenda();
  readonly #observe: (observation: Observation) => void;
  #now: Instant = 0;

  constructor(plan: WorldPlan, observe: (observation: Observation) => void) {
    this.random = new Random(plan.seed);
    this.network = new Network(this.random, plan.weather);
    this.#observe = observe;
    const ground: Ground = {
      now: () => this.#now,
      plan: (at, act) => this.#agenda.plan(at, act),
      broadcast: (router, device, packet) => this.#broadcast(router, device, packet),
      tell: (router, what) => this.tell(router, what),
      lateness: () => this.random.between(0, plan.lateness),
      kernelLag: () => this.random.between(0, plan.kernelLag),
    };
    this.machines = new Map(plan.machines.map(({ name, plugs }) => [name, this.#build(name, plugs, ground)]));
  }

  get now(): Instant {
    return this.#now;
  }

  /** Something that the scenario does at that moment. */
  at(instant: Instant, act: () => void): void {
    this.#agenda.plan(instant, act);
  }

  tell(router: string, what: What): void {
    this.#observe({ at: this.#now, router, what });
  }

  /** Everything up to that moment, included. */
  runUntil(end: Instant): void {
    while (this.#agenda.nextAt <= end) {
      this.#now = this.#agenda.nextAt;
      this.#agenda.doNext();
    }
    this.#now = end;
  }

  #build(name: string, plugs: readonly Plug[], ground: Ground): Machine {
    for (const { segment, name: device } of plugs) this.network.attach({ router: name, interface: device }, segment);
    return new Machine(
      name,
      plugs.map((plug) => ({ ...plug, link: "up" })),
      ground,
    );
  }

  #broadcast(router: string, device: string, packet: Uint8Array): void {
    for (const { to, at } of this.network.broadcast({ router, interface: device }, this.#now)) {
      this.#agenda.plan(at, () => this.machines.get(to.router)?.receive(to.interface, packet));
    }
  }
}
