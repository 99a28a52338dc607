import { askDaemon, controlPath } from "../src/daemon/control.ts";
import type { Report } from "../src/status/report.ts";
import { PID_FILE } from "./daemon.ts";
import type { Namespace } from "./namespace.ts";

/** What the daemon on a router says of itself; undefined while there is none. A frozen one answers when it goes on. */
export async function readReport(router: Namespace): Promise<Report | undefined> {
  try {
    // The way into another mount namespace without entering it.
    return JSON.parse(await askDaemon(`/proc/${router.pid}/root${controlPath(PID_FILE)}`, "status"));
  } catch {
    return undefined;
  }
}
