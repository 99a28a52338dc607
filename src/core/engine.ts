import { decodeIpv4, type Ipv4Packet } from "../wire/ipv4.ts";
import { peekVirtualRouterId } from "../wire/vrrp.ts";
import type { Effect, HeldAddress } from "./effect.ts";
import type { Event, Link, ScriptOutcome } from "./event.ts";
import { type Log, message } from "./message.ts";
import type { Settings } from "./settings.ts";
import type { DroppedPackets, InstanceStatus, Status } from "./status.ts";
import { type Duration, type Instant, NEVER } from "./time.ts";
import {
  createScript,
  reconfigureScript,
  type Script,
  scriptDeadline,
  stepScriptOutcome,
  stepScriptTimer,
} from "./track/script.ts";
import type { InstanceEffect, InstanceEvent } from "./vrrp/event.ts";
import {
  allAddresses,
  createInstance,
  devicesOf,
  heldAddresses,
  type Instance,
  type Surroundings,
  sourceAddress,
  stateOf,
} from "./vrrp/instance.ts";
import { logOnce } from "./vrrp/log.ts";
import { faultsOf, priorityAccount } from "./vrrp/priority.ts";
import { receive } from "./vrrp/reception.ts";
import type { InstanceSettings } from "./vrrp/settings.ts";
import { instanceDeadline, step } from "./vrrp/step.ts";
import { masterDown } from "./vrrp/timers.ts";

/**
 * All decisions in one place: owns the instances and what they track, brings each event to those whom it concerns, and
 * returns what is to be done. Synchronous and without a clock; whoever owns it says what time it is.
 */
