import type { Effect } from "../../src/core/effect.ts";
import { Engine } from "../../src/core/engine.ts";
import type { Event, Link } from "../../src/core/event.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { InstanceStatus } from "../../src/core/status.ts";
import { type Instant, SECOND } from "../../src/core/time.ts";
import type { ScriptSettings } from "../../src/core/track/settings.ts";
import type { InstanceSettings, VirtualAddress } from "../../src/core/vrrp/settings.ts";
import { decodeGratuitousArp } from "../../src/wire/arp.ts";
import { decodeIpv4, encodeIpv4, formatIpv4, parseIpv4 } from "../../src/wire/ipv4.ts";
import { type Advertisement, decodeVrrp, encodeVrrp, passwordData, VRRP_GROUP } from "../../src/wire/vrrp.ts";

/** Our own address and the hardware address of eth0. */
export const OWN = "192.168.0.4";
export const MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
export const UP = { kind: "up", mac: MAC, addresses: [OWN] } satisfies Link;

/** An instance as keepalived's defaults make it, with priority 120 and one address. */
export function instanceOf(changes: Partial<InstanceSettings> = {}): InstanceSettings {
  return {
    name: "VI_1",
    interface: "eth0",
    virtualRouterId: 51,
    version: 2,
    initialState: "BACKUP",
    priority: 120,
    advertInterval: SECOND,
    downTimerAdverts: 3,
    preempt: true,
    preemptDelay: 0,
    authentication: { kind: "none" },
    addresses: [addressOf("192.168.0.121")],
    excludedAddresses: [],
    garp: {
      repeat: 5,
      delay: 5 * SECOND,
      refresh: 0,
      refreshRepeat: 1,
      lowerPriorityRepeat: 5,
      lowerPriorityDelay: 5 * SECOND,
    },
    lowerPriorityNoAdvert: false,
    higherPrioritySendAdvert: false,
    ignoreOwnInterface: false,
    trackedInterfaces: [],
    trackedScripts: [],
    leaseSeconds: 2,
    ...changes,
  };
}

export function addressOf(address: string, changes: Partial<VirtualAddress> = {}): VirtualAddress {
  return { address, prefixLength: 32, interface: "eth0", scope: 0, ...changes };
}

export function scriptOf(changes: Partial<ScriptSettings> = {}): ScriptSettings {
  return {
    name: "chk",
    command: ["/bin/true"],
    interval: SECOND,
    timeout: SECOND,
    rise: 1,
    fall: 1,
    initFail: false,
    ...changes,
  };
}

export function settingsOf(changes: Partial<Settings> = {}): Settings {
  return { routerId: "test", startupDelay: 0, scripts: [], instances: [instanceOf()], ...changes };
}

/** Another router's advert as the bytes of a packet; by default the peer 192.168.0.5 with our settings. */
export type Peer = Partial<Advertisement> & { readonly from?: string; readonly ttl?: number; readonly to?: Uint8Array };

export function packetOf(settings: InstanceSettings, peer: Peer): Uint8Array {
  const { from = "192.168.0.5", ttl = 255, to = VRRP_GROUP, ...changes } = peer;
  const { virtualRouterId, version, authentication } = settings;
  const shared = {
    virtualRouterId,
    priority: 100,
    addresses: settings.addresses.map(({ address }) => bytesOf(address)),
  };
  const proof =
    authentication.kind === "pass"
      ? { kind: "pass" as const, data: passwordData(authentication.password) }
      : authentication;
  const own: Advertisement =
    version === 2
      ? { ...shared, version, intervalSeconds: settings.advertInterval / SECOND, authentication: proof }
      : { ...shared, version, intervalCentis: settings.advertInterval / 10_000 };
  const advert: Advertisement = Object.assign(own, changes);
  const header = { typeOfService: 0xc0, identification: 1, ttl, protocol: 112, source: bytesOf(from), destination: to };
  return encodeIpv4(header, encodeVrrp(advert, header.source, to));
}

export function bytesOf(address: string): Uint8Array {
  return parseIpv4(address) ?? new Uint8Array(4);
}

