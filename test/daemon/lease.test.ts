import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork } from "../../lab/network.ts";
import { advertsOf, startCapture } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import { debian, Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, advertsMore, begin, CONFIGURATION, openSite } from "./site.ts";

const options = requiring("keepalived", "tcpdump", "tshark");
/** As long as an idle backup waits for this master: three intervals and the skew of priority 254. */
const MASTER_DOWN = 3 + 2 / 256;

describe("the addresses and their lease", { concurrency: 5 }, () => {
  test("the address of a killed master (kill -9) goes by itself before a backup would take it", options, async (t) => {
    const { router, network } = await openSite(t);
    const capture = await startCapture(network, "lan");
    await begin(router);
    await advertsMore(router, 2);
    assert.match(await router.run(`ip -4 address show dev eth0 to ${ADDRESS}`), /valid_lft [12]sec preferred_lft/);
    const addresses = await router.watchAddresses();
    await router.daemon.kill();
    assert.ok(router.holds(ADDRESS), "nobody is there to remove it at once");
    await addresses.find(/Deleted .*inet 192\.168\.0\.121\/32/);
    const goneAt = Date.now() / 1000;
    const last = advertsOf(await capture.finish(), router.address).at(-1);
    assert.ok(
      last !== undefined && goneAt - last.at < MASTER_DOWN,
      `${goneAt - (last?.at ?? 0)} s after the last advert`,
    );
  });

  test(
    "without leases a dead master's address stays, as with keepalived, and the next start removes it",
    options,
    async (t) => {
      const { router } = await openSite(t, `global_defs {\n    vrrp_address_lease off\n}\n${CONFIGURATION}`);
      await begin(router);
      assert.match(await router.run(`ip -4 address show dev eth0 to ${ADDRESS}`), /valid_lft forever/);
      await router.daemon.kill();
      assert.ok(router.holds(ADDRESS));
      router.configure(CONFIGURATION.replace("state MASTER", "state BACKUP"));
      router.start();
      await router.journal.find(/\(VI_1\) Entering BACKUP STATE/);
      await until(
        () => "the leftover has gone",
        () => !router.holds(ADDRESS),
      );
      assert.notEqual(router.states.get("VI_1"), "MASTER", "it has gone before it could come back");
    },
  );

  test("what a killed keepalived of Debian's has left behind is removed too", options, async (t) => {
    const { router, network } = await openSite(t, CONFIGURATION);
    const theirs = new Router(network.machine("router"), router.address, debian);
    theirs.start();
    await until(
      () => "Debian's keepalived is master",
      () => theirs.holds(ADDRESS),
    );
    await theirs.daemon.kill();
    router.configure(CONFIGURATION.replace("state MASTER", "state BACKUP"));
    router.start();
    await until(
      () => "the leftover has gone",
      () => !router.holds(ADDRESS),
    );
    assert.notEqual(router.states.get("VI_1"), "MASTER", "it has gone before it could come back");
  });

  test("an address that somebody deletes is there again at once, announced, and nobody noticed", options, async (t) => {
    // Without a second burst, so that those of the repair can be counted.
    const { router, network } = await openSite(
      t,
      CONFIGURATION.replace("advert_int 1", "advert_int 1\n    garp_master_delay 600"),
    );
    const capture = await startCapture(network, "lan");
    await begin(router);
    await advertsMore(router, 1);
    const from = router.journal.lines.length;
    const addresses = await router.watchAddresses();
    await router.run(`ip address delete ${ADDRESS}/32 dev eth0`);
    await addresses.find(/Deleted .*inet 192\.168\.0\.121\/32/);
    await until(
      () => "it is back",
      () => router.holds(ADDRESS),
    );
    await router.journal.find(/Netlink reflector reports IP 192\.168\.0\.121 removed from eth0/, from);
    assert.equal(router.journal.matches(/Sending gratuitous ARP on eth0/, from).length, 5);
    await advertsMore(router, 2);
    assert.equal(router.states.get("VI_1"), "MASTER");
    assert.ok(advertsOf(await capture.finish(), router.address).every(({ priority }) => priority === "100"));
  });

  test("a master that was frozen for longer than its lease steps down before it sends anything", options, async (t) => {
    const network = await buildNetwork([
      { name: "frozen", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.4/24"] }] },
      { name: "other", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.5/24"] }] },
    ]);
    t.after(() => network.close());
    const frozen = new Router(network.machine("frozen"), "192.168.0.4", thisProgram);
    const other = new Router(network.machine("other"), "192.168.0.5", debian);
    frozen.configure(CONFIGURATION);
    other.configure(CONFIGURATION.replace("state MASTER", "state BACKUP").replace("priority 100", "priority 90"));
    const capture = await startCapture(network, "lan");
    await begin(frozen);
    other.start();
    await other.journal.find(/\(VI_1\) Entering BACKUP STATE/);
    frozen.daemon.freeze();
    await until(
      () => "the other is master and the frozen one's address has gone",
      () => other.states.get("VI_1") === "MASTER" && other.holds(ADDRESS) && !frozen.holds(ADDRESS),
    );
    const from = frozen.journal.lines.length;
    const thawedAt = Date.now() / 1000;
    frozen.daemon.thaw();
    await frozen.journal.find(
      /\(VI_1\) no advert left for [\d.]+ s, longer than the address lease: giving up MASTER/,
      from,
    );
    await frozen.journal.find(/\(VI_1\) Entering BACKUP STATE/, from);
    const { instances } = await frozen.report();
    assert.match(instances[0]?.transitions.at(-1)?.reason ?? "", /the address leases have ended/);
    // It is the better one, and takes its place again in the ordinary way.
    await until(
      () => "the frozen one is master again",
      () => frozen.holds(ADDRESS) && !other.holds(ADDRESS),
    );
    const next = advertsOf(await capture.finish(), frozen.address).find(({ at }) => at >= thawedAt);
    assert.ok(next !== undefined && next.at - thawedAt > 3, `${next?.at} after ${thawedAt}`);
  });
});