export class Engine {
  #routerId = "";
  /** When `vrrp_startup_delay` ends; unknown before the start. */
  #opensAt: Instant | undefined;
  readonly #instances = new Map<string, Instance>();
  readonly #scripts = new Map<string, Script>();
  readonly #links = new Map<string, Link>();
  readonly #surroundings: Surroundings & { open: boolean } = {
    links: this.#links,
    scripts: this.#scripts,
    open: false,
  };
  readonly #dropped: DroppedPackets = { truncated: 0, unknown_vrid: 0 };

  /** Everything that follows from the event. Each "hold" in it is what should be there when the event is over. */
  apply(event: Event, now: Instant): Effect[] {
    return this.#route(event, now).map((effect) =>
      effect.kind === "hold" ? { kind: "hold", addresses: this.#holdings() } : effect,
    );
  }

  /** When the next "timer" is due, whatever it is for; NEVER when nothing waits. */
  get deadline(): Instant {
    let earliest = this.#surroundings.open ? NEVER : (this.#opensAt ?? NEVER);
    for (const instance of this.#instances.values()) earliest = Math.min(earliest, instanceDeadline(instance));
    for (const script of this.#scripts.values()) earliest = Math.min(earliest, scriptDeadline(script));
    return earliest;
  }

  /** When a backup takes over unless it hears from its master before; NEVER without a backup. */
  get takeoverAt(): Instant {
    let earliest = NEVER;
    for (const { role } of this.#instances.values()) {
      if (role.name === "backup") earliest = Math.min(earliest, role.masterDownAt);
    }
    return earliest;
  }

  status(now: Instant): Status {
    return {
      now,
      routerId: this.#routerId,
      instances: [...this.#instances.values()].map(instanceStatus),
      scripts: [...this.#scripts.values()].map(({ settings, verdict, result, run, lastOutcome }) => ({
        settings,
        verdict,
        result,
        running: run.name !== "idle",
        ...(lastOutcome === undefined ? {} : { lastOutcome }),
      })),
      dropped: { ...this.#dropped },
    };
  }

  #route(event: Event, now: Instant): InstanceEffect[] {
    switch (event.kind) {
      case "timer":
        return this.#timer(now);
      case "packet":
        return this.#packet(event.interface, event.bytes, now);
      case "link":
        return this.#link(event.interface, event.link, now);
      case "script":
        return this.#script(event.script, event.outcome, now);
      case "address lost":
        return this.#all(event, now);
      case "transmitted":
        return this.#one(event.instance, { kind: "transmitted" }, now);
      case "failed":
        return this.#failed(event.instance, event.what, event.reason, now);
      case "configure":
        return this.#configure(event.settings, now);
      case "stop":
        return [...this.#stopScripts(), ...this.#all({ kind: "stop" }, now)];
    }
  }

  #timer(now: Instant): InstanceEffect[] {
    const effects: InstanceEffect[] = this.#open(now);
    // Scripts first: what a timeout does to a priority goes into an advert that is due now.
    for (const script of this.#scripts.values()) {
      if (scriptDeadline(script) > now) continue;
      const { verdict } = script;
      effects.push(...stepScriptTimer(script, now));
      if (script.verdict !== verdict) effects.push(...this.#all({ kind: "reconsider" }, now));
    }
    for (const instance of this.#instances.values()) {
      if (instanceDeadline(instance) <= now) effects.push(...step(instance, { kind: "timer" }, now));
    }
    return effects;
  }

  /** The end of the startup delay: those who waited for it alone begin. */
  #open(now: Instant): InstanceEffect[] {
    if (this.#surroundings.open || this.#opensAt === undefined || now < this.#opensAt) return [];
    this.#surroundings.open = true;
    return this.#all({ kind: "reconsider" }, now);
  }

  #packet(device: string, bytes: Uint8Array, now: Instant): InstanceEffect[] {
    const packet = decodeIpv4(bytes);
    const virtualRouterId = packet && peekVirtualRouterId(packet);
    if (packet === undefined || virtualRouterId === undefined) {
      this.#dropped.truncated += 1;
      return [];
    }
    const instance = this.#findInstance(device, virtualRouterId);
    if (instance === undefined) this.#dropped.unknown_vrid += 1;
    return instance === undefined ? [] : hear(instance, packet, now);
  }

  #link(device: string, link: Link, now: Instant): InstanceEffect[] {
    const before = this.#links.get(device);
    this.#links.set(device, link);
    const concerned = [...this.#instances.values()].some(({ settings }) => devicesOf(settings).includes(device));
    const news = concerned && before?.kind !== link.kind ? linkMessage(device, before, link) : [];
    // Sockets and addresses belong to an interface's life, not to its name.
    const presence = (before ?? { kind: "absent" }).kind === "absent" || link.kind === "absent";
    const again: InstanceEffect[] = presence && concerned ? [this.#listen(), { kind: "hold" }] : [];
    return [...news, ...again, ...this.#all({ kind: "reconsider" }, now)];
  }

  #script(name: string, outcome: ScriptOutcome, now: Instant): InstanceEffect[] {
    const script = this.#scripts.get(name);
    // A run that was under way when a reload took its script away.
    if (script === undefined) return [];
    return [...stepScriptOutcome(script, outcome), ...this.#all({ kind: "reconsider" }, now)];
  }

  #failed(name: string, what: string, reason: string, now: Instant): InstanceEffect[] {
    const instance = this.#instances.get(name);
    return instance === undefined ? [] : logOnce(instance, what, message.failed(name, what, reason), now);
  }

  /** The start and every reload: what is new begins, what is gone ends, what stays keeps its role and its timers. */
  #configure(settings: Settings, now: Instant): InstanceEffect[] {
    this.#opensAt ??= now + settings.startupDelay;
    this.#routerId = settings.routerId;
    const effects: InstanceEffect[] = this.#configureScripts(settings, now);
    const wanted = new Map(settings.instances.map((instance) => [instance.name, instance]));
    // Those that are gone resign before anything new begins.
    for (const [name, instance] of this.#instances) {
      const next = wanted.get(name);
      if (next !== undefined && isSameRouter(instance.settings, next)) continue;
      effects.push(...step(instance, { kind: "stop" }, now));
      this.#instances.delete(name);
    }
    const created = settings.instances.filter(({ name }) => !this.#instances.has(name));
    effects.push({ kind: "claim", addresses: created.flatMap(allAddresses) });
    for (const next of settings.instances) {
      const instance = this.#instances.get(next.name);
      if (instance !== undefined) effects.push(...step(instance, { kind: "configure", settings: next }, now));
      else this.#instances.set(next.name, createInstance(next, this.#surroundings));
    }
    effects.push(this.#listen(), ...this.#open(now), ...this.#all({ kind: "reconsider" }, now));
    // What was claimed and is not wanted goes; an owner, who is master by now, keeps what was left of its addresses.
    return [...effects, { kind: "hold" }];
  }

  #configureScripts(settings: Settings, now: Instant): InstanceEffect[] {
    const wanted = new Set(settings.scripts.map(({ name }) => name));
    const gone = [...this.#scripts.values()].filter(({ settings: { name } }) => !wanted.has(name));
    for (const script of gone) this.#scripts.delete(script.settings.name);
    for (const next of settings.scripts) {
      const script = this.#scripts.get(next.name);
      if (script !== undefined) reconfigureScript(script, next, now);
      else this.#scripts.set(next.name, createScript(next, now));
    }
    return gone.filter(({ run }) => run.name !== "idle").map(({ settings: { name } }) => terminate(name));
  }

  #stopScripts(): InstanceEffect[] {
    const running = [...this.#scripts.values()].filter(({ run }) => run.name !== "idle");
    this.#scripts.clear();
    return running.map(({ settings: { name } }) => terminate(name));
  }

  #listen(): InstanceEffect {
    const devices = new Set([...this.#instances.values()].map(({ settings }) => settings.interface));
    return { kind: "listen", interfaces: [...devices].filter((device) => this.#links.get(device)?.kind !== "absent") };
  }

  #all(event: InstanceEvent, now: Instant): InstanceEffect[] {
    return [...this.#instances.values()].flatMap((instance) => step(instance, event, now));
  }

  #one(name: string, event: InstanceEvent, now: Instant): InstanceEffect[] {
    const instance = this.#instances.get(name);
    return instance === undefined ? [] : step(instance, event, now);
  }

  #findInstance(device: string, virtualRouterId: number): Instance | undefined {
    for (const instance of this.#instances.values()) {
      const { settings } = instance;
      if (settings.virtualRouterId === virtualRouterId && settings.interface === device) return instance;
    }
    return undefined;
  }

  #holdings(): HeldAddress[] {
    return [...this.#instances.values()].flatMap(heldAddresses);
  }
}

/** Only those who take part listen; keepalived's instances in INIT and FAULT count nothing either. */
function hear(instance: Instance, packet: Ipv4Packet, now: Instant): InstanceEffect[] {
  if (instance.role.name !== "backup" && instance.role.name !== "master") return [];
  const { advert, logs } = receive(instance, packet, now);
  return advert === undefined ? [...logs] : [...logs, ...step(instance, { kind: "advert", advert }, now)];
}

function instanceStatus(instance: Instance): InstanceStatus {
  const source = sourceAddress(instance);
  const holding = instance.role.name === "master";
  const ourselves = source === undefined ? undefined : { address: source, priority: instance.effectivePriority };
  const master = holding ? ourselves : instance.master;
  return {
    settings: instance.settings,
    state: stateOf(instance.role),
    priority: priorityAccount(instance),
    faults: instance.role.name === "fault" ? faultsOf(instance) : [],
    holding,
    ...(master === undefined ? {} : { master }),
    ...(source === undefined ? {} : { source }),
    deadline: instanceDeadline(instance),
    masterDownTimer: masterDownTimer(instance),
    transitions: instance.transitions,
    counters: { ...instance.counters },
  };
}

function masterDownTimer({ role, settings, effectivePriority }: Instance): Duration {
  return masterDown(
    settings,
    effectivePriority,
    role.name === "backup" ? role.masterInterval : settings.advertInterval,
  );
}

/** With another of these it is another virtual router, and starts anew. */
function isSameRouter(a: InstanceSettings, b: InstanceSettings): boolean {
  return a.virtualRouterId === b.virtualRouterId && a.interface === b.interface && a.version === b.version;
}

function linkMessage(device: string, before: Link | undefined, link: Link): Log[] {
  switch (link.kind) {
    case "up":
      return before === undefined ? [] : [message.linkUp(device)];
    case "down":
      return [message.linkDown(device)];
    case "absent":
      return [message.linkGone(device)];
  }
}

function terminate(script: string): InstanceEffect {
  return { kind: "kill", script, signal: "SIGTERM" };
}
