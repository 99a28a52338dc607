import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork } from "../../lab/network.ts";
import type { Report } from "../../src/status/report.ts";
import { advertsOf, longestPause, startCapture } from "../netns/capture.ts";
import { sendFrames } from "../netns/frames.ts";
import { requiring } from "../netns/requirements.ts";
import { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ATTACKER, hostileFrames, noiseFrames, PASSWORD, VIRTUAL_ROUTER } from "./hostile-frames.ts";
import { ADDRESS, advertsMore } from "./site.ts";

const options = requiring("tcpdump", "tshark");
const MASTER = "192.168.0.4";
const BACKUP = "192.168.0.5";
const kinds = hostileFrames(ADDRESS, [MASTER, BACKUP]);

describe("packets that nobody should send, to a master and a backup", { concurrency: 3 }, () => {
  test("each is counted under its reason and changes nothing", options, async (t) => {
    const site = await attacked(t);
    for (const { name, frames, counter } of kinds) {
      const before = await site.counts();
      await site.send(frames, 1);
      await until(
        () => `${name} is counted as ${counter}`,
        async () => (await site.counts()).every((counts, index) => difference(before[index], counts).size > 0),
      );
      for (const [index, counts] of (await site.counts()).entries()) {
        assert.deepEqual([...difference(before[index], counts)], [[counter, 1]], `${name}, router ${index + 1}`);
      }
    }
    await site.isAsBefore();
  });

  test("noise is counted, packet by packet, and changes nothing", options, async (t) => {
    const site = await attacked(t);
    const before = await site.counts();
    // In portions that a socket's buffer can take.
    for (let seed = 1; seed <= 5; seed += 1) {
      await site.send(noiseFrames(40, seed), 1);
      await until(
        () => `${40 * seed} are counted`,
        async () =>
          (await site.counts()).every((counts, index) => total(difference(before[index], counts)) >= 40 * seed),
      );
    }
    assert.deepEqual(
      (await site.counts()).map((counts, index) => total(difference(before[index], counts))),
      [200, 200],
    );
    await site.isAsBefore();
  });

  test("a flood of 20 000 changes nothing, delays no advert and does not fill the log", options, async (t) => {
    const site = await attacked(t);
    const all = kinds.flatMap(({ frames }) => frames);
    await site.send(all, Math.ceil(20_000 / all.length));
    await advertsMore(site.master, 2);
    const counted = (await site.counts()).map((counts) => counts.get("auth_failure") ?? 0);
    assert.ok(counted.every((count) => count > 0));
    await site.isAsBefore();
  });
});

/** What does not count packets that were refused. */
const ordinary = new Set(["advert_rcvd", "advert_sent", "become_master"]);

type Counts = ReadonlyMap<string, number>;

/** Two of our routers, one master and one backup, and a third machine that sends what it likes. */
async function attacked(t: TestContext) {
  const machines = { master: MASTER, backup: BACKUP, attacker: ATTACKER };
  const network = await buildNetwork(
    Object.entries(machines).map(([name, address]) => ({
      name,
      interfaces: [{ name: "eth0", segment: "lan", addresses: [`${address}/24`] }],
    })),
  );
  t.after(() => network.close());
  const master = new Router(network.machine("master"), MASTER, thisProgram);
  const backup = new Router(network.machine("backup"), BACKUP, thisProgram);
  master.configure(configuration("MASTER", 120));
  backup.configure(configuration("BACKUP", 100));
  const capture = await startCapture(network, "lan", `not src host ${ATTACKER}`);
  master.start();
  backup.start();
  await until(
    () => "one is master, the other backup",
    () => master.holds(ADDRESS) && backup.states.get("VI_1") === "BACKUP",
  );
  // Until the first adverts have been heard, their sender is news.
  await advertsMore(master, 2);
  const both = [master, backup];
  const reports = () => Promise.all(both.map((router) => router.report()));
  const before = await reports();
  const lines = both.map(({ journal }) => journal.lines.length);
  const addresses = await master.watchAddresses();
  return {
    master,
    counts: async () => (await reports()).map(countsOf),
    send: (frames: readonly Uint8Array[], rounds: number) =>
      sendFrames(network.machine("attacker"), "eth0", frames, rounds),
    isAsBefore: async () => {
      const after = await reports();
      assert.deepEqual(after.map(transitionsOf), before.map(transitionsOf));
      assert.deepEqual(addresses.matches(/Deleted .*192\.168\.0\.121/), []);
      for (const [index, { journal, machine }] of both.entries()) {
        const said = journal.lines.slice(lines[index]);
        assert.ok(said.length <= 200, `${machine.name} says ${said.length} lines:\n${said.slice(0, 60).join("\n")}`);
      }
      const packets = await capture.finish();
      const adverts = advertsOf(packets, MASTER);
      assert.ok(adverts.every(({ priority }) => priority === "120"));
      assert.ok(longestPause(adverts) < 1.6, `${longestPause(adverts)} s between two adverts`);
      assert.deepEqual(advertsOf(packets, BACKUP), []);
    },
  };
}

function countsOf({ instances, dropped }: Report): Counts {
  const counters = [...Object.entries(instances[0]?.counters ?? {}), ...Object.entries(dropped)];
  return new Map(counters.filter(([name]) => !ordinary.has(name)));
}

function difference(before: Counts | undefined, after: Counts): Counts {
  const changes = [...after].map(([name, count]) => [name, count - (before?.get(name) ?? 0)] as const);
  return new Map(changes.filter(([, change]) => change !== 0));
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function transitionsOf({ instances }: Report): unknown {
  return instances.map(({ name, state, transitions }) => ({ name, state, transitions }));
}

function configuration(state: string, priority: number): string {
  return `vrrp_instance VI_1 {
    state ${state}
    interface eth0
    virtual_router_id ${VIRTUAL_ROUTER}
    priority ${priority}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass ${PASSWORD}
    }
    virtual_ipaddress {
        ${ADDRESS}
    }
}
`;
}
