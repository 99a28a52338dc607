import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Namespace, openNamespace, runIn, spawnIn } from "../../lab/namespace.ts";
import { MAKE_ROOT, makeRootArguments } from "./root.ts";

const PATIENCE = { timeout: 120_000, skip: cannotMakeMachines() };

const SCRIPT = "/etc/init.d/keepalived";
const PROGRAM = "/opt/keepalived/sbin/keepalived";
const CONFIGURATION = "/etc/keepalived/keepalived.conf";
const PID_FILE = "/run/keepalived.pid";
const ADDRESS = "192.0.2.100";
const SECOND_ADDRESS = "192.0.2.101";

/** What an init script sees of a distribution. */
type Distribution = {
  readonly shell: string;
  readonly environment: string;
  readonly folders: readonly string[];
  readonly functions: boolean;
};

const debian: Distribution = {
  shell: "dash",
  environment: "/etc/default/keepalived",
  folders: ["/etc/init.d", "/etc/default"],
  functions: false,
};

const redHat: Distribution = {
  shell: "bash",
  environment: "/etc/sysconfig/keepalived",
  folders: ["/etc/rc.d/init.d", "/etc/sysconfig", "/var/lock/subsys"],
  functions: true,
};

const machines = {
  Debian: debian,
  "Red Hat": redHat,
  "Red Hat without its functions": { ...redHat, functions: false },
};

for (const [name, distribution] of Object.entries(machines)) {
  test(`The init script does all that it is asked for on ${name}`, PATIENCE, async () => {
    const machine = await openMachine(distribution);
    try {
      await driveStopped(machine);
      await driveRunning(machine, distribution);
      await driveDead(machine);
      await driveMistakes(machine);
      await uninstall(machine);
    } finally {
      await machine.close();
    }
  });
}

