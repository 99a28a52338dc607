import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advertsOf, type Packet } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { entered, type Pair, play, type Rank, type Recording, settled } from "./pair.ts";
import { type Side, variants } from "./variants.ts";

/** One thing that happens to two routers, whichever of them is ours. */
type Case = {
  readonly name: string;
  readonly sides?: Partial<Readonly<Record<Rank, Partial<Side>>>>;
  readonly scenario: (pair: Pair) => Promise<void>;
  /** What must be seen in the packets afterwards. */
  readonly verdict?: (recording: Recording) => void;
};

const preferred: Side = { priority: 120, state: "MASTER" };
const other: Side = { priority: 100, state: "BACKUP" };

const cases: readonly Case[] = [
  {
    name: "of two that start as BACKUP together the one with the higher priority is master alone",
    sides: { preferred: { state: "BACKUP" } },
    scenario: async ({ preferred, other }) => {
      preferred.start();
      other.start();
      await settled(preferred, other);
    },
  },
  {
    name: "a running master of lower priority gives way to one of higher priority that starts",
    sides: { preferred: { state: "BACKUP" } },
    scenario: async ({ preferred, other }) => {
      other.start();
      await entered(other, "MASTER");
      preferred.start();
      await settled(preferred, other);
    },
  },
  {
    name: "a stopped master (SIGTERM) hands over with priority 0: the other takes over after its skew",
    scenario: async (pair) => {
      const { preferred, other } = await begun(pair);
      await preferred.daemon.stop();
      assert.equal(preferred.daemon.condition(), "stopped");
      assert.ok(variants.every(({ address }) => !preferred.holds(address)));
      await takenOver(other);
    },
    verdict: ({ pair, packets }) => {
      for (const [resignation, next] of handOvers(packets, pair)) {
        assert.equal(resignation.priority, "0");
        between(next.at - resignation.at, skew(130), 3 * 1);
      }
    },
  },
  {
    name: "a killed master (kill -9) is missed after three intervals and the skew",
    scenario: async (pair) => {
      const { preferred, other } = await begun(pair);
      await preferred.daemon.kill();
      await takenOver(other);
      // Only the kernel is left to remove the addresses of a dead program, and only ours has told it to.
      if (preferred === pair.ours) {
        await until(
          () => "the leases end",
          () => variants.every(({ address }) => !preferred.holds(address)),
        );
      }
    },
    verdict: ({ pair, packets }) => {
      for (const [last, next] of handOvers(packets, pair)) {
        assert.equal(last.priority, "150");
        between(next.at - last.at, 3 * 1 + skew(130), 3 * 3);
      }
    },
  },
  {
    name: "a master whose link is cut goes to FAULT and is replaced, and is master again when the link is mended",
    scenario: async (pair) => {
      const { preferred, other, network } = await begun(pair);
      await network.cut("preferred", "eth0", "carrier");
      await entered(preferred, "FAULT");
      await takenOver(other);
      assert.ok(variants.every(({ address }) => !preferred.holds(address)));
      await network.mend("preferred", "eth0");
      await settled(preferred, other);
    },
  },
  {
    name: "two masters that did not hear each other are one as soon as they do",
    scenario: async (pair) => {
      const { preferred, other, network } = await begun(pair);
      await network.cut("preferred", "eth0", "silent");
      await takenOver(other);
      assert.deepEqual(new Set(preferred.states.values()), new Set(["MASTER"]));
      await network.mend("preferred", "eth0");
      await settled(preferred, other);
    },
  },
  {
    name: "of two masters with the same priority the one with the higher address stays",
    sides: { other: { priority: 120 } },
    scenario: async (pair) => {
      const { preferred, other, network } = await begun(pair);
      await network.cut("preferred", "eth0", "silent");
      await takenOver(other);
      await network.mend("preferred", "eth0");
      await settled(other, preferred);
    },
  },
  {
    name: "the owner of the addresses (priority 255) takes them at once",
    sides: { preferred: { priority: 255 } },
    scenario: async ({ preferred, other }) => {
      other.start();
      await entered(other, "MASTER");
      preferred.start();
      await settled(preferred, other);
    },
    verdict: ({ pair, packets }) => {
      for (const variant of variants) {
        const adverts = advertsOf(packets, pair.preferred.address, variant);
        assert.deepEqual(withoutRepetition(adverts.map(({ priority }) => priority)), ["255"], variant.name);
      }
    },
  },
  {
    name: "with preempt_delay a router of higher priority gives the running master that much time",
    sides: { preferred: { state: "BACKUP", lines: "preempt_delay 6" } },
    scenario: async ({ preferred, other }) => {
      other.start();
      await entered(other, "MASTER");
      preferred.start();
      await settled(preferred, other);
    },
    verdict: ({ pair, packets }) => {
      for (const variant of variants) {
        const first = advertsOf(packets, pair.preferred.address, variant)[0];
        const before = advertsOf(packets, pair.other.address, variant).filter(({ at }) => at < (first?.at ?? 0));
        // Six intervals of the delay, and three more that the last advert is good for.
        assert.ok(before.length >= 9, `${variant.name}: after ${before.length} adverts`);
      }
    },
  },
  {
    name: "a failing check takes the master's rank away, and a good one gives it back",
    scenario: async (pair) => {
      const { preferred, other } = await begun(pair);
      preferred.write("/run/sick", "");
      await settled(other, preferred);
      await preferred.run("rm /run/sick");
      await settled(preferred, other);
    },
    verdict: ({ pair, packets }) => {
      for (const variant of variants) {
        const priorities = advertsOf(packets, pair.preferred.address, variant).map(({ priority }) => priority);
        assert.deepEqual(withoutRepetition(priorities), ["150", "120", "150"], variant.name);
      }
    },
  },
  {
    name: "with nopreempt a router of higher priority leaves the running master alone",
    sides: { preferred: { state: "BACKUP", lines: "nopreempt" } },
    scenario: async ({ preferred, other, ours }) => {
      other.start();
      await entered(other, "MASTER");
      preferred.start();
      await entered(preferred, "BACKUP");
      // More adverts than it would have taken the preferred router to become master.
      const exchanged = () => counts(ours, ours === preferred ? "advert_rcvd" : "advert_sent");
      const before = await exchanged();
      await until(
        () => "five adverts have come and gone",
        async () => (await exchanged()).every((count, index) => count >= (before[index] ?? 0) + 5),
      );
      await settled(other, preferred);
    },
  },
];

