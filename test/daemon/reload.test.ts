import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advertsOf, longestPause, startCapture } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, advertsMore, begin, CONFIGURATION, keepalived, openSite } from "./site.ts";

const options = requiring("tcpdump", "tshark");
/** More than a busy machine delays an advert, less than one that was left out. */
const TOLERANCE = 0.6;

describe("a reload (SIGHUP)", { concurrency: 4 }, () => {
  test("applies a new file without losing the address or an advert", options, async (t) => {
    const { router, network } = await openSite(t);
    const capture = await startCapture(network, "lan");
    await begin(router);
    const addresses = await router.watchAddresses();
    const changed = CONFIGURATION.replace("priority 100", "priority 150").replace(
      ADDRESS,
      `${ADDRESS}\n        10.0.0.1`,
    );
    for (const [file, priority] of [
      [changed, 150],
      [CONFIGURATION, 100],
      [changed.replace("10.0.0.1", "10.0.0.2"), 150],
    ] as const) {
      router.configure(file);
      await reload(router, /Reload complete/);
      const { instances } = await router.report();
      assert.deepEqual(
        instances.map(({ state, priority }) => [state, priority.effective]),
        [["MASTER", priority]],
      );
      await advertsMore(router, 3);
    }
    assert.ok(router.holds(ADDRESS) && router.holds("10.0.0.2") && !router.holds("10.0.0.1"));
    assert.deepEqual(addresses.matches(/Deleted .*inet (192\S+)/), [], "the address was there all the time");
    assert.deepEqual(
      addresses.matches(/Deleted .*inet (10\S+)/).map(([, address]) => address),
      ["10.0.0.1/32"],
    );
    const announced = router.journal
      .matches(/Sending gratuitous ARP on eth0 for (10\S+)/)
      .map(([, address]) => address);
    assert.deepEqual([...new Set(announced)], ["10.0.0.1", "10.0.0.2"], "new addresses are announced");
    const adverts = advertsOf(await capture.finish(), router.address);
    assert.ok(longestPause(adverts) < 1 + TOLERANCE, `an advert came ${longestPause(adverts)} s after the one before`);
    assert.ok(adverts.every(({ priority }) => priority !== "0"));
    assert.deepEqual(
      [...new Set(adverts.map(({ addresses }) => addresses))],
      [ADDRESS, `${ADDRESS},10.0.0.1`, `${ADDRESS},10.0.0.2`],
    );
  });

  test("keepalived reload says what it does, and before that what it would do", options, async (t) => {
    const { router } = await openSite(t);
    await begin(router);
    const plan = (...words: readonly string[]) => keepalived(router, "reload", ...words, "-p", "/run/keepalived.pid");
    assert.equal((await plan("--dry-run")).stdout, "a reload would change nothing\n");
    router.configure(
      CONFIGURATION.replace("priority 100", "priority 150").replace("advert_int 1", "advert_int 1\n    debug 1"),
    );
    const lines =
      "vrrp_instance VI_1: taken over as it runs: priority, debug\n    priority: `100` → `150`\n    debug: `0` → `1`\n";
    assert.deepEqual(await plan("--dry-run"), { status: 0, stdout: `a reload would change:\n  ${lines}`, stderr: "" });
    assert.equal((await router.report()).instances[0]?.priority.base, 100);
    assert.deepEqual(await plan(), { status: 0, stdout: `changed:\n  ${lines}`, stderr: "" });
    await router.journal.find(/: vrrp_instance VI_1: taken over as it runs: priority, debug$/);
    assert.equal((await router.report()).instances[0]?.priority.base, 150);
    router.configure(CONFIGURATION.replace("priority 100", "priority 300"));
    const refused = await plan("--dry-run");
    assert.equal(refused.status, 2);
    assert.match(refused.stdout, /^a reload would be refused:\n {2}correct the mistakes/);
    assert.match(
      refused.stderr,
      /^\/run\/keepalived\.conf:5:14: error: `priority` takes <1\.\.255>, not `300` \[KA0202\]\n/,
    );
    assert.equal((await keepalived(router, "reload", "-p", "/run/other.pid")).status, 3);
  });

  test("a file with mistakes changes nothing, and the log says where they are", options, async (t) => {
    const { router } = await openSite(t);
    await begin(router);
    const addresses = await router.watchAddresses();
    const before = await router.report();
    router.configure(CONFIGURATION.replace("priority 100", "priority 300"));
    await reload(router, /Reload refused, nothing changed/);
    await router.journal.find(/: \/run\/keepalived\.conf:5:14: error: `priority` takes <1..255>, not `300`/);
    router.configure(CONFIGURATION.replace("eth0", "eth7"));
    await reload(router, /Reload refused, nothing changed: interface eth7 does not exist/);
    await router.run("rm /run/keepalived.conf");
    await reload(router, /Reload refused, nothing changed: there is no configuration file/);
    await advertsMore(router, 2);
    const after = await router.report();
    assert.deepEqual(
      after.instances.map(({ transitions, priority }) => [transitions, priority]),
      before.instances.map(({ transitions, priority }) => [transitions, priority]),
    );
    assert.deepEqual(addresses.matches(/Deleted .*eth0/), []);
  });

  test(
    "an instance that is gone resigns and takes its addresses along, a new one begins, the others go on",
    options,
    async (t) => {
      const { router, network } = await openSite(t);
      const second = CONFIGURATION.replace("VI_1", "VI_2")
        .replace("_id 51", "_id 52")
        .replace(ADDRESS, "192.168.0.122");
      const third = CONFIGURATION.replace("VI_1", "VI_3").replace("_id 51", "_id 53").replace(ADDRESS, "192.168.0.123");
      router.configure(`${CONFIGURATION}\n${second}`);
      await begin(router);
      await until(
        () => "both addresses are there",
        () => router.holds("192.168.0.122"),
      );
      const capture = await startCapture(network, "lan");
      router.configure(`${CONFIGURATION}\n${third}`);
      await reload(router, /Reload complete/);
      await until(
        () => "the third is there instead of the second",
        () => router.holds("192.168.0.123") && !router.holds("192.168.0.122") && router.holds(ADDRESS),
      );
      await advertsMore(router, 1);
      const packets = await capture.finish();
      const priorities = (virtualRouterId: number) =>
        advertsOf(packets, router.address, { virtualRouterId }).map(({ priority }) => priority);
      assert.deepEqual(priorities(52).slice(-1), ["0"]);
      assert.ok(priorities(51).length > 0 && priorities(51).every((priority) => priority === "100"));
      assert.ok(priorities(53).length > 0 && priorities(53).every((priority) => priority === "100"));
    },
  );

  test("scripts that stay are not run anew, and one that is gone takes its share along", options, async (t) => {
    const script = (name: string, weight: number) => `vrrp_script ${name} {
    script "/bin/sh -c 'echo ${name} >>/run/tmp/runs'"
    interval 60
    weight ${weight}
}
`;
    const tracking = (...names: readonly string[]) =>
      CONFIGURATION.replace(
        /}\n$/,
        `    track_script {\n${names.map((name) => `        ${name}\n`).join("")}    }\n}\n`,
      );
    const { router } = await openSite(t, `${script("first", 10)}${script("second", 5)}${tracking("first", "second")}`);
    await begin(router);
    await effective(router, 115);
    router.configure(`${script("first", 20)}${tracking("first")}`);
    await reload(router, /Reload complete/);
    await effective(router, 120);
    assert.deepEqual((await router.run("sort /run/tmp/runs")).split("\n"), ["first", "second", ""]);
    const { stdout } = await keepalived(router, "status");
    assert.match(stdout, /priority 120 = 100 \+ 20 \(first good\)/);
  });
});

/** Asks for it, and waits for the line that ends it. */
async function reload(router: Router, ending: RegExp): Promise<void> {
  const from = router.journal.lines.length;
  await router.run("kill -HUP $(cat /run/keepalived.pid)");
  await router.journal.find(ending, from);
}

async function effective(router: Router, wanted: number): Promise<void> {
  await until(
    () => `the effective priority is ${wanted}`,
    async () => (await router.report()).instances[0]?.priority.effective === wanted,
  );
}
