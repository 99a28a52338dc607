import type { Effect } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import { Scripts } from "../host/scripts.ts";
import { Addresses, type AddressFailure } from "../kernel/addresses.ts";
import { Links } from "../kernel/links.ts";
import { Netlink } from "../kernel/netlink.ts";
import { FrameSocket, VrrpSocket } from "../kernel/sockets.ts";
import { SystemError } from "../kernel/syscalls.ts";

type Wanted = Exclude<Effect, { kind: "log" }>;

/** The machine as the core sees it: effects become system calls, and what happens becomes events. */
export class Machine {
  readonly links: Links;
  readonly scripts: Scripts;
  readonly #netlink: Netlink;
  readonly #addresses: Addresses;
  readonly #frames: FrameSocket;
  readonly #sockets = new Map<string, { readonly index: number; readonly socket: VrrpSocket }>();
  readonly #tell: (event: Event) => void;
  readonly #complain: (text: string) => void;
  /** What the kernel refused the last time. */
  readonly #refusals: Record<"hold" | "renew", readonly string[]> = { hold: [], renew: [] };

  /** @throws SystemError without the permission for it. */
  constructor(report: (event: Event) => void, complain: (text: string) => void) {
    this.#tell = report;
    this.#complain = complain;
    this.#frames = new FrameSocket();
    this.#netlink = new Netlink();
    this.#addresses = new Addresses(this.#netlink, (name) => this.links.find(name)?.index);
    this.links = new Links(this.#netlink, this.#addresses, report);
    this.scripts = new Scripts((script, outcome) => report({ kind: "script", script, outcome }));
  }

  /** Performs one effect. What the core must know of it comes back as events, system errors among it. */
  perform(effect: Wanted): readonly Event[] {
    try {
      return this.#perform(effect);
    } catch (error) {
      // The one place where system errors of effects are caught.
      if (!(error instanceof SystemError)) throw error;
      const reason = error.message;
      if ("instance" in effect)
        return [{ kind: "failed", instance: effect.instance, what: actions[effect.kind], reason }];
      this.#complain(`${actions[effect.kind]} failed: ${reason}`);
      return [];
    }
  }

  close(): void {
    this.#listen([]);
    this.scripts.close();
    this.links.close();
    this.#netlink.close();
    this.#frames.close();
  }

  #perform(effect: Wanted): readonly Event[] {
    switch (effect.kind) {
      case "transmit": {
        const open = this.#sockets.get(effect.interface);
        open?.socket.send(effect.packet);
        return open === undefined ? [] : [{ kind: "transmitted", instance: effect.instance }];
      }
      case "announce": {
        const link = this.links.find(effect.interface);
        if (link !== undefined) this.#frames.send(link.index, effect.frame);
        return [];
      }
      case "listen":
        this.#listen(effect.interfaces);
        return [];
      case "run":
        this.scripts.run(effect.script);
        return [];
      case "kill":
        this.scripts.kill(effect.script, effect.signal);
        return [];
      case "claim":
        this.#addresses.claim(effect.addresses);
        return [];
      case "hold":
      case "renew":
        return this.#report(effect.kind, this.#addresses[effect.kind](effect.addresses));
    }
  }

  /** A socket belongs to an interface by its index: one that was made anew gets a new socket. */
  #listen(wanted: readonly string[]): void {
    for (const [name, { index, socket }] of this.#sockets) {
      if (wanted.includes(name) && this.links.find(name)?.index === index) continue;
      socket.close();
      this.#sockets.delete(name);
    }
    for (const name of wanted) {
      if (!this.#sockets.has(name)) this.#open(name);
    }
  }

  /** The core tries again what the kernel refused; the log has each refusal once. */
  #report(kind: "hold" | "renew", failures: readonly AddressFailure[]): readonly Event[] {
    const texts = failures.map(
      ({ address, interface: device, reason }) => `${actions[kind]} (${address} on ${device}) failed: ${reason}`,
    );
    for (const text of texts) if (!this.#refusals[kind].includes(text)) this.#complain(text);
    this.#refusals[kind] = texts;
    return failures.map(({ address, interface: device }) => ({
      kind: "address lost",
      interface: device,
      address,
      cause: "refused",
    }));
  }

  #open(name: string): void {
    const index = this.links.find(name)?.index;
    if (index === undefined) return;
    const socket = new VrrpSocket(name, index, (bytes) => this.#tell({ kind: "packet", interface: name, bytes }));
    this.#sockets.set(name, { index, socket });
  }
}

/** What an effect does, as the log says it. */
const actions: Readonly<Record<Wanted["kind"], string>> = {
  transmit: "sending an advert",
  announce: "sending a gratuitous ARP",
  listen: "opening the VRRP socket",
  run: "running a script",
  kill: "stopping a script",
  claim: "looking for left addresses",
  hold: "setting or removing an address",
  renew: "renewing an address",
};
