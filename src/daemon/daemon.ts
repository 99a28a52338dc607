import { changes, renderChange } from "../config/change.ts";
import type { Settings } from "../core/settings.ts";
import { MILLISECOND } from "../core/time.ts";
import { monotonicNow, wallTime } from "../host/clock.ts";
import { dumpFile } from "../host/dump.ts";
import type { Log } from "../host/log.ts";
import { onSignals, type Request } from "../host/signals.ts";
import { notifySystemd, watchdogInterval } from "../host/systemd.ts";
import { renderData } from "../status/data.ts";
import { makeReport } from "../status/report.ts";
import { renderStatistics } from "../status/statistics.ts";
import { version } from "../version.ts";
import { type Configuration, logProblems, readConfiguration } from "./configuration.ts";
import { ControlSocket } from "./control.ts";
import { exitStatus } from "./exit.ts";
import { describeMissing, type Loop } from "./loop.ts";

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
  readonly #watchdog: NodeJS.Timeout | undefined;

  constructor(parts: DaemonParts, settings: Settings) {
    this.#parts = parts;
    this.#control = new ControlSocket(
      parts.controlPath,
      () => this.#answer(),
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

  /** A file with mistakes changes nothing: the old settings stay, and the log says where the mistakes are. */
  #reload(): void {
    const { loop, configuration } = this.#parts;
    notifySystemd(`RELOADING=1\nMONOTONIC_USEC=${Math.round(monotonicNow())}`);
    this.#say("Reloading ...");
    const outcome = readConfiguration(configuration);
    switch (outcome.kind) {
      case "missing":
        this.#say(`Reload refused, nothing changed: ${outcome.reason}`);
        break;
      case "unusable":
        logProblems(outcome.problems, this.#parts.log);
        this.#say("Reload refused, nothing changed: correct the mistakes above and reload again");
        break;
      case "usable":
        logProblems(outcome.problems, this.#parts.log);
        this.#apply(loop, outcome.settings);
        break;
    }
    notifySystemd("READY=1");
  }

  #apply(loop: Loop, settings: Settings): void {
    const missing = loop.missingInterfaces(settings);
    if (missing.length > 0) {
      this.#say(`Reload refused, nothing changed: ${describeMissing(missing)}`);
      return;
    }
    const before = loop.status().instances.map((instance) => instance.settings);
    loop.configure(settings);
    for (const change of changes(before, settings.instances)) this.#say(renderChange(change));
    this.#say("Reload complete");
  }

  #answer(): string {
    const facts = {
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      configuration: this.#parts.configuration.path,
      wallTime,
    };
    return `${JSON.stringify(makeReport(this.#parts.loop.status(), facts))}\n`;
  }

  #dump(name: string, text: string): void {
    const failure = dumpFile(name, text);
    if (failure !== undefined) this.#say(failure);
  }

  #say(text: string): void {
    this.#parts.log.write("Keepalived", "info", text);
  }
}
