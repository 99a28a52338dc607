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
  readonly #report: (event: Event) => void;
  readonly #complain: (text: string) => void;

  /** @throws SystemError without the permission for it. */
  constructor(report: (event: Event) => void, complain: (text: string) => void) {
    this.#report = report;
    this.#complain = complain;
    this.#frames = new FrameSocket();
    this.#netlink = new Netlink();
    this.#addresses = new Addresses(this.#netlink, (name) => this.links.find(name)?.index);
    this.links = new Links(this.#netlink, this.#addresses, report);
    this.scripts = new Scripts((script, outcome) => report({ kind: "script", script, outcome }));
  }

  /** Performs one effect. What the core must know of it comes back as an event, system errors among it. */
  perform(effect: Wanted): Event | undefined {
    switch (effect.kind) {
      case "transmit":
        return this.#attempt(effect.instance, "sending an advert", () => {
          const open = this.#sockets.get(effect.interface);
          open?.socket.send(effect.packet);
          return open === undefined ? undefined : { kind: "transmitted", instance: effect.instance };
        });
      case "announce":
        return this.#attempt(effect.instance, "sending a gratuitous ARP", () => {
          const link = this.links.find(effect.interface);
          if (link !== undefined) this.#frames.send(link.index, effect.frame);
          return undefined;
        });
      case "listen":
        return this.#listen(effect.interfaces);
      case "run":
        this.scripts.run(effect.script);
        return undefined;
      case "kill":
        this.scripts.kill(effect.script, effect.signal);
        return undefined;
      case "claim":
        this.#addresses.claim(effect.addresses);
        return undefined;
      case "hold":
        return this.#complainOf(this.#addresses.hold(effect.addresses), "set or remove");
      case "renew":
        return this.#complainOf(this.#addresses.renew(effect.addresses), "renew");
    }
  }

  close(): void {
    this.#listen([]);
    this.scripts.close();
    this.links.close();
    this.#netlink.close();
    this.#frames.close();
  }

  /** The one place where system errors of effects are caught. */
  #attempt(instance: string, what: string, act: () => Event | undefined): Event | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return { kind: "failed", instance, what, reason: error.message };
    }
  }

  /** A socket belongs to an interface by its index: one that was made anew gets a new socket. */
  #listen(wanted: readonly string[]): undefined {
    for (const [name, { index, socket }] of this.#sockets) {
      if (wanted.includes(name) && this.links.find(name)?.index === index) continue;
      socket.close();
      this.#sockets.delete(name);
    }
    for (const name of wanted) {
      if (!this.#sockets.has(name)) this.#open(name);
    }
  }

  #complainOf(failures: readonly AddressFailure[], what: string): undefined {
    for (const { address, interface: device, reason } of failures) {
      this.#complain(`cannot ${what} ${address} on ${device}: ${reason}`);
    }
  }

  #open(name: string): void {
    const index = this.links.find(name)?.index;
    if (index === undefined) return;
    const socket = new VrrpSocket(name, index, (bytes) => this.#report({ kind: "packet", interface: name, bytes }));
    this.#sockets.set(name, { index, socket });
  }
}
