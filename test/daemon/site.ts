import type { TestContext } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork, type Network } from "../../lab/network.ts";
import { execute, type Outcome } from "../netns/command.ts";
import { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";

export const ADDRESS = "192.168.0.121";

/** Master a good second after its start. */
export const CONFIGURATION = `vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 100
    advert_int 1
    virtual_ipaddress {
        ${ADDRESS}
    }
}
`;

/** A router for our program with /run/keepalived.conf, on a segment; nothing runs yet. It ends with the test. */
export async function openSite(
  t: TestContext,
  configuration = CONFIGURATION,
): Promise<{ router: Router; network: Network }> {
  const network = await buildNetwork([
    { name: "router", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.4/24"] }] },
  ]);
  t.after(() => network.close());
  const router = new Router(network.machine("router"), "192.168.0.4", thisProgram);
  router.configure(configuration);
  return { router, network };
}

/** Runs our program with these arguments to its end, or until it is in the background. */
export function keepalived(router: Router, ...words: readonly string[]): Promise<Outcome> {
  return execute(router.machine, [...thisProgram, ...words]);
}

/** Starts the daemon in the foreground, and waits until it has the address. */
export async function begin(router: Router): Promise<void> {
  router.start();
  await until(
    () => `it has ${ADDRESS}:\n${router.journal.lines.join("\n")}`,
    () => router.holds(ADDRESS),
  );
}

/** Waits until a master has sent so many more. */
export async function advertsMore(router: Router, more: number): Promise<void> {
  const count = async () => (await router.report()).instances[0]?.counters.advert_sent ?? 0;
  const before = await count();
  await until(
    () => `${more} more adverts are sent`,
    async () => (await count()) >= before + more,
  );
}
