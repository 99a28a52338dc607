import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import type { Report } from "../src/status/report.ts";
import type { Namespace } from "./namespace.ts";

/** Where the daemon answers, as its own router sees it. */
const SOCKET = "/run/keepalived.sock";

/** What the daemon on a router says of itself; undefined while none answers. */
export async function readReport(router: Namespace): Promise<Report | undefined> {
  // The way into another mount namespace without entering it.
  const socket = createConnection(`/proc/${router.pid}/root${SOCKET}`);
  socket.setTimeout(1000, () => socket.destroy());
  try {
    return JSON.parse(await text(socket));
  } catch {
    return undefined;
  }
}
