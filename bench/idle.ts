import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { MILLISECOND, SECOND } from "../src/core/time.ts";
import type { Daemon, Program } from "./daemon.ts";
import type { Sample } from "./sample.ts";
import { Site } from "./site.ts";
import { backup, preferred, prepare } from "./takeover.ts";
import type { Timing } from "./timing.ts";

/** Some 8 s after its start V8 tidies up its heap, once: 20 ms of processor time that are none of an idle daemon's. */
const SETTLING = 12 * SECOND;
const DURATION = 20 * SECOND;

/** What a master and a backup with one instance cost while nothing happens: memory, and processor time. */
export async function measureIdle(timing: Timing, program: Program): Promise<Sample[]> {
  const site = await Site.open(timing, program, [preferred, backup]);
  try {
    await prepare(site);
    await delay(SETTLING / MILLISECOND);
    const roles = [preferred, backup];
    const daemons = roles.map((role) => site.router(role).daemon());
    const before = daemons.map(processorTime);
    const startedAt = performance.now();
    await delay(DURATION / MILLISECOND);
    const elapsed = (performance.now() - startedAt) * MILLISECOND;
    return daemons.flatMap((daemon, index): Sample[] => {
      const scenario = roles[index] === preferred ? "idle master" : "idle backup";
      const used = processorTime(daemon) - (before[index] ?? 0);
      return [
        { metric: "memory", scenario, value: residentMemory(daemon) },
        { metric: "processor", scenario, value: (used / elapsed) * 1_000_000 },
      ];
    });
  } finally {
    await site.close();
  }
}

/** Of all its threads, in microseconds; /proc/PID/stat counts in hundredths of a second, too coarse for this. */
function processorTime(daemon: Daemon): number {
  const threads = daemon
    .processes()
    .flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`));
  const nanoseconds = threads.map((path) => Number(readFileSync(path, "latin1").split(" ")[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1_000;
}

/** In KiB; pages that its processes share count once for each. */
function residentMemory(daemon: Daemon): number {
  const sizes = daemon
    .processes()
    .map((pid) => /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")));
  return sizes.reduce((sum, match) => sum + Number(match?.[1] ?? 0), 0);
}
