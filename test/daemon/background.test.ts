import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { execute } from "../netns/command.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { ADDRESS, CONFIGURATION, keepalived, openSite } from "./site.ts";

const options = requiring();
const FILES = ["-f", "/run/keepalived.conf", "-p", "/run/a.pid", "-r", "/run/b.pid", "-c", "/run/c.pid"];

describe("the built program in the background", { concurrency: 3 }, () => {
  test(
    "the starter ends with 0 when the daemon works, which bears keepalived's name and pid files",
    options,
    async (t) => {
      const { router } = await openSite(t);
      assert.deepEqual(await keepalived(router, ...FILES), { status: 0, stdout: "", stderr: "" });
      const pid = await pidIn(router, "a.pid");
      assert.equal(await pidIn(router, "b.pid"), pid, "VRRP is the same process");
      assert.equal(await router.run(`cat /proc/${pid}/comm`), "keepalived\n");
      assert.equal(await router.run("pidof keepalived"), `${pid}\n`);
      assert.equal(await router.run(`readlink /proc/${pid}/cwd`), "/\n");
      const modes = "644 /run/a.pid\n644 /run/b.pid\n600 /run/a.sock\n";
      assert.equal(await router.run("stat -c '%a %n' /run/a.pid /run/b.pid /run/a.sock"), modes);
      // The checkers' pid file is written while there are any.
      assert.equal(await router.run("ls /run"), "a.pid\na.sock\nb.pid\nkeepalived.conf\ntmp\n");
      await until(
        () => `it has ${ADDRESS}`,
        () => router.holds(ADDRESS),
      );
      await router.run("kill $(cat /run/a.pid)");
      await until(
        () => "the daemon has ended",
        async () => (await router.run("ls /run")) === "keepalived.conf\ntmp\n",
      );
      assert.ok(!router.holds(ADDRESS));
    },
  );

  test("a second copy says who is there, ends with 0 and disturbs nobody", options, async (t) => {
    const { router } = await openSite(t);
    await keepalived(router, ...FILES);
    const pid = await pidIn(router, "a.pid");
    for (const [mode, file] of [
      [["-n"], "a.pid"],
      [[], "a.pid"],
    ] as const) {
      const line = `keepalived: daemon is already running (/run/${file} belongs to process ${pid})\n`;
      assert.deepEqual(await keepalived(router, ...mode, ...FILES), { status: 0, stdout: "", stderr: line });
    }
    // Another pid file of its own, but VRRP's is taken: what it has taken it gives back.
    const other = await keepalived(router, "-n", ...FILES, "-p", "/run/d.pid");
    assert.match(other.stderr, /already running \(\/run\/b\.pid belongs to process/);
    assert.equal(await router.run("ls /run"), "a.pid\na.sock\nb.pid\nkeepalived.conf\ntmp\n");
    const status = await keepalived(router, "status", "--json", "-p", "/run/a.pid");
    assert.equal(String(JSON.parse(status.stdout).pid), pid);
  });

  test("paths count from where the command was given, and warnings are told there", options, async (t) => {
    const { router } = await openSite(t, CONFIGURATION.replace("advert_int 1", "advert_int 1.2"));
    const command = [...thisProgram, "-f", "keepalived.conf", "-p", "a.pid", "-r", "b.pid"].join(" ");
    const { status, stderr } = await execute(router.machine, ["sh", "-c", `cd /run && exec ${command}`]);
    assert.equal(status, 0);
    assert.match(stderr, /^\/run\/keepalived\.conf:6:5: warning: .*advert_int/);
    assert.equal(await router.run("ls /run"), "a.pid\na.sock\nb.pid\nkeepalived.conf\ntmp\n");
    await router.run("kill $(cat /run/a.pid)");
  });

  test("pid files that a dead daemon left behind are no obstacle", options, async (t) => {
    const { router } = await openSite(t);
    await keepalived(router, ...FILES);
    const dead = await pidIn(router, "a.pid");
    await router.run(`kill -9 ${dead}`);
    await until(
      () => `${dead} is dead`,
      async () => (await router.run(`ls /proc/${dead}/exe 2>/dev/null || true`)) === "",
    );
    assert.equal(await pidIn(router, "a.pid"), dead);
    assert.equal((await keepalived(router, ...FILES)).status, 0);
    const alive = await pidIn(router, "a.pid");
    assert.notEqual(alive, dead);
    assert.equal(await pidIn(router, "b.pid"), alive);
  });
});

async function pidIn(router: Router, file: string): Promise<string> {
  const [, pid] = /^(\d+)\n$/.exec(router.read(`/run/${file}`)) ?? [];
  assert.ok(pid, `${file} holds a number and a newline`);
  return pid;
}
