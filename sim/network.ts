import type { Duration, Instant } from "../src/core/time.ts";
import type { Random } from "./random.ts";

/** One interface of one router, where it is plugged in. */
export type Port = { readonly router: string; readonly interface: string };

/** What the network does to frames: delays lie between the two bounds, and a share from 0 to 1 is lost. */
export type Weather = { readonly delay: readonly [Duration, Duration]; readonly loss: number };

/** Switches and cables: who hears what is sent where, and when. The carrier of a port is its machine's business. */
export class Network {
  weather: Weather;
  readonly #random: Random;
  readonly #segments = new Map<string, Port[]>();
  /** Who does not hear whom: `HEARER<SPEAKER`, both names of ports or of routers. */
  readonly #walls = new Set<string>();
  /** A frame never overtakes another on its way. */
  readonly #lastArrivals = new Map<string, Instant>();

  constructor(random: Random, weather: Weather) {
    this.#random = random;
    this.weather = weather;
  }

  attach(port: Port, segment: string): void {
    this.#segments.set(segment, [...(this.#segments.get(segment) ?? []), port]);
  }

  /** From now on nothing that the speaker sends reaches the hearer; each is a router's name. */
  block(hearer: string, speaker: string): void {
    this.#walls.add(`${hearer}<${speaker}`);
  }

  /** Takes every wall away. */
  mend(): void {
    this.#walls.clear();
  }

  get whole(): boolean {
    return this.#walls.size === 0;
  }

  /** Where and when a broadcast or multicast frame arrives; what is lost is missing. */
  broadcast(from: Port, now: Instant): { readonly to: Port; readonly at: Instant }[] {
    const neighbours = [...this.#segments.values()].filter((ports) => ports.some((port) => isSame(port, from))).flat();
    return neighbours
      .filter((to) => !isSame(to, from) && !this.#walls.has(`${to.router}<${from.router}`))
      .filter(() => !this.#random.chance(this.weather.loss))
      .map((to) => ({ to, at: this.#arrival(from, to, now) }));
  }

  #arrival(from: Port, to: Port, now: Instant): Instant {
    const way = `${from.router} ${from.interface} ${to.router} ${to.interface}`;
    const [least, most] = this.weather.delay;
    const at = Math.max(now + this.#random.between(least, most), this.#lastArrivals.get(way) ?? 0);
    this.#lastArrivals.set(way, at);
    return at;
  }
}

function isSame(a: Port, b: Port): boolean {
  return a.router === b.router && a.interface === b.interface;
}