test("The init script ends a daemon that does not answer", PATIENCE, async () => {
  const machine = await openMachine(debian);
  try {
    await machine.expect(0, SCRIPT, "start");
    const pid = await machine.pid();
    await machine.expect(0, "kill", "-STOP", pid);
    assert.match(await machine.expect(0, SCRIPT, "stop"), /^Stopping keepalived: OK \(killed: /);
    await machine.expect(3, SCRIPT, "status");
  } finally {
    await machine.close();
  }
});

async function driveStopped(machine: Machine): Promise<void> {
  assert.equal(await machine.expect(3, SCRIPT, "status"), "keepalived is stopped\n");
  assert.equal(await machine.expect(7, SCRIPT, "reload"), "Reloading keepalived: it is not running\n");
  assert.equal(await machine.expect(0, SCRIPT, "stop"), "Stopping keepalived: it is not running\n");
  for (const verb of ["condrestart", "try-restart"]) assert.equal(await machine.expect(0, SCRIPT, verb), "");
  await machine.expect(3, SCRIPT, "status");
  assert.match(await machine.expect(2, SCRIPT, "begin"), /^Usage: .*\{start\|stop\|reload\|.*condrestart.*status\}\n$/);
}

async function driveRunning(machine: Machine, { environment, folders }: Distribution): Promise<void> {
  const lockFile = folders.includes("/var/lock/subsys") ? "/var/lock/subsys/keepalived" : undefined;
  await machine.write(environment, 'KEEPALIVED_OPTIONS="-D --vrrp_pid /run/from-the-options.pid"\n');
  assert.equal(await machine.expect(0, SCRIPT, "start"), "Starting keepalived: OK\n");
  const pid = await machine.pid();
  assert.equal(await machine.expect(0, SCRIPT, "status"), `keepalived (pid ${pid}) is running...\n`);
  await machine.expect(0, "test", "-e", "/run/from-the-options.pid");
  if (lockFile !== undefined) await machine.expect(0, "test", "-e", lockFile);
  assert.match(await machine.expect(0, SCRIPT, "start"), /it is running already/);
  await machine.until(ADDRESS, "is held");

  await machine.write(CONFIGURATION, configuration([ADDRESS, SECOND_ADDRESS]));
  assert.equal(await machine.expect(0, SCRIPT, "reload"), "Reloading keepalived: OK\n");
  await machine.until(SECOND_ADDRESS, "is held");
  await machine.write(CONFIGURATION, configuration([ADDRESS]));
  await machine.expect(0, SCRIPT, "force-reload");
  await machine.until(SECOND_ADDRESS, "is gone");
  assert.equal(await machine.pid(), pid);

  const pids = new Set([pid]);
  for (const verb of ["restart", "condrestart", "try-restart"]) {
    assert.equal(await machine.expect(0, SCRIPT, verb), "Stopping keepalived: OK\nStarting keepalived: OK\n");
    pids.add(await machine.pid());
  }
  assert.equal(pids.size, 4);
  await machine.until(ADDRESS, "is held");

  assert.equal(await machine.expect(0, SCRIPT, "stop"), "Stopping keepalived: OK\n");
  assert.ok(!(await machine.holds(ADDRESS)), "the address outlived the daemon");
  for (const path of [PID_FILE, lockFile ?? PID_FILE]) await machine.expect(1, "test", "-e", path);
  await machine.expect(3, SCRIPT, "status");
}

async function driveDead(machine: Machine): Promise<void> {
  await machine.expect(0, SCRIPT, "start");
  const waitForEnd = 'kill -KILL "$0"; while kill -0 "$0" 2>/dev/null; do sleep 0.01; done';
  await machine.expect(0, "timeout", "20", "sh", "-c", waitForEnd, await machine.pid());
  assert.match(await machine.expect(1, SCRIPT, "status"), /dead, but \/run\/keepalived\.pid exists/);
  await machine.expect(0, SCRIPT, "start");
  await machine.expect(0, SCRIPT, "stop");
  // The number has become another program's: it must not be taken for keepalived, nor be killed.
  await machine.write(PID_FILE, "1\n");
  await machine.expect(1, SCRIPT, "status");
  await machine.expect(0, SCRIPT, "stop");
  await machine.expect(0, SCRIPT, "start");
  await machine.expect(0, SCRIPT, "stop");
}

async function driveMistakes(machine: Machine): Promise<void> {
  await machine.write(CONFIGURATION, "vrrp_instance VI_1 {\n    interfase eth0\n}\n");
  const said = await machine.expect(2, SCRIPT, "start");
  assert.match(said, /keepalived\.conf:2:5/);
  assert.match(said, /^Starting keepalived: FAILED$/m);
  await machine.expect(3, SCRIPT, "status");
  await machine.write(CONFIGURATION, configuration([ADDRESS]));
  await machine.expect(0, SCRIPT, "start");
  const pid = await machine.pid();
  await machine.write(CONFIGURATION, "vrrp_instance VI_1 {\n    interfase eth0\n}\n");
  await machine.expect(0, SCRIPT, "reload");
  await machine.expect(0, SCRIPT, "status");
  assert.equal(await machine.pid(), pid);
}

async function uninstall(machine: Machine): Promise<void> {
  const refusal = await machine.expect(1, PROGRAM, "uninstall", "--prefix", "/opt/keepalived");
  assert.match(refusal, /^keepalived uninstall: keepalived is running, as process \d+: stop it first\n$/);
  await machine.expect(0, SCRIPT, "stop");
  await machine.expect(0, PROGRAM, "uninstall", "--prefix", "/opt/keepalived");
  assert.equal(await machine.expect(0, "ls", "/opt"), "");
  await machine.expect(1, "test", "-e", SCRIPT);
  await machine.expect(0, "test", "-e", CONFIGURATION);
}

function configuration(addresses: readonly string[]): string {
  return `vrrp_instance VI_1 {
    version 3
    interface eth0
    virtual_router_id 51
    priority 120
    advert_int 0.1
    virtual_ipaddress {
        ${addresses.map((address) => `${address}/24`).join("\n        ")}
    }
}
`;
}

/** A root of its own with the folders of a distribution, in namespaces of its own, with the program installed. */
type Machine = {
  /** Runs a command as `service` would, with hardly any environment; it must end with this status. Gives all it says. */
  readonly expect: (status: number, ...command: readonly string[]) => Promise<string>;
  readonly write: (path: string, content: string) => Promise<void>;
  readonly pid: () => Promise<string>;
  readonly holds: (address: string) => Promise<boolean>;
  readonly until: (address: string, state: "is held" | "is gone") => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Arguments: the shell, whether Red Hat's functions are there, the folders of the distribution. */
const MAKE_DISTRIBUTION = `
shell=$(readlink -f "$(command -v "$1")") functions=$2
shift 2
for folder; do mkdir -p "$root$folder"; done
mount --rbind /proc $root/proc
[ "$(readlink -f /bin/sh)" = "$shell" ] || mount --bind "$shell" "$root$(readlink -f /bin/sh)"
if [ -d $root/etc/rc.d ]; then ln -s rc.d/init.d $root/etc/init.d; fi
# Whoever reads this must notice: the real file defines daemon, killproc and status.
if [ "$functions" = true ]; then echo 'daemon() { exit 99; }; killproc() { exit 99; }' > $root/etc/init.d/functions; fi
`;

async function openMachine({ shell, folders, functions }: Distribution): Promise<Machine> {
  const namespace = await openNamespace("init");
  const machine = machineIn(namespace);
  try {
    await runIn(namespace, [
      "sh",
      "-c",
      MAKE_ROOT + MAKE_DISTRIBUTION,
      ...makeRootArguments,
      shell,
      String(functions),
      ...folders,
    ]);
    const installed = ["/package/bin/keepalived", "install", "--prefix", "/opt/keepalived", "--init", "sysv"];
    // A node outside the usual places is found by its path from then on; for this first call it has to be named.
    await machine.expect(0, "env", `KEEPALIVED_NODE=${process.execPath}`, ...installed);
    await machine.write(CONFIGURATION, configuration([ADDRESS]));
    return machine;
  } catch (error) {
    await namespace.close();
    throw error;
  }
}

function machineIn(namespace: Namespace): Machine {
  const expect = async (status: number, ...command: readonly string[]) => {
    const environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "TERM=dumb"];
    const child = spawnIn(
      namespace,
      [...environment, "chroot", "/run/root", "sh", "-c", 'exec "$@" 2>&1', "sh", ...command],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    assert.ok(child.stdout);
    const [[ended], said] = await Promise.all([once(child, "close"), text(child.stdout)]);
    assert.equal(ended, status, `${command.join(" ")} ended with ${ended}, not ${status}, and said: ${said}`);
    return said;
  };
  const holds = async (address: string) => {
    const shown = await runIn(namespace, ["ip", "-4", "address", "show", "dev", "eth0"]);
    return shown.includes(`${address}/`);
  };
  return {
    expect,
    write: async (path, content) => {
      await runIn(namespace, ["tee", `/run/root${path}`], content);
    },
    pid: async () => (await expect(0, "cat", PID_FILE)).trim(),
    holds,
    until: async (address, state) => {
      const bound = Date.now() + 20_000;
      while ((await holds(address)) !== (state === "is held")) {
        assert.ok(Date.now() < bound, `never came: ${address} ${state}`);
        await sleep(20);
      }
    },
    close: namespace.close,
  };
}

function cannotMakeMachines(): string | false {
  if (process.env.CI === "true") return false;
  const missing = ["bash", "dash", "ip", "nsenter"].find((name) => spawnSync("which", [name]).status !== 0);
  if (missing !== undefined) return `${missing} is not installed`;
  const trial = spawnSync("unshare", ["--net", "--mount", "--pid", "--fork", "true"], { encoding: "utf8" });
  return trial.status !== 0 && `no namespaces to be had: ${trial.stderr.trim()}`;
}
