import { wallNow } from "./clock.ts";
import type { Program } from "./daemon.ts";
import type { Role } from "./router.ts";
import type { Sample } from "./sample.ts";
import { Site } from "./site.ts";
import type { Timing } from "./timing.ts";

/** Whom the protocol lets speak at once: all the time that it needs is its own. */
const owner: Role = { name: "owner", address: "10.9.0.1", state: "MASTER", priority: 255 };

/** From the start of the process to the first advert. */
export async function measureStart(timing: Timing, program: Program): Promise<Sample[]> {
  const site = await Site.open(timing, program, [owner]);
  try {
    const before = wallNow();
    const { startedAt } = await site.router(owner).start();
    const [start, advert] = await Promise.all([startedAt, site.observer.first("advert", before, () => true)]);
    return [{ metric: "start", scenario: "start", value: advert.at - start }];
  } finally {
    await site.close();
  }
}
