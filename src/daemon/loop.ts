import type { Effect } from "../core/effect.ts";
import { Engine } from "../core/engine.ts";
import type { Event } from "../core/event.ts";
import type { Settings } from "../core/settings.ts";
import type { Status } from "../core/status.ts";
import { type Duration, MILLISECOND } from "../core/time.ts";
import { devicesOf } from "../core/vrrp/instance.ts";
import { monotonicNow } from "../host/clock.ts";
import type { Log } from "../host/log.ts";
import { scheduleRealtime } from "../host/scheduling.ts";
import { Timer } from "../kernel/timer.ts";
import { Machine } from "./machine.ts";
import { keepCompiled, rehearse, rehearseTakeover } from "./rehearsal.ts";

/** So long before a takeover it is rehearsed: time enough for that, and too short for the processor to forget it again. */
const HEAD_START: Duration = 1.5 * MILLISECOND;

/** One loop, one timer: every event goes through the core, and what the core wants is done at once. */
export class Loop {
  readonly machine: Machine;
  readonly #engine = new Engine();
  readonly #timer: Timer;
  readonly #log: Log;
  #settings: Settings | undefined;
  #realtimePriority: number | undefined;
  /** Set while a turn runs: what its effects lead to waits for its turn. */
  #queue: Event[] | undefined;

  /** @throws SystemError without the permission for it. */
  constructor(log: Log) {
    this.#log = log;
    this.#timer = new Timer(() => this.#wake());
    this.machine = new Machine(
      (event) => this.turn(event),
      (text) => log.write("Keepalived_vrrp", "info", text),
    );
  }

  /** Interfaces of the settings that VRRP is to be spoken on and that do not exist. */
  missingInterfaces(settings: Settings): string[] {
    const wanted = new Set(settings.instances.map((instance) => instance.interface));
    return [...wanted].filter((name) => this.machine.links.find(name) === undefined);
  }

  /** The start and every reload. */
  configure(settings: Settings): void {
    // The machine reports changes; what there is, or is not, the core must be told first.
    for (const name of new Set(settings.instances.flatMap(devicesOf))) {
      const link = this.machine.links.find(name)?.link ?? { kind: "absent" };
      this.turn({ kind: "link", interface: name, link });
    }
    this.#schedule(settings.realtimePriority);
    this.machine.scripts.configure(settings.scripts);
    this.#settings = settings;
    this.turn({ kind: "configure", settings });
    keepCompiled();
    rehearse(settings);
    this.#timer.arm(0);
  }

  status(): Status {
    return this.#engine.status(monotonicNow());
  }

  turn(event: Event): void {
    if (this.#queue !== undefined) {
      this.#queue.push(event);
      return;
    }
    this.#queue = [event];
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#perform(this.#engine.apply(next, monotonicNow()));
    }
    this.#queue = undefined;
    this.#arm();
  }

  close(): void {
    this.#timer.close();
    this.machine.close();
  }

  #arm(): void {
    const { deadline, takeoverAt } = this.#engine;
    const early = takeoverAt - HEAD_START;
    this.#timer.arm(monotonicNow() < early ? Math.min(deadline, early) : deadline);
  }

  /** For a deadline, or ahead of a takeover. */
  #wake(): void {
    if (this.#settings !== undefined && monotonicNow() < this.#engine.deadline) rehearseTakeover(this.#settings);
    this.turn({ kind: "timer" });
  }

  /** Only when the settings change it: systemd may have put us into the class already. */
  #schedule(priority: number | undefined): void {
    if (priority === this.#realtimePriority) return;
    this.#realtimePriority = priority;
    const refusal = scheduleRealtime(priority);
    if (refusal !== undefined) this.#log.write("Keepalived_vrrp", "info", `vrrp_rt_priority has no effect: ${refusal}`);
  }

  /** In their order, but the log last: a slow console must not keep an address waiting. */
  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === "log") continue;
      this.#queue?.push(...this.machine.perform(effect));
    }
    for (const effect of effects) {
      if (effect.kind === "log") this.#log.write("Keepalived_vrrp", effect.level, effect.text);
    }
  }
}

/** What to say about missing interfaces, for the console and for the log. */
export function describeMissing(interfaces: readonly string[]): string {
  return interfaces.length === 1
    ? `interface ${interfaces[0]} does not exist; correct "interface" or create it first`
    : `interfaces ${interfaces.join(", ")} do not exist; correct "interface" or create them first`;
}
