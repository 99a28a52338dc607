import type { ScriptOutcome } from "../src/core/event.ts";
import type { Duration } from "../src/core/time.ts";

/** What a script does when it is run: it ends after `takes`, or hangs until a signal ends it ("stubborn": only SIGKILL). */
export type Behaviour =
  | { readonly kind: "ends"; readonly takes: Duration; readonly outcome: ScriptOutcome }
  | { readonly kind: "hangs"; readonly stubborn: boolean };

type Run = { readonly behaviour: Behaviour };

/** The check scripts of one machine: they do what the scenario says, and the daemon is told of each outcome once. */
export class Programs {
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #runs = new Map<string, Run>();
  readonly #later: (delay: Duration, act: () => void) => void;
  readonly #report: (script: string, outcome: ScriptOutcome) => void;

  constructor(
    later: (delay: Duration, act: () => void) => void,
    report: (script: string, outcome: ScriptOutcome) => void,
  ) {
    this.#later = later;
    this.#report = report;
  }

  /** From its next run on. */
  behave(script: string, behaviour: Behaviour): void {
    this.#behaviours.set(script, behaviour);
  }

  run(script: string): void {
    const run = { behaviour: this.#behaviours.get(script) ?? SUCCEEDS };
    this.#runs.set(script, run);
    const { behaviour } = run;
    if (behaviour.kind === "ends") this.#later(behaviour.takes, () => this.#end(script, run, behaviour.outcome));
  }

  kill(script: string, signal: "SIGTERM" | "SIGKILL"): void {
    const run = this.#runs.get(script);
    if (run === undefined) return;
    const ignores = signal === "SIGTERM" && run.behaviour.kind === "hangs" && run.behaviour.stubborn;
    if (!ignores) this.#later(0, () => this.#end(script, run, { kind: "signalled", signal }));
  }

  /** The daemon has gone, and its scripts with it. */
  clear(): void {
    this.#runs.clear();
  }

  #end(script: string, run: Run, outcome: ScriptOutcome): void {
    if (this.#runs.get(script) !== run) return;
    this.#runs.delete(script);
    this.#report(script, outcome);
  }
}

const SUCCEEDS: Behaviour = { kind: "ends", takes: 0, outcome: { kind: "exited", status: 0 } };
