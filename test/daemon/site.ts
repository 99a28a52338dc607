import type { TestContext } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork, type Network } from "../../lab/network.ts";
import { execute, type Outcome } from "../netns/command.ts";
import { Router } from "../netns/router.ts";

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
