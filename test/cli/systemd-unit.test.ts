import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { MAKE_ROOT, makeRootArguments } from "./root.ts";

const SYSTEMD = "/usr/lib/systemd/systemd";
const PROGRAM = "/opt/keepalived/sbin/keepalived";
const ADDRESS = "192.0.2.100";
const PATIENCE = { timeout: 120_000, skip: cannotBoot() };

test("A real systemd starts, watches, reloads, restarts and stops the daemon by the unit", PATIENCE, async () => {
  const machine = await boot();
  try {
    await driveStart(machine);
    await driveReload(machine);
    await driveFailures(machine);
    await driveMistake(machine);
  } finally {
    await machine.close();
  }
});

/** Type=notify: "active" means that readiness was really sent. */
async function driveStart(machine: Machine): Promise<void> {
  machine.write("/etc/keepalived/keepalived.conf", configuration(120));
  machine.run("systemctl", "start", "keepalived");
  assert.equal(machine.ask("ActiveState"), "active");
  await machine.until("the address is held", () => machine.holdsAddress());
  // The script's user is another one, which takes capabilities that the unit must leave.
  await machine.until("the script succeeds", () => machine.run(PROGRAM, "status").includes("script check: good"));
  const pid = machine.ask("MainPID");
  const threads = machine.run("ps", "-T", "-o", "tid=,cls=,rtprio=", "-p", pid).trim().split("\n");
  const realTime = threads.filter((line) => /\bRR +1$/.test(line)).map((line) => line.trim().split(" ")[0]);
  assert.deepEqual(realTime, [pid], threads.join("\n"));
  assert.ok(threads.length > 1);
  assert.doesNotMatch(machine.run("ps", "-o", "cls=", "--ppid", pid), /RR/);
}

async function driveReload(machine: Machine): Promise<void> {
  const pid = machine.ask("MainPID");
  machine.write("/etc/keepalived/keepalived.conf", configuration(130));
  machine.run("systemctl", "reload", "keepalived");
  await machine.until("the new priority holds", () => machine.run(PROGRAM, "status").includes("priority 130"));
  assert.equal(machine.ask("MainPID"), pid);
}

/** Frozen: the watchdog ends it. Killed: Restart=on-failure. Each time it comes back by itself. */
async function driveFailures(machine: Machine): Promise<void> {
  for (const [restarts, signal] of [
    ["1", "STOP"],
    ["2", "KILL"],
  ] as const) {
    machine.run("kill", `-${signal}`, machine.ask("MainPID"));
    const isBack = () => machine.ask("NRestarts") === restarts && machine.ask("ActiveState") === "active";
    await machine.until(`it is back after SIG${signal}`, isBack);
    await machine.until("the address is held again", () => machine.holdsAddress());
  }
}

/** A configuration with mistakes is not tried again and again. */
async function driveMistake(machine: Machine): Promise<void> {
  machine.run("systemctl", "stop", "keepalived");
  assert.equal(machine.ask("Result"), "success");
  assert.equal(machine.holdsAddress(), false);
  machine.write("/etc/keepalived/keepalived.conf", "vrrp_instance VI_1 {\n    interfase eth0\n}\n");
  assert.throws(() => machine.run("systemctl", "start", "keepalived"));
  assert.equal(machine.ask("ActiveState"), "failed");
  assert.equal(machine.ask("NRestarts"), "0");
  assert.equal(machine.ask("ExecMainStatus"), "2");
}

function configuration(priority: number): string {
  return `vrrp_script check {
    script "/usr/bin/id"
    interval 1
    user nobody
}
vrrp_instance VI_1 {
    version 3
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int 0.1
    virtual_ipaddress {
        ${ADDRESS}/24
    }
    track_script {
        check
    }
}
`;
}

