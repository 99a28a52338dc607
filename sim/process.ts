import type { Effect } from "../src/core/effect.ts";
import { Engine } from "../src/core/engine.ts";
import type { Event } from "../src/core/event.ts";
import type { Status } from "../src/core/status.ts";
import { type Instant, NEVER } from "../src/core/time.ts";
import type { Ground } from "./observation.ts";

/** Performs one effect on the machine below; the answer, if there is one, comes back as an event. */
export type Performer = (effect: Effect) => Event | undefined;

/** More turns than this without time going on mean that the daemon spins. */
const MOST_TURNS_AT_ONCE = 1_000;

/** One life of the daemon: the real engine in a loop with one timer, which can be frozen or ended between any two effects. */
export class Process {
  readonly #engine = new Engine();
  readonly #ground: Ground;
  readonly #perform: Performer;
  readonly #name: string;
  #state: "running" | "frozen" | "ended" = "running";
  /** What waits for a frozen process, in the order in which it came, as in the queues of a kernel. */
  #backlog: (() => void)[] = [];
  #armedFor: Instant = NEVER;
  #turnedAt: Instant = NEVER;
  #turns = 0;
  #trap: { effects: number; readonly spring: () => void } | undefined;

  constructor(name: string, ground: Ground, perform: Performer) {
    this.#name = name;
    this.#ground = ground;
    this.#perform = perform;
  }

  status(): Status {
    return this.#engine.status(this.#ground.now());
  }

  get isFrozen(): boolean {
    return this.#state === "frozen";
  }

  /** Something happens; a frozen process learns of it when it thaws. `noticing` is what it does before its next turn. */
  tell(event: Event, noticing?: () => void): void {
    this.#do(() => {
      noticing?.();
      this.#turn(event);
    });
  }

  /** The orderly stop; `ended` follows when it has done everything about it. */
  stop(ended: () => void): void {
    this.#do(() => {
      this.#turn({ kind: "stop" });
      this.#do(ended);
    });
  }

  freeze(): void {
    if (this.#state === "running") this.#state = "frozen";
  }

  thaw(): void {
    if (this.#state !== "frozen") return;
    this.#state = "running";
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const act of backlog) this.#do(act);
  }

  end(): void {
    this.#state = "ended";
    this.#backlog = [];
  }

  /** `spring` happens to the process in the midst of its work, when it has performed so many more effects. */
  interruptAfter(effects: number, spring: () => void): void {
    this.#trap = { effects, spring };
  }

  #do(act: () => void): void {
    if (this.#state === "running") act();
    else if (this.#state === "frozen") this.#backlog.push(act);
  }

  #turn(event: Event): void {
    const now = this.#ground.now();
    this.#turns = now === this.#turnedAt ? this.#turns + 1 : 1;
    this.#turnedAt = now;
    if (this.#turns > MOST_TURNS_AT_ONCE) throw new Error(`${this.#name} spins at ${now} µs: ${event.kind}`);
    this.#performAll(this.#engine.apply(event, now), 0, false);
  }

  /** In their order; a process that is frozen midway does the rest when it thaws. */
  #performAll(effects: readonly Effect[], from: number, isInterrupted: boolean): void {
    for (const [index, effect] of effects.entries()) {
      if (index < from) continue;
      if (this.#isInterrupted()) {
        this.#do(() => this.#performAll(effects, index, true));
        return;
      }
      const answer = this.#perform(effect);
      if (answer !== undefined) this.#ground.plan(this.#ground.now(), () => this.tell(answer));
    }
    this.#arm();
    this.#ground.tell(this.#name, { kind: "turned", status: () => this.status(), isInterrupted });
  }

  #isInterrupted(): boolean {
    if (this.#trap !== undefined && this.#trap.effects-- <= 0) {
      const { spring } = this.#trap;
      this.#trap = undefined;
      spring();
    }
    return this.#state !== "running";
  }

  /** One timer, for the earliest deadline. */
  #arm(): void {
    const { deadline } = this.#engine;
    if (deadline === this.#armedFor) return;
    this.#armedFor = deadline;
    if (deadline === NEVER) return;
    const now = this.#ground.now();
    this.#ground.plan(Math.max(deadline, now) + this.#ground.lateness(), () => {
      if (this.#armedFor !== deadline) return;
      this.#armedFor = NEVER;
      this.tell({ kind: "timer" });
    });
  }
}
