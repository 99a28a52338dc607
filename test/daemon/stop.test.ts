import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { signalCommand, spawnIn } from "../../lab/namespace.ts";
import { advertsOf, startCapture } from "../netns/capture.ts";
import { Journal } from "../netns/journal.ts";
import { requiring } from "../netns/requirements.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, advertsMore, begin, openSite } from "./site.ts";

const options = requiring("tcpdump", "tshark");
const GROUP = "120000E0";

describe("the end of the daemon", { concurrency: 4 }, () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`${signal}: priority 0, the addresses removed, status 0, and nothing of it is left`, options, async (t) => {
      const { router, network } = await openSite(t);
      const capture = await startCapture(network, "lan");
      const addresses = await router.watchAddresses();
      const before = await router.run(INVENTORY);
      const command = [...thisProgram, "-n", "-l", "-D", "-f", "/run/keepalived.conf"];
      const child = spawnIn(router.machine, command, { stdio: ["ignore", "ignore", "pipe"] });
      const journal = new Journal("keepalived").read(child.stderr);
      await until(
        () => "it is master",
        () => router.holds(ADDRESS),
      );
      assert.match(await router.run("cat /proc/net/igmp"), new RegExp(GROUP));
      assert.notEqual(await router.run(INVENTORY), before, "the inventory sees what it has made");
      const ended = once(child, "close");
      signalCommand(child, signal);
      assert.deepEqual(await ended, [0, null]);
      assert.ok(!router.holds(ADDRESS));
      assert.equal(await router.run(INVENTORY), before);
      await addresses.find(/Deleted .*inet 192\.168\.0\.121\/32/);
      assert.match(journal.lines.at(-1) ?? "", /: Stopped Keepalived v/);
      assert.equal(journal.matches(/\(VI_1\) sent 0 priority/).length, 1);
      const priorities = advertsOf(await capture.finish(), router.address).map(({ priority }) => priority);
      assert.deepEqual(priorities.slice(-2), ["100", "0"]);
    });
  }

  test("--ignore-sigint: ^C does not end it", options, async (t) => {
    const { router } = await openSite(t);
    const command = [...thisProgram, "-n", "-f", "/run/keepalived.conf", "--ignore-sigint"];
    const child = spawnIn(router.machine, command, { stdio: "ignore" });
    await until(
      () => "it is master",
      () => router.holds(ADDRESS),
    );
    signalCommand(child, "SIGINT");
    await advertsMore(router, 2);
    assert.ok(router.holds(ADDRESS));
    const ended = once(child, "exit");
    signalCommand(child, "SIGTERM");
    assert.deepEqual(await ended, [0, null]);
  });

  test("a backup ends without a word on the wire", options, async (t) => {
    const { router, network } = await openSite(t);
    router.configure(router.read("/run/keepalived.conf").replace("state MASTER", "state BACKUP"));
    const capture = await startCapture(network, "lan");
    router.start();
    await router.journal.find(/\(VI_1\) Entering BACKUP STATE/);
    await router.daemon.stop();
    assert.equal(router.daemon.condition(), "stopped");
    assert.deepEqual(advertsOf(await capture.finish(), router.address), []);
  });

  test("what the console is told has the time and keepalived's words", options, async (t) => {
    const { router } = await openSite(t);
    await begin(router);
    await router.daemon.stop();
    const { lines } = router.journal;
    for (const line of lines)
      assert.match(line, /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}: \S/);
    const words = lines.map((line) => line.replace(/^.{24}: /, ""));
    for (const expected of [
      "(VI_1) Entering BACKUP STATE (init)",
      "(VI_1) Receive advertisement timeout",
      "(VI_1) Entering MASTER STATE",
      "(VI_1) setting VIPs.",
      `(VI_1) Sending/queueing gratuitous ARPs on eth0 for ${ADDRESS}`,
      `Sending gratuitous ARP on eth0 for ${ADDRESS}`,
      "(VI_1) sent 0 priority",
      "(VI_1) removing VIPs.",
    ]) {
      assert.ok(words.includes(expected), expected);
    }
  });
});

/** All that a daemon may leave behind: processes, addresses, groups, sockets, files. */
const INVENTORY = `set -- /proc/[0-9]*; echo $# processes
  ip -4 -oneline address; cat /proc/net/igmp; cat /proc/net/raw /proc/net/packet /proc/net/netlink | wc -l
  ls -A /run /run/tmp`;
