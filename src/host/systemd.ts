import type { Duration } from "../core/time.ts";
import { SystemError } from "../kernel/syscalls.ts";
import { UnixDatagram } from "./datagram.ts";

/** sd_notify(3): tells systemd how things stand. Does nothing where systemd has not started us. */
export function notifySystemd(state: string): void {
  const path = process.env.NOTIFY_SOCKET;
  if (path === undefined || path === "") return;
  const socket = new UnixDatagram();
  try {
    socket.send(path, state);
  } catch (error) {
    // A manager that has gone away must not end the daemon.
    if (!(error instanceof SystemError)) throw error;
  } finally {
    socket.close();
  }
}

/** sd_watchdog_enabled(3): within this time systemd wants to hear WATCHDOG=1; undefined where it does not. */
export function watchdogInterval(): Duration | undefined {
  const { WATCHDOG_USEC: interval, WATCHDOG_PID: pid } = process.env;
  if (interval === undefined || (pid !== undefined && Number(pid) !== process.pid)) return undefined;
  const microseconds = Number(interval);
  return Number.isSafeInteger(microseconds) && microseconds > 0 ? microseconds : undefined;
}
