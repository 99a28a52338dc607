import type { Settings } from "../src/core/settings.ts";
import { type Duration, MILLISECOND, SECOND } from "../src/core/time.ts";
import { masterDown, skew } from "../src/core/vrrp/timers.ts";

/** From the best case to the worst: which one comes depends on where between adverts and checks the trigger falls. */
export type Range = readonly [Duration, Duration];

/** What the protocol allows at best for one kind of change of master. */
export type Floor = {
  /** From the trigger until the address is on the other router. */
  readonly move: Range;
  /** How long nobody can answer the client. */
  readonly outage: Range;
  /** Where the figures come from. */
  readonly formula: string;
};

export type Change = "checkFails" | "checkRecovers" | "stop" | "start" | "kill" | "cut" | "mend";

/** For two routers as in the tutorial: one instance, one check with a positive weight that decides who is master. */
export function floorsFor(preferred: Settings, backup: Settings): Readonly<Record<Change, Floor>> {
  const first = sideOf(preferred);
  const second = sideOf(backup);
  const { interval, fall, rise } = first.check;
  const advert = first.instance.advertInterval;
  const silence: Range = [second.down(true) - advert, second.down(true)];
  const resignation = skew(first.instance.version, second.priority(true), advert);
  const patience =
    first.instance.initialState === "MASTER" ? advert + skew(first.instance.version, 255, advert) : first.down(true);
  const dead = "3 advert intervals + skew(backup) after the last advert that was heard";
  return {
    checkFails: outageOf(
      [(fall - 1) * interval + silence[0], fall * interval + silence[1]],
      `fall checks have to fail, then ${dead} with the higher priority`,
    ),
    checkRecovers: seamless(
      [(rise - 1) * interval + first.down(false) - advert, rise * interval + first.down(false)],
      "rise checks have to succeed, then 3 advert intervals + skew after the last advert of higher priority",
    ),
    stop: outageOf([resignation, resignation], "skew(backup) after the advert with priority 0"),
    start: seamless(
      [patience, Math.max(patience, first.down(false))],
      "state MASTER: 1 advert interval + skew(255) after the start, 3 + skew if the other is heard before the first check succeeds",
    ),
    kill: { move: silence, ...afterDeath(first.instance.leaseSeconds * SECOND, second.down(true), dead) },
    cut: outageOf(silence, dead),
    mend: seamless([first.down(true), first.down(true)], "3 advert intervals + skew(preferred) after the mending"),
  };
}

/** Until the new master has the address, nobody answers. */
function outageOf(range: Range, formula: string): Floor {
  return { move: range, outage: range, formula };
}

function seamless(move: Range, formula: string): Floor {
  return { move, outage: [0, 0], formula: `${formula}; the old master serves until the new one speaks` };
}

/** Nobody removes the addresses of a daemon that died or hangs but the kernel, when their lease ends. */
function afterDeath(lease: Duration, down: Duration, dead: string): Pick<Floor, "outage" | "formula"> {
  if (lease === 0) return { outage: [0, 0], formula: `${dead}; the old master's kernel goes on answering` };
  const from = Math.max(0, down - lease - KERNEL_DELAY);
  const seconds = KERNEL_DELAY / SECOND;
  const formula = `${dead}; the old master's kernel answers until the lease of ${lease / SECOND} s ends, up to ${seconds} s late when idle`;
  return { outage: [from, down - lease], formula };
}

/** How late the kernel looks for ended lifetimes when it has nothing else to do; on a busy machine 0.6 s were seen. */
const KERNEL_DELAY: Duration = 260 * MILLISECOND;

function sideOf({ instances, scripts }: Settings) {
  const instance = instances[0];
  const tracked = instance?.trackedScripts[0];
  const check = scripts.find(({ name }) => name === tracked?.script);
  if (instance === undefined || tracked === undefined || check === undefined) {
    throw new Error("the story needs a vrrp_instance with a track_script in each file");
  }
  const priority = (good: boolean) => Math.min(254, instance.priority + (good ? tracked.weight : 0));
  return {
    instance,
    check,
    priority,
    down: (good: boolean) => masterDown(instance, priority(good), instance.advertInterval),
  };
}
