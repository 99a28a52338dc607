import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { thisProgram } from "../../lab/daemon.ts";
import { signalCommand, spawnIn } from "../../lab/namespace.ts";
import { Journal } from "../netns/journal.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, keepalived, openSite } from "./site.ts";

const options = requiring();
const FILE = ["-f", "/run/keepalived.conf"];

describe("what the daemon tells those who listen", { concurrency: 3 }, () => {
  test("syslog gets keepalived's lines, with its facility, names and process id", options, async (t) => {
    const { router } = await openSite(t);
    await router.run(OWN_DEV);
    const log = await listen(router, "/dev/log");
    await keepalived(router, "-D", ...FILE);
    const pid = (await router.run("cat /run/keepalived.pid")).trim();
    await log.find(/Keepalived_vrrp\[\d+\]: Sending gratuitous ARP on eth0/);
    await router.run("kill $(cat /run/keepalived.pid)");
    await log.find(/Stopped Keepalived/);
    // 30: facility daemon (3), priority info (6).
    const shape = new RegExp(
      `^<30>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d (Keepalived|Keepalived_vrrp)\\[${pid}\\]: \\S`,
    );
    for (const message of messages(log)) assert.match(message, shape);
    assert.ok(
      messages(log).some((message) => message.endsWith(`Keepalived_vrrp[${pid}]: (VI_1) Entering MASTER STATE`)),
    );
  });

  test("-S chooses the facility, without -D there are no details, and -G asks for silence", options, async (t) => {
    const { router } = await openSite(t);
    await router.run(OWN_DEV);
    const log = await listen(router, "/dev/log");
    await keepalived(router, "-S", "local3", ...FILE);
    await log.find(/\(VI_1\) Entering MASTER STATE/);
    await router.run("kill $(cat /run/keepalived.pid)");
    await log.find(/Stopped Keepalived/);
    // 158: facility local3 (19), priority info (6).
    assert.ok(messages(log).every((message) => message.startsWith("<158>")));
    assert.deepEqual(log.matches(/gratuitous/), []);
    const from = log.lines.length;
    await keepalived(router, "-D", "-G", ...FILE);
    await until(
      () => "it is master again",
      () => router.holds(ADDRESS),
    );
    assert.deepEqual(log.lines.slice(from), []);
  });

  test("a log that nobody reads any more does not stop the daemon", options, async (t) => {
    const { router } = await openSite(t);
    await router.run(OWN_DEV);
    // A listener that was there and reads nothing: its queue is full after a few messages.
    const command = [process.execPath, LISTENER, "/dev/log"];
    const deaf = spawnIn(router.machine, command, { stdio: ["ignore", "pipe", "inherit"] });
    await new Journal("listener").read(deaf.stdout).find(/null/);
    signalCommand(deaf, "SIGSTOP");
    await keepalived(router, "-D", ...FILE);
    for (let message = 0; message < 30; message += 1) await router.run("kill -USR2 $(cat /run/keepalived.pid)");
    await until(
      () => "it is master all the same",
      () => router.holds(ADDRESS),
    );
    const status = await keepalived(router, "status", "--json");
    assert.equal(JSON.parse(status.stdout).instances[0].state, "MASTER");
  });

  test(
    "systemd is told of the start, the reload, the end, and twice in each watchdog interval that all is well",
    options,
    async (t) => {
      const { router } = await openSite(t);
      const notices = await listen(router, "/run/notify");
      const env = { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "1000000" };
      const daemon = spawnIn(router.machine, [...thisProgram, "-n", ...FILE], { stdio: "ignore", env });
      await notices.find(/WATCHDOG=1/);
      const pid = (await router.run("cat /run/keepalived.pid")).trim();
      assert.equal(messages(notices)[0], `READY=1\nMAINPID=${pid}`);
      const from = notices.lines.length;
      signalCommand(daemon, "SIGHUP");
      await notices.find(/READY=1/, from);
      const reloading = messages(notices)
        .slice(from)
        .filter((message) => message !== "WATCHDOG=1");
      assert.match(reloading[0] ?? "", /^RELOADING=1\nMONOTONIC_USEC=\d+$/);
      assert.deepEqual(reloading.slice(1), ["READY=1"]);
      await until(
        () => "three more signs of life",
        () => notices.matches(/WATCHDOG=1/, from).length >= 3,
      );
      const ended = once(daemon, "exit");
      signalCommand(daemon, "SIGTERM");
      assert.deepEqual(await ended, [0, null]);
      await notices.find(/STOPPING=1/);
      assert.equal(messages(notices).at(-1), "STOPPING=1");
    },
  );
});

const LISTENER = fileURLToPath(new URL("../netns/datagram-listener.js", import.meta.url));

/** A /dev of the machine's own, for its /dev/log. */
const OWN_DEV = `mkdir /run/dev
  for each in null zero full random urandom tty; do cp -a /dev/$each /run/dev; done
  mount --bind /run/dev /dev`;

/** Hears what is sent to a Unix datagram socket of the machine: a line of JSON for each message. */
async function listen(router: Router, path: string): Promise<Journal> {
  const command = [process.execPath, LISTENER, path];
  const { stdout } = spawnIn(router.machine, command, { stdio: ["ignore", "pipe", "inherit"] });
  const journal = new Journal(path).read(stdout);
  await journal.find(/^null$/);
  journal.lines.length = 0;
  return journal;
}

function messages({ lines }: Journal): string[] {
  return lines.map((line) => JSON.parse(line));
}
