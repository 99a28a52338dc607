import type { Log } from "../host/log.ts";
import { exitStatus } from "./exit.ts";

/**
 * An exception that nobody catches is a mistake of our own, and whatever it left half done is not to be trusted: the log
 * says what it was, and the process ends. The leases take the addresses away, the next start cleans up.
 */
export function stopOnMistake(log: Pick<Log, "write">): void {
  process.on("uncaughtException", (error) => {
    for (const line of (error.stack ?? String(error)).split("\n")) log.write("Keepalived", "info", line);
    process.exit(exitStatus.programError);
  });
}
