import { SystemError } from "../kernel/syscalls.ts";
import { UnixDatagram } from "./datagram.ts";

const INFO = 6;
const LOCAL0 = 16;
const named = new Map([
  ["user", 1],
  ["daemon", 3],
]);

/** `-S`: `0`–`7` and `local0`–`local7` are the local facilities. */
export function facilityNumber(name: string): number | undefined {
  const local = /^(?:local)?([0-7])$/.exec(name)?.[1];
  return local === undefined ? named.get(name) : LOCAL0 + Number(local);
}

/** As syslog(3) does it: each line a datagram to /dev/log. Where nobody listens, nothing is logged and nothing breaks. */
export class Syslog {
  readonly #socket = new UnixDatagram();
  readonly #path: string;
  readonly #priority: number;

  constructor(facility: number, path = "/dev/log") {
    this.#priority = facility * 8 + INFO;
    this.#path = path;
  }

  log(speaker: string, text: string): void {
    try {
      this.#socket.send(this.#path, `<${this.#priority}>${timeStamp(new Date())} ${speaker}[${process.pid}]: ${text}`);
    } catch (error) {
      // No syslog daemon, or one that is slow: the failover goes on without it.
      if (!(error instanceof SystemError)) throw error;
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/** RFC 3164 §4.1.2: "Nov  2 13:04:34", local time. */
function timeStamp(date: Date): string {
  const [, month = "", day = "", , time = ""] = date.toString().split(" ");
  return `${month} ${String(Number(day)).padStart(2)} ${time}`;
}
