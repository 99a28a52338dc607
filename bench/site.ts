import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildNetwork, type Network } from "../lab/network.ts";
import type { Program } from "./daemon.ts";
import { Observer } from "./observer.ts";
import { type Role, Router } from "./router.ts";
import type { Timing } from "./timing.ts";

const SEGMENT = "lan";

/** Routers with one program and one virtual address on one segment, which is watched. Nothing of it is on the machine. */
export class Site {
  readonly timing: Timing;
  readonly observer: Observer;
  readonly #network: Network;
  readonly #directory: string;
  readonly #routers: readonly Router[];

  private constructor(
    timing: Timing,
    network: Network,
    observer: Observer,
    directory: string,
    routers: readonly Router[],
  ) {
    this.timing = timing;
    this.observer = observer;
    this.#network = network;
    this.#directory = directory;
    this.#routers = routers;
  }

  /** With `tracked`, the routers' state hangs on a check script. No daemon runs yet. */
  static async open(timing: Timing, program: Program, roles: readonly Role[], tracked = false): Promise<Site> {
    const plan = roles.map(({ name, address }) => ({
      name,
      interfaces: [{ name, segment: SEGMENT, addresses: [`${address}/24`] }],
    }));
    const network = await buildNetwork(plan);
    try {
      const observer = await Observer.open(network.hub, network.bridgeOf(SEGMENT));
      const directory = mkdtempSync(join(tmpdir(), "bench-"));
      const routers = roles.map(
        (role) => new Router(network.machine(role.name), role, timing, program, directory, tracked),
      );
      return new Site(timing, network, observer, directory, routers);
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  router(role: Role): Router {
    const found = this.#routers.find((each) => each.role === role);
    if (found === undefined) throw new Error(`the site has no router ${role.name}`);
    return found;
  }

  /** Its interface loses its carrier. */
  cut({ name }: Role): Promise<void> {
    return this.#network.cut(name, name, "carrier");
  }

  mend({ name }: Role): Promise<void> {
    return this.#network.mend(name, name);
  }

  async close(): Promise<void> {
    await Promise.all(this.#routers.map((each) => each.kill()));
    await this.#network.close();
    rmSync(this.#directory, { recursive: true });
  }
}
