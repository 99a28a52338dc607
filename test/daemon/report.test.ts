import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, advertsMore, begin, CONFIGURATION, keepalived, openSite } from "./site.ts";

const options = requiring();

const TRACKING = `vrrp_script well {
    script "/bin/true"
    interval 1
    weight 20
}
vrrp_script ill {
    script "/bin/false"
    interval 1
    weight -7
}
${CONFIGURATION.replace(/}\n$/, "    track_script {\n        well\n        ill\n    }\n}\n")}`;

describe("what the daemon says of itself", { concurrency: 4 }, () => {
  test(
    "keepalived status says the state, how the priority comes about, and why it became master",
    options,
    async (t) => {
      const { router } = await openSite(t, TRACKING);
      await begin(router);
      const { status, stdout } = await keepalived(router, "status");
      assert.equal(status, 0);
      for (const part of [
        /^keepalived-ts \d+\.\d+\.\d+, pid \d+, since .*, \/run\/keepalived\.conf$/m,
        /^VI_1: MASTER$/m,
        /^ {2}on eth0, VRID 51, VRRP version 2, an advert every 1 s$/m,
        /^ {2}priority 113 = 100 \+ 20 \(well good\) − 7 \(ill bad\)$/m,
        /^ {2}holds 192\.168\.0\.121\/32 on eth0$/m,
        /^ {2}master 192\.168\.0\.4, priority \d+$/m,
        /^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d BACKUP → MASTER: no advert heard for 1(\.\d+)? s$/m,
        /^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d INIT → BACKUP: start$/m,
        /^script ill: bad, last run exited with status 1\n {2}\/bin\/false$/m,
      ]) {
        assert.match(stdout, part);
      }
    },
  );

  test("keepalived status --json is the same for programs", options, async (t) => {
    const { router } = await openSite(t, TRACKING);
    const startedAfter = Date.now();
    await begin(router);
    const { status, stdout } = await keepalived(router, "status", "--json");
    assert.equal(status, 0);
    const report = JSON.parse(stdout);
    const [instance] = report.instances;
    assert.deepEqual(instance.priority, {
      base: 100,
      effective: 113,
      shares: [
        { kind: "script", name: "well", weight: 20, reverse: false, verdict: "good", share: 20 },
        { kind: "script", name: "ill", weight: -7, reverse: false, verdict: "bad", share: -7 },
      ],
    });
    assert.deepEqual(instance.addresses, [{ address: `${ADDRESS}/32`, interface: "eth0", held: true }]);
    assert.deepEqual(
      instance.transitions.map(({ from, to }: { from: string; to: string }) => `${from} ${to}`),
      ["INIT BACKUP", "BACKUP MASTER"],
    );
    const times = [report.startedAt, ...instance.transitions.map(({ at }: { at: string }) => at)].map(Date.parse);
    assert.ok(
      times.every((time) => time > startedAfter - 1000 && time < Date.now() + 1000),
      times.join(),
    );
    assert.equal(String(report.pid), (await router.run("cat /run/keepalived.pid")).trim());
    assert.deepEqual([instance.state, instance.source, instance.counters.become_master], ["MASTER", router.address, 1]);
    assert.deepEqual(report.dropped, { truncated: 0, unknown_vrid: 0 });
  });

  test(
    "without a daemon status says where it looked, with the status of a service that does not run",
    options,
    async (t) => {
      const { router } = await openSite(t);
      const { status, stdout, stderr } = await keepalived(router, "status");
      assert.deepEqual([status, stdout], [3, ""]);
      assert.match(
        stderr,
        /^keepalived status: no daemon answers on \/run\/keepalived\.sock \(.*\); start it, or name .*\n$/,
      );
    },
  );

  test("SIGUSR1 and SIGUSR2 write keepalived's files, for the daemon's user alone", options, async (t) => {
    const { router } = await openSite(t, TRACKING);
    await begin(router);
    await advertsMore(router, 2);
    const data = await dumped(router, "USR1", "keepalived.data");
    for (const line of [
      "------< VRRP Topology >------",
      " VRRP Instance = VI_1",
      "   State = MASTER",
      "   Virtual Router ID = 51",
      "   Effective priority = 113",
      `     ${ADDRESS} dev eth0 scope global set`,
      " VRRP Script = ill",
    ]) {
      assert.ok(data.split("\n").includes(line), `${line}\nis not in\n${data}`);
    }
    const statistics = await dumped(router, "USR2", "keepalived.stats");
    assert.match(
      statistics,
      /^VRRP Instance: VI_1\n {2}Advertisements:\n {4}Received: 0\n {4}Sent: [3-9]\n {2}Became master: 1\n/,
    );
    assert.match(statistics, / {2}Priority Zero:\n {4}Received: 0\n {4}Sent: 0\n$/);
    assert.equal(await router.run("stat -c '%a %U' /run/tmp/*"), "600 root\n600 root\n");
  });

  test("a file already there under the dump's name is replaced, not followed", options, async (t) => {
    const { router } = await openSite(t);
    await begin(router);
    await router.run("echo mine >/run/precious; ln -s /run/precious /run/tmp/keepalived.data");
    await dumped(router, "USR1", "keepalived.data");
    assert.equal(router.read("/run/precious"), "mine\n");
  });
});

/** Sends the signal, and gives the file when it has been replaced. */
async function dumped(router: Router, signal: string, file: string): Promise<string> {
  await router.run(`kill -${signal} $(cat /run/keepalived.pid)`);
  return until(
    () => `${file} is written`,
    async () => {
      const text = await router.run(
        `test -f /run/tmp/${file} -a ! -L /run/tmp/${file} && cat /run/tmp/${file} || true`,
      );
      return text !== "" && text;
    },
  );
}
