import { Worker } from "node:worker_threads";
import type { ScriptOutcome } from "../core/event.ts";
import type { ScriptSettings } from "../core/track/settings.ts";
import type { Order, Report } from "./script-worker.ts";

/**
 * Runs the check scripts, in one worker thread that exists only once scripts are configured: to fork a Node process takes
 * a millisecond or more. When to start and when to kill is the core's business.
 */
export class Scripts {
  readonly #report: (script: string, outcome: ScriptOutcome) => void;
  #settings: readonly ScriptSettings[] = [];
  #worker: Worker | undefined;
  /** The scripts whose outcome is awaited, each with the number of its run. */
  readonly #running = new Map<string, number>();
  #runs = 0;

  /** `report` is called once for each run, never from within `run`; not for a run that a later one of its script replaced. */
  constructor(report: (script: string, outcome: ScriptOutcome) => void) {
    this.#report = report;
  }

  /** The whole set of scripts, at the start and at each reload. Runs of scripts that are not in it are killed without a report. */
  configure(scripts: readonly ScriptSettings[]): void {
    this.#settings = scripts;
    const names = new Set(scripts.map(({ name }) => name));
    for (const name of this.#running.keys()) if (!names.has(name)) this.#running.delete(name);
    if (this.#worker !== undefined) this.#worker.postMessage({ kind: "configure", scripts } satisfies Order);
    else if (scripts.length > 0) this.#worker = this.#startWorker();
  }

  /** Starts a configured script. If it still runs, that run is killed first. */
  run(script: string): void {
    this.#runs += 1;
    this.#running.set(script, this.#runs);
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage({ kind: "run", script, run: this.#runs } satisfies Order);
  }

  /** To the script's whole process group. Nothing happens if it has ended. */
  kill(script: string, signal: "SIGTERM" | "SIGKILL"): void {
    this.#worker?.postMessage({ kind: "kill", script, signal } satisfies Order);
  }

  /** Kills what runs, without a report, and ends the worker. */
  close(): void {
    this.#running.clear();
    this.#worker?.postMessage({ kind: "close" } satisfies Order);
    this.#worker = undefined;
  }

  #startWorker(): Worker {
    // Beside this file in the compiler's output, and beside the bundle too: docs/decisions/scripts.md.
    const worker = new Worker(new URL("./script-worker.js", import.meta.url));
    worker.postMessage({ kind: "configure", scripts: this.#settings } satisfies Order);
    worker.on("message", ({ script, run, outcome }: Report) => {
      if (this.#running.get(script) !== run) return;
      this.#running.delete(script);
      this.#report(script, outcome);
    });
    worker.on("error", (error: Error) => this.#lose(worker, error.message));
    return worker;
  }

  /** The worker has failed; what ran under it is ended by its guard. The next run starts another worker. */
  #lose(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const lost = [...this.#running.keys()];
    this.#running.clear();
    for (const script of lost) {
      this.#report(script, { kind: "unstartable", reason: `the thread that runs scripts failed: ${reason}` });
    }
  }
}
