import { setTimeout as delay } from "node:timers/promises";
import { MILLISECOND, SECOND } from "../src/core/time.ts";
import { type WallTime, wallNow } from "./clock.ts";
import type { Program } from "./daemon.ts";
import type { Advert } from "./observer.ts";
import { type Role, VIRTUAL_ADDRESS } from "./router.ts";
import type { Sample } from "./sample.ts";
import { Site } from "./site.ts";
import { masterDownOf, skewOf, type Timing } from "./timing.ts";

export const preferred: Role = { name: "preferred", address: "10.9.0.1", state: "MASTER", priority: 200 };
export const backup: Role = { name: "backup", address: "10.9.0.2", state: "BACKUP", priority: 100 };

/** A cause of a change of masters; begins with the preferred router as the master, for some time already. */
export type Trigger = {
  readonly name: string;
  /** The changes of masters that it leads to, by name. */
  readonly takeovers: readonly string[];
  readonly run: (site: Site) => Promise<Sample[]>;
};

export const triggers: readonly Trigger[] = [
  { name: "stop", takeovers: ["stop"], run: stop },
  { name: "kill", takeovers: ["kill"], run: kill },
  { name: "link", takeovers: ["link down", "failback, link up"], run: link },
  { name: "script", takeovers: ["script fails", "failback, script succeeds"], run: script },
];

/** How the change of masters is called in the results. */
export function scenarioName(timing: Timing, takeover: string): string {
  return `${timing.name}, ${takeover}`;
}

/** Every trigger on a site of its own. */
export async function measureTakeovers(
  timing: Timing,
  program: Program,
  wanted: readonly Trigger[],
): Promise<Sample[]> {
  const measure = async (trigger: Trigger) => {
    const site = await Site.open(timing, program, [preferred, backup], true);
    try {
      await prepare(site);
      return await trigger.run(site);
    } finally {
      await site.close();
    }
  };
  // At such a pace there is nothing but waiting, and what happens on one site rarely meets what happens on another.
  if (timing.interval >= SECOND) return (await Promise.all(wanted.map(measure))).flat();
  const samples: Sample[] = [];
  for (const trigger of wanted) samples.push(...(await measure(trigger)));
  return samples;
}

/** Brings the site to where triggers begin: fresh daemons, the backup knows the master, somewhere between two adverts. */
export async function prepare(site: Site): Promise<void> {
  const [master, other] = [site.router(preferred), site.router(backup)];
  master.setCheck("succeeds");
  await Promise.all([master.kill(), other.kill()]);
  await Promise.all([master.start(), other.start()]);
  await Promise.all([master.untilListening(), other.untilListening()]);
  await heard(site, preferred, wallNow() + SETTLING);
  await delay((Math.random() * site.timing.interval) / MILLISECOND);
}

/** So long after its start a daemon does nothing any more but wait. */
const SETTLING = SECOND / 2;

/** SIGTERM. The floor: the wait of the backup after the resignation. */
async function stop(site: Site): Promise<Sample[]> {
  const scenario = scenarioName(site.timing, "stop");
  const sentAt = await site.router(preferred).stop();
  const resignation = await site.observer.first("advert", sentAt, (advert) => isFrom(advert, preferred, "resigning"));
  const floor = resignation.at + skewOf(site.timing, backup.priority);
  return [
    { metric: "resignation", scenario, value: resignation.at - sentAt },
    ...(await takeover(site, scenario, backup, sentAt, floor)),
  ];
}

/** SIGKILL. The floor: the backup's timer, from the last advert of the master that was on the wire. */
async function kill(site: Site): Promise<Sample[]> {
  const triggeredAt = wallNow();
  await site.router(preferred).kill();
  return afterSilence(site, "kill", triggeredAt);
}

/**
 * The master's interface loses its carrier: as after a kill. Then it gets it back. The floor: the preferred router's timer,
 * from the moment when its kernel says so.
 */
async function link(site: Site): Promise<Sample[]> {
  const cutAt = wallNow();
  await site.cut(preferred);
  const failover = await afterSilence(site, "link down", cutAt);
  const mendedAt = wallNow();
  await site.mend(preferred);
  const carrier = await site.observer.first("carrier", mendedAt, (up) => up.interface === preferred.name);
  const floor = carrier.at + masterDownOf(site.timing, preferred.priority);
  const failback = await takeover(site, scenarioName(site.timing, "failback, link up"), preferred, mendedAt, floor);
  return [...failover, ...failback];
}

/**
 * The master's check fails, which is a fault: it resigns. Then the check succeeds again. The floors: the wait after a resignation, and
 * the preferred router's timer, both from the end of the run whose result it is.
 */
async function script(site: Site): Promise<Sample[]> {
  const router = site.router(preferred);
  const failedAfter = wallNow();
  router.setCheck("fails");
  const resignation = await site.observer.first("advert", failedAfter, (each) => isFrom(each, preferred, "resigning"));
  const failedAt = router.checkEnded("fails", failedAfter) ?? resignation.at;
  const scenario = scenarioName(site.timing, "script fails");
  const floor = failedAt + skewOf(site.timing, backup.priority);
  const failover = await takeover(site, scenario, backup, failedAfter, floor);
  const succeededAfter = wallNow();
  router.setCheck("succeeds");
  await heard(site, preferred, succeededAfter);
  const succeededAt = router.checkEnded("succeeds", succeededAfter);
  if (succeededAt === undefined) throw new Error("the preferred router came back although its check did not succeed");
  const returned = succeededAt + masterDownOf(site.timing, preferred.priority);
  const name = scenarioName(site.timing, "failback, script succeeds");
  const failback = await takeover(site, name, preferred, succeededAfter, returned);
  return [{ metric: "resignation", scenario, value: resignation.at - failedAt }, ...failover, ...failback];
}

async function afterSilence(site: Site, name: string, triggeredAt: WallTime): Promise<Sample[]> {
  const { at } = await heard(site, backup, triggeredAt);
  const last = site.observer.last("advert", at, (advert) => advert.source === preferred.address);
  const floor = last.at + masterDownOf(site.timing, backup.priority);
  return takeover(site, scenarioName(site.timing, name), backup, triggeredAt, floor);
}

/** What the new master does, against the floor of its first advert. */
async function takeover(
  site: Site,
  scenario: string,
  master: Role,
  after: WallTime,
  floor: WallTime,
): Promise<Sample[]> {
  const { observer } = site;
  const first = await heard(site, master, after);
  const [address, announcement] = await Promise.all([
    observer.first("address", after, (each) => each.interface === master.name && each.address === VIRTUAL_ADDRESS),
    observer.first("announcement", after, (each) => each.mac === first.mac && each.address === VIRTUAL_ADDRESS),
  ]);
  return [
    { metric: "advert", scenario, value: first.at - floor },
    { metric: "address", scenario, value: address.at - first.at },
    { metric: "announcement", scenario, value: announcement.at - first.at },
  ];
}

async function heard(site: Site, from: Role, after: WallTime): Promise<Advert> {
  try {
    return await site.observer.first("advert", after, (advert) => isFrom(advert, from, "being master"));
  } catch (error) {
    throw new Error(`${error} from ${from.name}; its daemon says: ${site.router(from).complaints()}`);
  }
}

function isFrom({ source, priority }: Advert, { address }: Role, how: "being master" | "resigning"): boolean {
  return source === address && (priority === 0) === (how === "resigning");
}
