import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advertsOf, longestPause, startCapture } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, advertsMore, begin, CONFIGURATION, openSite } from "./site.ts";

const options = requiring("tcpdump", "tshark");

describe("check scripts of the running daemon", { concurrency: 5 }, () => {
  test("a hanging script is killed with all it has started, and counts as a failure", options, async (t) => {
    const { router } = await openSite(t, tracking("sleep 7001 & sleep 7002", ONCE));
    await begin(router);
    await router.journal.find(/VRRP_Script\(check\) timed out after 1 s, stopping it/);
    await router.journal.find(/VRRP_Script\(check\) failed/);
    await until(
      () => "both processes are gone",
      async () => !(await router.run(PROCESSES)).includes("sleep 700"),
    );
    assert.equal((await router.report()).scripts[0]?.verdict, "bad");
  });

  test("one that ignores SIGTERM is killed two seconds later, and adverts go on in time", options, async (t) => {
    const { router, network } = await openSite(
      t,
      tracking("trap '' TERM; sleep 7001 & while :; do sleep 7002; done", ONCE),
    );
    const capture = await startCapture(network, "lan");
    await begin(router);
    await until(
      () => "it runs",
      async () => (await router.run(PROCESSES)).includes("sleep 7001"),
    );
    await router.journal.find(/VRRP_Script\(check\) timed out/);
    await until(
      () => "it has been killed",
      async () => !(await router.run(PROCESSES)).includes("sleep 700"),
    );
    const pause = longestPause(advertsOf(await capture.finish(), router.address));
    assert.ok(pause < 1.6, `${pause} s between two adverts`);
  });

  test("scripts end with the daemon, whether it is stopped or killed", options, async (t) => {
    const { router } = await openSite(t, tracking("sleep 7001", "interval 60\n    weight 1"));
    for (const end of ["stop", "kill"] as const) {
      await begin(router);
      await until(
        () => "the script runs",
        async () => (await router.run(PROCESSES)).includes("sleep 7001"),
      );
      if (end === "stop") await router.daemon.stop();
      else await router.run("kill -9 $(cat /run/keepalived.pid)");
      await until(
        () => "the script has ended",
        async () => !(await router.run(PROCESSES)).includes("sleep 700"),
      );
      await until(
        () => "the address has gone",
        () => !router.holds(ADDRESS),
      );
    }
  });

  test("a script runs as its user, in a session without the daemon's files", options, async (t) => {
    const { router } = await openSite(
      t,
      tracking(
        "(id -un; id -gn; ls -l /proc/self/fd) >/run/anybody/seen",
        "interval 60\n    weight 1\n    user nobody",
      ),
    );
    await router.run("mkdir -m 1777 /run/anybody");
    await begin(router);
    await router.journal.find(/VRRP_Script\(check\) succeeded/);
    const [user, group, ...files] = router.read("/run/anybody/seen").trim().split("\n");
    assert.deepEqual([user, group], ["nobody", "nogroup"]);
    assert.doesNotMatch(files.join("\n"), /socket:|eventpoll|\.pid/);
  });

  test("a script of weight 0 is a fault when it fails, and its end brings the address back", options, async (t) => {
    const { router } = await openSite(t, tracking("test ! -e /run/sick", "interval 1\n    weight 0"));
    await begin(router);
    router.write("/run/sick", "");
    await router.journal.find(/\(VI_1\) Entering FAULT STATE/);
    await until(
      () => "the address is removed",
      () => !router.holds(ADDRESS),
    );
    assert.deepEqual((await router.report()).instances[0]?.faults, ["script check failed (exited with status 1)"]);
    await router.run("rm /run/sick");
    await until(
      () => "the address is back",
      () => router.holds(ADDRESS),
    );
    await advertsMore(router, 1);
  });
});

/** Runs one time, and not for long. */
const ONCE = "interval 60\n    timeout 1\n    weight 1";

/** Arguments of all processes on the machine, but for this command itself. */
const PROCESSES = "for each in /proc/[0-9]*; do tr '\\0' ' ' <$each/cmdline 2>/dev/null || true; echo; done";

function tracking(script: string, lines: string): string {
  return `vrrp_script check {
    script "/bin/sh -c '${script.replaceAll("'", "'\\''")}'"
    ${lines}
}
${CONFIGURATION.replace(/}\n$/, "    track_script {\n        check\n    }\n}\n")}`;
}
