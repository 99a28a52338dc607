import { renderChange } from "../config/change.ts";
import type { Document } from "../config/keywords/root.ts";
import type { Settings } from "../core/settings.ts";
import { MILLISECOND } from "../core/time.ts";
import { monotonicNow, wallTime } from "../host/clock.ts";
import { dumpFile } from "../host/dump.ts";
import type { Log } from "../host/log.ts";
import { onSignals, type Request } from "../host/signals.ts";
import { notifySystemd, watchdogInterval } from "../host/systemd.ts";
import { renderData } from "../status/data.ts";
import { type DaemonFacts, makeReport } from "../status/report.ts";
import { renderStatistics } from "../status/statistics.ts";
import { version } from "../version.ts";
import { type Configuration, logProblems } from "./configuration.ts";
import { type ControlRequest, ControlSocket } from "./control.ts";
import { exitStatus } from "./exit.ts";
import type { Loop } from "./loop.ts";
import { type Plan, planReload, type ReloadReport, reportPlan } from "./reload.ts";

export type DaemonParts = {
  readonly loop: Loop;
  readonly log: Log;
  readonly configuration: Configuration;
  readonly controlPath: string;
  readonly ignoreInterrupt: boolean;
  /** Gives back what the start took: the pid files. */
  readonly release: () => void;
};

/** The running daemon: does what signals and the control socket ask, until it is told to stop. */
export class Daemon {
  readonly #parts: DaemonParts;
  readonly #control: ControlSocket;
  readonly #startedAt = new Date();
  /** What runs now, as its files say it. */
  #document: Partial<Document>;
  readonly #watchdog: NodeJS.Timeout | undefined;

  constructor(parts: DaemonParts, settings: Settings, document: Partial<Document>) {
    this.#parts = parts;
    this.#document = document;
    this.#control = new ControlSocket(
      parts.controlPath,
      (request) => this.#answer(request),
      (text) => this.#say(text),
    );
    onSignals((request) => this.#obey(request), { ignoreInterrupt: parts.ignoreInterrupt });
    parts.loop.configure(settings);
    const interval = watchdogInterval();
    // Twice as often as asked for, as sd_watchdog_enabled(3) advises.
    if (interval !== undefined)
      this.#watchdog = setInterval(() => notifySystemd("WATCHDOG=1"), interval / 2 / MILLISECOND);
    notifySystemd(`READY=1\nMAINPID=${process.pid}`);
  }

  #obey(request: Request): void {
    switch (request) {
      case "STOP":
        this.#stop();
        break;
      case "RELOAD":
        this.#reload();
        break;
      case "DATA":
        this.#say(`Printing VRRP data for process(${process.pid}) on signal`);
        this.#dump("keepalived.data", renderData(this.#parts.loop.status(), wallTime));
        break;
      case "STATS":
        this.#say(`Printing VRRP stats for process(${process.pid}) on signal`);
        this.#dump("keepalived.stats", renderStatistics(this.#parts.loop.status()));
        break;
    }
  }

  #stop(): void {
    const { loop, log, release } = this.#parts;
    notifySystemd("STOPPING=1");
    this.#say("Stopping");
    loop.turn({ kind: "stop" });
    loop.close();
    this.#control.close();
    clearInterval(this.#watchdog);
    release();
    log.write("Keepalived", "info", `Stopped Keepalived v${version}`);
    process.exit(exitStatus.stopped);
  }

  /** What it has done, or why not; both are in the log too. */
  #reload(): ReloadReport {
    notifySystemd(`RELOADING=1\nMONOTONIC_USEC=${Math.round(monotonicNow())}`);
    this.#say("Reloading ...");
    const plan = this.#plan();
    logProblems(plan.problems, this.#parts.log);
    switch (plan.kind) {
      case "refused":
        this.#say(`Reload refused, nothing changed: ${plan.reason}`);
        break;
      case "possible":
        this.#parts.loop.configure(plan.settings);
        this.#document = plan.document;
        for (const change of plan.changes) this.#say(renderChange(change));
        this.#say("Reload complete");
        break;
    }
    notifySystemd("READY=1");
    return reportPlan(plan);
  }

  #plan(): Plan {
    const { loop, configuration } = this.#parts;
    return planReload(configuration, this.#document, (settings) => loop.missingInterfaces(settings));
  }

  #answer(request: ControlRequest): string {
    switch (request) {
      case "status":
        return `${JSON.stringify(makeReport(this.#parts.loop.status(), this.#facts()))}\n`;
      case "reload":
        return `${JSON.stringify(this.#reload())}\n`;
      case "reload dry-run":
        return `${JSON.stringify(reportPlan(this.#plan()))}\n`;
    }
  }

  #facts(): DaemonFacts {
    return {
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      configuration: this.#parts.configuration.path,
      wallTime,
    };
  }

  #dump(name: string, text: string): void {
    const failure = dumpFile(name, text);
    if (failure !== undefined) this.#say(failure);
  }

  #say(text: string): void {
    this.#parts.log.write("Keepalived", "info", text);
  }
}
