import type { IpAddress } from "../src/wire/ipv4.ts";
import type { Program } from "./daemon.ts";
import { buildNetwork } from "./network.ts";
import { type Prober, startProber } from "./prober.ts";
import { type Configuration, Router } from "./router.ts";
import { topologyFor } from "./topology.ts";

/** Routers and a client, running. */
export type Lab = {
  readonly routers: readonly Router[];
  /** The virtual address that the client asks. */
  readonly target: IpAddress;
  readonly prober: Prober;
  /** The routers whose kernel has the target now: one, but for the moments of a change. */
  readonly holders: () => readonly Router[];
  readonly close: () => Promise<void>;
};

/**
 * Builds the lab for one router per configuration and starts everything in it; `onLine` gets every line that a daemon
 * says. Rejects with the reason in one line.
 */
export async function openLab(
  configurations: readonly Configuration[],
  program: Program,
  onLine: (router: Router, line: string) => void,
): Promise<Lab> {
  const topology = topologyFor(configurations.map(({ settings }) => settings));
  if (topology === undefined) throw new Error("no virtual address in the configuration: nothing for a client to ask");
  const network = await buildNetwork(topology.plan);
  const routers = topology.plan.flatMap((plan, index) => {
    const configuration = configurations[index];
    return configuration === undefined ? [] : [new Router(network, plan, configuration, program, onLine)];
  });
  for (const router of routers) {
    router.startBackend();
    router.startDaemon();
  }
  const prober = startProber(network.machine("client"), topology.target);
  return {
    routers,
    target: topology.target,
    prober,
    holders: () => routers.filter((router) => router.addresses().has(topology.target)),
    close: () => network.close(),
  };
}
