import type { Effect, HeldAddress } from "../src/core/effect.ts";
import type { Event, Link } from "../src/core/event.ts";
import type { Settings } from "../src/core/settings.ts";
import type { Status } from "../src/core/status.ts";
import { type AddressChange, AddressTable } from "./addresses.ts";
import type { Ground, What } from "./observation.ts";
import { Process } from "./process.ts";
import { Programs } from "./programs.ts";

/** A network interface: what it is, and the present state of its link. */
export type Device = {
  readonly name: string;
  readonly mac: Uint8Array;
  readonly addresses: readonly string[];
  link: "up" | "down" | "absent";
};

/** One computer: interfaces, the kernel's addresses, scripts; and the daemon, while it lives. */
export class Machine {
  readonly name: string;
  readonly table: AddressTable;
  readonly programs: Programs;
  readonly #ground: Ground;
  readonly #devices: ReadonlyMap<string, Device>;
  #process: Process | undefined;
  #listening: readonly string[] = [];

  constructor(name: string, devices: readonly Device[], ground: Ground) {
    this.name = name;
    this.#ground = ground;
    this.#devices = new Map(devices.map((device) => [device.name, device]));
    this.table = new AddressTable(
      () => ground.kernelLag(),
      (at) => ground.plan(at, () => this.#lose(this.table.expire(ground.now()))),
    );
    this.programs = new Programs(
      (delay, act) => ground.plan(ground.now() + delay, act),
      (script, outcome) => {
        this.#observe({ kind: "script", script, outcome });
        this.#process?.tell({ kind: "script", script, outcome });
      },
    );
  }

  get devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  /** What the daemon would answer; undefined if none runs. */
  status(): Status | undefined {
    return this.#process?.status();
  }

  get isFrozen(): boolean {
    return this.#process?.isFrozen ?? false;
  }

  start(settings: Settings): void {
    this.kill();
    const process = new Process(this.name, this.#ground, (effect) => this.#perform(effect));
    this.#process = process;
    for (const device of this.#devices.values()) process.tell(linkEvent(device));
    process.tell({ kind: "configure", settings });
  }

  /** Nothing is in the way of its daemon any more: what would have interrupted it, a freeze, a death. */
  revive(settings: Settings): void {
    this.#process?.interruptAfter(Number.POSITIVE_INFINITY, () => undefined);
    this.thaw();
    if (this.#process === undefined) this.start(settings);
  }

  reload(settings: Settings): void {
    this.#process?.tell({ kind: "configure", settings });
  }

  /** As with SIGTERM. */
  stop(): void {
    this.#process?.stop(() => this.kill());
  }

  /** As with SIGKILL: only what the kernel knows is left. */
  kill(): void {
    if (this.#process === undefined) return;
    this.#process.end();
    this.#process = undefined;
    this.#observe({ kind: "ended" });
    this.#listening = [];
    this.programs.clear();
    this.table.forget();
  }

  freeze(): void {
    this.#process?.freeze();
  }

  thaw(): void {
    this.#process?.thaw();
  }

  /** It happens to the daemon between two effects of its next turns. */
  interruptAfter(effects: number, spring: () => void): void {
    this.#process?.interruptAfter(effects, spring);
  }

  setLink(name: string, link: Device["link"]): void {
    const device = this.#devices.get(name);
    if (device === undefined || device.link === link) return;
    device.link = link;
    const gone = link === "absent" ? this.table.deleteInterface(name) : [];
    this.#observeChanges(gone);
    this.#process?.tell(linkEvent(device), () => {
      for (const { held } of gone) this.table.notice(held);
    });
  }

  /** Somebody else takes an address away. */
  deleteAddress(address: string): void {
    this.#lose(this.table.delete(address));
  }

  /** A packet comes in from the network. */
  receive(name: string, bytes: Uint8Array): void {
    if (this.#devices.get(name)?.link !== "up" || !this.#listening.includes(name)) return;
    this.#process?.tell({ kind: "packet", interface: name, bytes });
  }

  #perform(effect: Effect): Event | undefined {
    const now = this.#ground.now();
    switch (effect.kind) {
      case "transmit":
        return this.#transmit(effect.instance, effect.interface, effect.packet);
      case "announce":
        return this.#observe({ kind: "announced", interface: effect.interface, frame: effect.frame });
      case "hold":
        return this.#observeChanges(this.table.hold(this.#addable(effect.addresses), now));
      case "claim":
        this.table.claim(effect.addresses);
        return undefined;
      case "renew":
        return this.#observeChanges(this.table.renew(this.#addable(effect.addresses), now));
      case "listen":
        this.#listening = effect.interfaces;
        return undefined;
      case "run":
        this.programs.run(effect.script);
        return undefined;
      case "kill":
        this.#observe({ kind: "signal", script: effect.script, signal: effect.signal });
        this.programs.kill(effect.script, effect.signal);
        return undefined;
      case "log":
        return this.#observe(effect);
    }
  }

  #transmit(instance: string, name: string, packet: Uint8Array): Event {
    if (this.#devices.get(name)?.link !== "up")
      return { kind: "failed", instance, what: "sending the advert", reason: "Network is down" };
    this.#observe({ kind: "sent", interface: name, packet });
    this.#ground.broadcast(this.name, name, packet);
    return { kind: "transmitted", instance };
  }

  /** The kernel refuses addresses for an interface that does not exist, which the daemon hears of each time it tries. */
  #addable(addresses: readonly HeldAddress[]): HeldAddress[] {
    const isThere = ({ interface: name }: HeldAddress) => (this.#devices.get(name)?.link ?? "absent") !== "absent";
    const process = this.#process;
    for (const held of addresses.filter((address) => !isThere(address)))
      this.#ground.plan(this.#ground.now(), () => process?.tell(lostEvent(held, "refused")));
    return addresses.filter(isThere);
  }

  /** Addresses go without the daemon's doing; it hears of it from the kernel. */
  #lose(changes: readonly AddressChange[]): void {
    this.#observeChanges(changes);
    for (const { held } of changes) {
      this.#process?.tell(lostEvent(held, "removed"), () => this.table.notice(held));
    }
  }

  #observeChanges(changes: readonly AddressChange[]): undefined {
    for (const change of changes) this.#observe({ kind: "address", change });
  }

  #observe(what: What): undefined {
    this.#ground.tell(this.name, what);
  }
}

function linkEvent({ name, link, mac, addresses }: Device): Event {
  const state: Link = link === "up" ? { kind: "up", mac, addresses } : { kind: link };
  return { kind: "link", interface: name, link: state };
}

function lostEvent({ interface: device, address }: HeldAddress, cause: "removed" | "refused"): Event {
  return { kind: "address lost", interface: device, address, cause };
}