/** A systemd of its own as process 1, with the program installed and no other unit. */
type Machine = {
  /** Gives what the command says; throws if it fails. */
  readonly run: (...command: readonly string[]) => string;
  /** A property of the unit. */
  readonly ask: (property: string) => string;
  readonly write: (path: string, content: string) => void;
  readonly holdsAddress: () => boolean;
  readonly until: (what: string, condition: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Debian's own units would set sysctls of the whole machine; ours needs only these few, and /proc/sys is closed. */
const BOOT = `
mount -t proc proc $root/proc
mount --bind $root/proc/sys $root/proc/sys
mount -o remount,bind,ro $root/proc/sys
mount -t sysfs -o ro sysfs $root/sys
mount -t cgroup2 cgroup2 $root/sys/fs/cgroup
units=$root/usr/lib/systemd/system
mount -t tmpfs tmpfs $units
mount -t tmpfs tmpfs $root/usr/lib/systemd/system-generators
for name in sysinit.target basic.target shutdown.target network-online.target multi-user.target idle.target; do
  printf '[Unit]\\nDefaultDependencies=no\\n' > $units/$name
done
mount -t tmpfs tmpfs $root/run
chroot $root env -i PATH=/usr/sbin:/usr/bin:/bin KEEPALIVED_NODE="$node/bin/node" \\
  /package/bin/keepalived install --prefix /opt/keepalived --init systemd >/dev/null
exec chroot $root env -i container=other PATH=/usr/sbin:/usr/bin ${SYSTEMD} --system --unit=idle.target --log-target=null
`;

async function boot(): Promise<Machine> {
  const group = join(findControlGroup() ?? "", `keepalived-test-${process.pid}`);
  mkdirSync(group);
  const enter = `echo $$ > ${group}/cgroup.procs && exec "$@"`;
  const unshare = [
    "unshare",
    "--cgroup",
    "--net",
    "--mount",
    "--pid",
    "--uts",
    "--ipc",
    "--fork",
    "--kill-child",
    "--",
  ];
  const make = ["sh", "-c", `mount -t tmpfs tmpfs /run\n${MAKE_ROOT}${BOOT}`, ...makeRootArguments];
  const holder = spawn("setpriv", ["--pdeathsig", "KILL", "sh", "-c", enter, "sh", ...unshare, ...make], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  const machine = machineUnder(holder, group);
  try {
    await machine.until("systemd runs", () => existsSync(`/proc/${childOf(holder)}/root/run/systemd/private`));
    return machine;
  } catch (error) {
    await machine.close();
    throw error;
  }
}

function machineUnder(holder: ChildProcess, group: string): Machine {
  const run = (...command: readonly string[]) => {
    const enter = ["--target", childOf(holder), "--mount", "--pid", "--net", "--uts", "--root", "--wd=/", "env", "-i"];
    return execFileSync("nsenter", [...enter, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", ...command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
  };
  return {
    run,
    ask: (property) => run("systemctl", "show", "keepalived", "--value", "-p", property).trim(),
    write: (path, content) => writeFileSync(`/proc/${childOf(holder)}/root${path}`, content),
    holdsAddress: () => run("ip", "-4", "address", "show", "dev", "eth0").includes(`${ADDRESS}/`),
    until: async (what, condition) => {
      const bound = Date.now() + 30_000;
      while (!condition()) {
        assert.ok(holder.exitCode === null && Date.now() < bound, `never came: ${what}`);
        await sleep(50);
      }
    },
    close: async () => {
      const gone = holder.exitCode === null && holder.signalCode === null ? once(holder, "exit") : undefined;
      holder.kill("SIGKILL");
      await gone;
      await removeControlGroup(group);
    },
  };
}

/** The process that `unshare` waits for: process 1 of the namespace. */
function childOf(holder: ChildProcess): string {
  return readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim();
}

async function removeControlGroup(group: string): Promise<void> {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) await removeControlGroup(join(group, entry.name));
  // The kernel has killed the processes in it, but may still be clearing them away.
  while (readFileSync(join(group, "cgroup.procs"), "utf8") !== "") await sleep(20);
  rmdirSync(group);
}

/** This process's own, where the second version of control groups is mounted. */
function findControlGroup(): string | undefined {
  const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync("/proc/mounts", "utf8"))?.[1];
  const path = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
  return mount === undefined || path === undefined ? undefined : join(mount, path);
}

function cannotBoot(): string | false {
  if (process.env.CI === "true") return false;
  if (!existsSync(SYSTEMD)) return "systemd is not installed";
  if (findControlGroup() === undefined) return "there are no control groups of version 2";
  const trial = spawnSync("unshare", ["--cgroup", "--net", "--mount", "--pid", "--fork", "true"], { encoding: "utf8" });
  return trial.status !== 0 && `no namespaces to be had: ${trial.stderr.trim()}`;
}
