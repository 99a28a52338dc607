import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Namespace, searchPath, signalTree, spawnIn } from "./namespace.ts";

/** The HTTP server of one router. */
export type Backend = { readonly kill: () => Promise<void> };

const installed = spawnSync("haproxy", ["-v"], { stdio: "ignore", env: { PATH: searchPath } }).status === 0;

/** What answers behind the virtual address: real HAProxy where there is one. */
export const backendName = installed ? "haproxy" : "embedded HTTP server (process name haproxy)";

const command = installed
  ? ["haproxy", "-db", "-f", fileURLToPath(new URL("../../lab/tutorial/haproxy.cfg", import.meta.url))]
  : [process.execPath, fileURLToPath(new URL("haproxy.js", import.meta.url))];

/** Starts it on a router; `onEnd` is called when it has ended, whatever ended it. */
export function startBackend(router: Namespace, onEnd: () => void): Backend {
  const child = spawnIn(router, command, { stdio: "ignore" });
  const gone = once(child, "exit").then(onEnd);
  return {
    kill: () => {
      signalTree(child, "SIGKILL");
      return gone;
    },
  };
}
