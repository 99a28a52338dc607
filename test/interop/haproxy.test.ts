import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type Backend, startBackend } from "../../lab/backend.ts";
import { type Program, thisProgram } from "../../lab/daemon.ts";
import { buildNetwork } from "../../lab/network.ts";
import { repositoryFile } from "../config/golden.ts";
import { execute } from "../netns/command.ts";
import { requiring } from "../netns/requirements.ts";
import { debian, Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";

const ADDRESS = "192.168.0.121";
const DEVICE = "eno16780032";
const options = requiring("keepalived", "haproxy", "killall");

/** The tutorial's file as it is copied from there, blanks of another script included; its backup differs as it says. */
const tutorial = readFileSync(repositoryFile("test/config/tutorial/keepalived.conf"), "utf8");
const backup = tutorial.replace("state MASTER", "state BACKUP").replace("priority 120", "priority 100");

/** With a weight that exceeds the difference of the priorities; for Debian's keepalived in blanks that it understands. */
const heavy = (file: string) => file.replace("weight 2 ", "weight 30 ").replaceAll("\u3000", " ");

describe("HAProxy checked by killall -0 every two seconds, two failures to fall, one success to rise", {
  concurrency: 3,
}, () => {
  for (const { name, first, second } of [
    { name: "both are ours", first: thisProgram, second: thisProgram },
    { name: "the backup is Debian's", first: thisProgram, second: debian },
    { name: "the master is Debian's", first: debian, second: thisProgram },
  ]) {
    test(`with weight 30 the address follows HAProxy and comes back; ${name}`, options, async () => {
      await play({ file: heavy(tutorial), program: first }, { file: heavy(backup), program: second }, async (site) => {
        const { master, spare, haproxy } = site;
        await haproxy.kill();
        await holder(spare, master);
        assert.deepEqual(changesSince(site), ["150 to 120"]);
        startBackend(master.machine, () => {});
        await holder(master, spare);
        assert.deepEqual(
          changesSince(site),
          ["150 to 120", "120 to 150"],
          "a rank moves once with each change of HAProxy",
        );
      });
    });
  }

  test(
    "with the tutorial's own weight 2 it stays where HAProxy is dead, and keepalived doctor says why",
    options,
    async () => {
      await play({ file: tutorial, program: thisProgram }, { file: backup, program: thisProgram }, async (site) => {
        const { master, spare, haproxy } = site;
        await haproxy.kill();
        await until(
          () => "the priority changes",
          () => changesSince(site).length > 0,
        );
        // Longer than it would take the backup to miss a master, and three checks more.
        await adverts(spare, 6);
        assert.deepEqual(changesSince(site), ["122 to 120"]);
        assert.ok(master.holds(ADDRESS) && !spare.holds(ADDRESS));
        const report = await spare.report();
        assert.deepEqual(
          report.instances.map(({ state, priority }) => [state, priority.effective]),
          [["BACKUP", 102]],
        );
        const findings = await examine(master, backup);
        assert.match(findings, /weight-cannot-move/);
        assert.match(findings, /chk_haproxy \(weight 2\) lowers VI_1 from 122 to 120/);
      });
    },
  );
});

type Site = {
  readonly master: Router;
  readonly spare: Router;
  /** On the master. */
  readonly haproxy: Backend;
  /** How many lines the master's log had when all was well. */
  readonly wellAt: number;
};

type Side = { readonly file: string; readonly program: Program };

/** Two routers with HAProxy on both, the first one master. */
async function play(first: Side, second: Side, scenario: (site: Site) => Promise<void>): Promise<void> {
  const network = await buildNetwork([
    { name: "router1", interfaces: [{ name: DEVICE, segment: "lan", addresses: ["192.168.0.4/24"] }] },
    { name: "router2", interfaces: [{ name: DEVICE, segment: "lan", addresses: ["192.168.0.5/24"] }] },
  ]);
  try {
    const master = new Router(network.machine("router1"), "192.168.0.4", first.program);
    const spare = new Router(network.machine("router2"), "192.168.0.5", second.program);
    master.configure(first.file);
    spare.configure(second.file);
    const haproxy = startBackend(master.machine, () => {});
    startBackend(spare.machine, () => {});
    for (const { machine } of [master, spare]) {
      await until(
        () => `haproxy runs on ${machine.name}`,
        async () => (await execute(machine, ["killall", "-0", "haproxy"])).status === 0,
      );
    }
    master.start();
    spare.start();
    await holder(master, spare);
    await scenario({ master, spare, haproxy, wellAt: master.journal.lines.length });
  } finally {
    await network.close();
  }
}

/** Until one has the address and says that it is master, and the other has not and says that it is backup. */
async function holder(holding: Router, without: Router): Promise<void> {
  await until(
    () =>
      `${holding.machine.name} has ${ADDRESS}:\n${holding.journal.lines.join("\n")}\n${without.journal.lines.join("\n")}`,
    () =>
      holding.holds(ADDRESS) &&
      !without.holds(ADDRESS) &&
      holding.states.get("VI_1") === "MASTER" &&
      without.states.get("VI_1") === "BACKUP",
  );
}

/** The changes of the master's rank since all was well. */
function changesSince({ master, wellAt }: Site): string[] {
  const changes = master.journal.matches(/Changing effective priority from (\d+ to \d+)/, wellAt);
  return changes.map(([, change = ""]) => change);
}

async function adverts(router: Router, more: number): Promise<void> {
  const count = async () => (await router.report()).instances[0]?.counters.advert_rcvd ?? 0;
  const before = await count();
  await until(
    () => `${router.machine.name} hears ${more} more adverts`,
    async () => (await count()) >= before + more,
  );
}

/** What doctor finds on the machine, told what the other router's file says. */
async function examine(router: Router, peer: string): Promise<string> {
  router.write("/run/peer.conf", peer);
  const files = ["-f", "/run/keepalived.conf", "--peer", "/run/peer.conf"];
  const { stdout } = await execute(router.machine, [...thisProgram, "doctor", "--json", ...files]);
  return stdout;
}