describe("ours and Debian's keepalived, version 2 with and without password and version 3", { concurrency: 6 }, () => {
  const options = requiring("keepalived", "tcpdump", "tshark");
  for (const { name, sides, scenario, verdict } of cases) {
    for (const ours of ["preferred", "other"] as const) {
      test(`${name}; ours is the ${ours} one`, options, async () => {
        const both = { preferred: { ...preferred, ...sides?.preferred }, other: { ...other, ...sides?.other } };
        const recording = await play(ours, both, scenario);
        verdict?.(recording);
      });
    }
  }
});

/** Both run, and the preferred one is master. */
async function begun(pair: Pair): Promise<Pair> {
  pair.preferred.start();
  pair.other.start();
  await settled(pair.preferred, pair.other);
  return pair;
}

/** The state and the addresses; the old master cannot say anything any more. */
async function takenOver(router: Router): Promise<void> {
  await entered(router, "MASTER");
  await until(
    () => `${router.machine.name} has the addresses`,
    () => variants.every(({ address }) => router.holds(address)),
  );
}

/** For each variant the last advert of the preferred router, and the next of the other one. */
function handOvers(packets: readonly Packet[], { preferred, other }: Pair): (readonly [Packet, Packet])[] {
  return variants.map((variant) => {
    const last = advertsOf(packets, preferred.address, variant).at(-1);
    assert.ok(last, variant.name);
    const next = advertsOf(packets, other.address, variant).find(({ at }) => at > last.at);
    assert.ok(next, variant.name);
    return [last, next] as const;
  });
}

/** With an interval of one second the same for both versions, in seconds. */
function skew(priority: number): number {
  return (256 - priority) / 256;
}

/** What the protocol asks for at least, but for the clock's grain; and generously what shows that it was that timer. */
function between(seconds: number, least: number, most: number): void {
  assert.ok(seconds > least - 0.01 && seconds < most, `${seconds} s, not from ${least} s to ${most} s`);
}

function withoutRepetition(values: readonly string[]): string[] {
  return values.filter((value, index) => value !== values[index - 1]);
}

async function counts(router: Router, counter: string): Promise<number[]> {
  return (await router.report()).instances.map(({ counters }) => counters[counter] ?? 0);
}
