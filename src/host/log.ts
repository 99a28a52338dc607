import { writeSync } from "node:fs";
import type { Syslog } from "./syslog.ts";

/** Where the log goes; both may be off. */
export type LogTargets = { readonly console: boolean; readonly syslog: Syslog | undefined; readonly detailed: boolean };

/** keepalived's names of the speaker: the parent, and the child that speaks VRRP. Both are this one process. */
export type Speaker = "Keepalived" | "Keepalived_vrrp";

const STDERR = 2;

/** Writes synchronously: what was logged before a crash is there after it. */
export class Log {
  readonly #targets: LogTargets;

  constructor(targets: LogTargets) {
    this.#targets = targets;
  }

  write(speaker: Speaker, level: "info" | "detail", text: string): void {
    const { console, syslog, detailed } = this.#targets;
    if (level === "detail" && !detailed) return;
    syslog?.log(speaker, text);
    if (console) writeConsole(`${timeStamp(new Date())}: ${text}\n`);
  }
}

/** A console that is full or gone must not stop the failover. */
function writeConsole(line: string): void {
  try {
    writeSync(STDERR, line);
  } catch {
    // EAGAIN or EPIPE: this line is lost, syslog has it.
  }
}

/** strftime's %c in the C locale: "Sun Nov 22 13:04:34 2026". */
function timeStamp(date: Date): string {
  const [weekday = "", month = "", day = "", year = "", time = ""] = date.toString().split(" ");
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