/** An engine under test with its own clock; what it wants done is answered in short words. */
export class Subject {
  readonly engine = new Engine();
  settings: Settings;
  now: Instant = 0;

  /** Started at 0 with eth0 up. */
  constructor(instance: Partial<InstanceSettings> = {}, changes: Partial<Settings> = {}) {
    this.settings = settingsOf({ instances: [instanceOf(instance)], ...changes });
  }

  /** The first moment: the interface is there, the settings come. */
  start(link: Link = UP): string[] {
    return [...this.tell({ kind: "link", interface: "eth0", link }), ...this.configure(this.settings)];
  }

  configure(settings: Settings): string[] {
    this.settings = settings;
    return this.tell({ kind: "configure", settings });
  }

  /** Changes the only instance by a reload. */
  reload(changes: Partial<InstanceSettings>): string[] {
    return this.configure({ ...this.settings, instances: [{ ...this.instanceSettings, ...changes }] });
  }

  tell(event: Event): string[] {
    return this.perform(event).map(describeEffect);
  }

  perform(event: Event): Effect[] {
    return this.engine.apply(event, this.now);
  }

  hear(peer: Peer = {}): string[] {
    return this.tell({ kind: "packet", interface: "eth0", bytes: packetOf(this.instanceSettings, peer) });
  }

  /** Goes on to the next deadline. */
  wake(): string[] {
    this.now = this.engine.deadline;
    return this.tell({ kind: "timer" });
  }

  /** Goes on by some time, waking at each deadline on the way and answering each transmission; all that was done. */
  pass(duration: number): string[] {
    const end = this.now + duration;
    const done: string[] = [];
    while (this.engine.deadline <= end) {
      this.now = Math.max(this.now, this.engine.deadline);
      done.push(...this.answered({ kind: "timer" }));
    }
    this.now = end;
    return done;
  }

  /** As `tell`, but the socket confirms what was sent. */
  answered(event: Event): string[] {
    const effects = this.perform(event);
    const answers = effects.flatMap((effect) =>
      effect.kind === "transmit" ? this.tell({ kind: "transmitted", instance: effect.instance }) : [],
    );
    return [...effects.map(describeEffect), ...answers];
  }

  /** Becomes master by waiting. */
  startAsMaster(): this {
    this.start();
    while (this.status.state !== "MASTER") this.wake();
    this.tell({ kind: "transmitted", instance: "VI_1" });
    return this;
  }

  startAsBackup(): this {
    this.start();
    return this;
  }

  get status(): InstanceStatus {
    const [status] = this.engine.status(this.now).instances;
    if (status === undefined) throw new Error("the subject has no instance");
    return status;
  }

  get instanceSettings(): InstanceSettings {
    const [instance] = this.settings.instances;
    if (instance === undefined) throw new Error("the settings have no instance");
    return instance;
  }
}

/** Without the log. */
export function acts(effects: readonly string[]): string[] {
  return effects.filter((effect) => !effect.startsWith("log: "));
}

export function logs(effects: readonly string[]): string[] {
  return effects.filter((effect) => effect.startsWith("log: ")).map((effect) => effect.slice(5));
}

function describeEffect(effect: Effect): string {
  switch (effect.kind) {
    case "transmit": {
      const ip = decodeIpv4(effect.packet);
      const advert = ip === undefined ? "no packet" : decodeVrrp(ip);
      return typeof advert === "string" ? advert : `advert ${advert.priority}`;
    }
    case "announce": {
      const arp = decodeGratuitousArp(effect.frame);
      return arp === undefined ? "no gratuitous ARP" : `announce ${formatIpv4(arp.address)}`;
    }
    case "hold":
    case "claim":
    case "renew":
      return [effect.kind, ...effect.addresses.map(({ address }) => address)].join(" ");
    case "listen":
      return ["listen", ...effect.interfaces].join(" ");
    case "run":
      return `run ${effect.script}`;
    case "kill":
      return `kill ${effect.script} ${effect.signal}`;
    case "log":
      return `log: ${effect.text}`;
  }
}
