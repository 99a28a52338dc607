import assert from "node:assert/strict";
import { test } from "node:test";
import { isFatal } from "../../src/config/problem.ts";
import type { InstanceSettings } from "../../src/core/vrrp/settings.ts";
import { readText } from "./reading.ts";

type Outcome = { readonly settings: InstanceSettings; readonly warnings: readonly string[] };

const SCRIPTS = `
vrrp_script plain { script "/bin/true" }
vrrp_script heavy {
  script "/bin/true"
  weight 20 reverse
}
`;

/** An instance with these lines beside the necessary ones; an error fails the test. */
function settle(lines: string, global = ""): Outcome {
  const text = `global_defs {\nenable_script_security\n${global}\n}\n${SCRIPTS}
vrrp_instance A {
  interface eth0
  virtual_router_id 1
  virtual_ipaddress { 192.0.2.1 }
  ${lines.split("; ").join("\n  ")}
}`;
  const { settings, problems } = readText(text);
  const warnings = problems
    // That most tests track none of the scripts is meant so.
    .filter(({ kind }) => kind !== "tracker-unused")
    .map((problem) => (isFatal(problem) ? `error: ${problem.message}` : problem.message));
  const [instance] = settings?.instances ?? [];
  return { settings: instance ?? assert.fail(warnings.join("; ")), warnings };
}

function quiet(lines: string, global = ""): InstanceSettings {
  const { settings, warnings } = settle(lines, global);
  assert.deepEqual(warnings, [], lines);
  return settings;
}

function warned(lines: string, global = ""): InstanceSettings {
  const { settings, warnings } = settle(lines, global);
  assert.equal(warnings.length, 1, `${lines}: ${warnings.join("; ")}`);
  return settings;
}

test("the version is that of the instance, else that of global_defs, else 2", () => {
  assert.equal(quiet("").version, 2);
  assert.equal(quiet("", "vrrp_version 3").version, 3);
  assert.equal(quiet("version 2", "vrrp_version 3").version, 2);
});

test("priority is 100, or 255 with state MASTER; the state is BACKUP, or MASTER with priority 255", () => {
  const start = ({ priority, initialState }: InstanceSettings): string => `${initialState} ${priority}`;
  assert.equal(start(quiet("")), "BACKUP 100");
  assert.equal(start(warned("state MASTER")), "MASTER 255");
  assert.equal(start(quiet("state MASTER; priority 7")), "MASTER 7");
  assert.equal(start(quiet("priority 255")), "MASTER 255");
  assert.equal(start(quiet("priority 255; state BACKUP")), "BACKUP 255");
});

test("version 2 rounds advert_int to whole seconds, at least one", () => {
  assert.equal(quiet("advert_int 255").advertInterval, 255_000_000);
  assert.equal(warned("advert_int 1.5").advertInterval, 2_000_000);
  assert.equal(warned("advert_int 1.4").advertInterval, 1_000_000);
  assert.equal(warned("advert_int 0.2").advertInterval, 1_000_000);
});

test("version 3 rounds advert_int to hundredths, at most 40.95 s", () => {
  assert.equal(quiet("version 3; advert_int 0.01").advertInterval, 10_000);
  assert.equal(quiet("version 3; advert_int 40.95").advertInterval, 40_950_000);
  assert.equal(warned("version 3; advert_int 0.016").advertInterval, 20_000);
  assert.equal(warned("version 3; advert_int 41").advertInterval, 40_950_000);
});

test("nopreempt and preempt_delay do not work for one that starts as master", () => {
  const preemption = ({ preempt, preemptDelay }: InstanceSettings): unknown[] => [preempt, preemptDelay];
  assert.deepEqual(preemption(quiet("")), [true, 0]);
  assert.deepEqual(preemption(quiet("nopreempt")), [false, 0]);
  assert.deepEqual(preemption(quiet("preempt_delay 1.5")), [true, 1_500_000]);
  assert.deepEqual(preemption(warned("nopreempt; preempt_delay 5")), [false, 0]);
  assert.deepEqual(preemption(warned("state MASTER; priority 9; nopreempt")), [true, 0]);
  assert.deepEqual(preemption(warned("state MASTER; priority 9; preempt_delay 5")), [true, 0]);
  assert.deepEqual(preemption(warned("priority 255; nopreempt")), [true, 0]);
});

test("the last of preempt and nopreempt counts", () => {
  assert.equal(quiet("nopreempt; preempt").preempt, true);
  assert.equal(quiet("preempt; nopreempt").preempt, false);
  assert.equal(warned("nopreempt; preempt; nopreempt").preempt, false);
});

test("a password counts in version 2, up to its first 8 bytes", () => {
  const pass = (word: string): string => `authentication {; auth_type PASS; auth_pass ${word}; }`;
  assert.deepEqual(quiet("").authentication, { kind: "none" });
  assert.deepEqual(quiet(pass("12345678")).authentication, { kind: "pass", password: "12345678" });
  assert.deepEqual(warned(pass("123456789")).authentication, { kind: "pass", password: "12345678" });
  assert.deepEqual(warned(pass("密密密密")).authentication, { kind: "pass", password: "密密密" });
  assert.deepEqual(quiet(pass('"#! {}"')).authentication, { kind: "pass", password: "#! {}" });
  assert.deepEqual(warned(`version 3; ${pass("x")}`).authentication, { kind: "none" });
  assert.deepEqual(warned("authentication {; auth_pass x; }").authentication, { kind: "none" });
  assert.deepEqual(warned("authentication {; auth_type PASS; }").authentication, { kind: "none" });
});

test("gratuitous ARP is set by the instance, else by global_defs; after a lower priority as on becoming master", () => {
  assert.deepEqual(quiet("").garp, {
    repeat: 5,
    delay: 5_000_000,
    refresh: 0,
    refreshRepeat: 1,
    lowerPriorityRepeat: 5,
    lowerPriorityDelay: 5_000_000,
  });
  const { garp } = quiet(
    "garp_master_delay 2; garp_lower_prio_repeat 0",
    "vrrp_garp_master_repeat 3\nvrrp_garp_master_refresh 60",
  );
  assert.deepEqual(garp, {
    repeat: 3,
    delay: 2_000_000,
    refresh: 60_000_000,
    refreshRepeat: 1,
    lowerPriorityRepeat: 0,
    lowerPriorityDelay: 2_000_000,
  });
  assert.equal(quiet("garp_master_delay 2", "vrrp_garp_lower_prio_delay 9").garp.lowerPriorityDelay, 9_000_000);
});

test("other defaults come from global_defs, and the instance can take them back", () => {
  const global = "vrrp_lower_prio_no_advert\nvrrp_higher_prio_send_advert on\nvrrp_down_timer_adverts 5";
  const inherited = quiet("", global);
  assert.deepEqual(
    [inherited.lowerPriorityNoAdvert, inherited.higherPrioritySendAdvert, inherited.downTimerAdverts],
    [true, true, 5],
  );
  const own = quiet("lower_prio_no_advert off; higher_prio_send_advert no; down_timer_adverts 4", global);
  assert.deepEqual([own.lowerPriorityNoAdvert, own.higherPrioritySendAdvert, own.downTimerAdverts], [false, false, 4]);
});

test("the lease ends before a backup takes over, and after the next advert", () => {
  assert.equal(quiet("").leaseSeconds, 2);
  assert.equal(quiet("advert_int 10").leaseSeconds, 29);
  assert.equal(quiet("version 3; advert_int 0.01").leaseSeconds, 1);
  assert.equal(quiet("version 3; advert_int 0.5").leaseSeconds, 1);
  assert.equal(quiet("address_lease off").leaseSeconds, 0);
  assert.equal(quiet("", "vrrp_address_lease off").leaseSeconds, 0);
  assert.equal(quiet("address_lease 2", "vrrp_address_lease off").leaseSeconds, 2);
  assert.equal(warned("address_lease 3").leaseSeconds, 3, "two could hold an address");
  assert.equal(warned("down_timer_adverts 1").leaseSeconds, 0, "none fits");
  assert.equal(warned("down_timer_adverts 2").leaseSeconds, 0, "none fits");
  assert.throws(() => settle("address_lease 1"), /ends before the next advert/);
});

test("an address without more is a /32 on the instance's interface with scope global", () => {
  assert.deepEqual(quiet("").addresses, [{ address: "192.0.2.1", prefixLength: 32, scope: 0, interface: "eth0" }]);
});

test("an address has the options of its line", () => {
  const lines =
    "virtual_ipaddress_excluded {; 10.1.2.3/20 dev eth1 scope link brd + label eth1:v; 10.1.2.4/24 broadcast -; }";
  assert.deepEqual(quiet(lines).excludedAddresses, [
    { address: "10.1.2.3", prefixLength: 20, scope: 253, interface: "eth1", broadcast: "10.1.15.255", label: "eth1:v" },
    { address: "10.1.2.4", prefixLength: 24, scope: 0, interface: "eth0", broadcast: "10.1.2.0" },
  ]);
});

test("further address blocks add addresses; one that is there already is left out", () => {
  const { settings } = settle(
    "virtual_ipaddress {; 192.0.2.2; 192.0.2.1; }; virtual_ipaddress_excluded {; 192.0.2.2; }",
  );
  assert.deepEqual(
    settings.addresses.map(({ address }) => address),
    ["192.0.2.1", "192.0.2.2"],
  );
  assert.deepEqual(settings.excludedAddresses, []);
});

test("addresses that do not fit into an advert are excluded", () => {
  const many = Array.from({ length: 256 }, (_, index) => `10.0.${index}.1`);
  const settings = warned(`virtual_ipaddress {; ${many.join("; ")}; }`);
  assert.equal(settings.addresses.length, 255);
  assert.deepEqual(
    settings.excludedAddresses.map(({ address }) => address),
    ["10.0.254.1", "10.0.255.1"],
  );
});

test("the interfaces of addresses are tracked, without a weight and once", () => {
  const lines =
    "virtual_ipaddress {; 192.0.2.2 dev eth1; 192.0.2.3 dev eth1; 192.0.2.4 dev eth0; 192.0.2.5 dev eth2; }";
  assert.deepEqual(quiet(`${lines}; track_interface {; eth2 weight 5; }`).trackedInterfaces, [
    { interface: "eth2", weight: 5, reverse: false },
    { interface: "eth1", weight: 0, reverse: false },
  ]);
});

test("the interfaces of routes and rules are tracked too, unless their loss does not matter", () => {
  const { instances, problems } = readText(`vrrp_instance A {
    interface eth0
    virtual_router_id 1
    virtual_ipaddress {
      192.0.2.1
      192.0.2.2 dev eth1 no_track
    }
    virtual_routes {
      10.0.0.0/8 dev eth2
      11.0.0.0/8 dev eth3 no_track
    }
    virtual_rules {
      iif eth4 oif eth5 table 100 preference 5
      iif eth6 table 100 preference 6 no_track
    }
  }`);
  assert.deepEqual(problems, []);
  assert.deepEqual(instances[0]?.settings.trackedInterfaces, [
    { interface: "eth2", weight: 0, reverse: false },
    { interface: "eth4", weight: 0, reverse: false },
  ]);
});

test("a tracked script has its own weight unless the track says another", () => {
  const tracked = (line: string): unknown => quiet(`track_script {; ${line}; }`).trackedScripts[0];
  assert.deepEqual(tracked("plain"), { script: "plain", weight: 0, reverse: false });
  assert.deepEqual(tracked("heavy"), { script: "heavy", weight: 20, reverse: true });
  assert.deepEqual(tracked("heavy weight -3"), { script: "heavy", weight: -3, reverse: true });
  assert.deepEqual(tracked("heavy weight 3 noreverse"), { script: "heavy", weight: 3, reverse: false });
  assert.deepEqual(tracked("plain weight 3 reverse"), { script: "plain", weight: 3, reverse: true });
});

test("an owner keeps only the trackers without a weight", () => {
  const lines = "priority 255; track_interface {; eth1; eth2 weight 5; }; track_script {; plain; }";
  const settings = warned(lines);
  assert.deepEqual(settings.trackedInterfaces, [{ interface: "eth1", weight: 0, reverse: false }]);
  assert.deepEqual(settings.trackedScripts, [{ script: "plain", weight: 0, reverse: false }]);
});

test("the own interface and a repeated name are not tracked again", () => {
  assert.deepEqual(warned("track_interface {; eth0 weight 5; }").trackedInterfaces, []);
  assert.equal(warned("track_script {; plain; plain weight 5; }").trackedScripts[0]?.weight, 0);
});

test("a script has the user of global_defs unless it names one, and its interval as timeout", () => {
  const text = `global_defs {\n enable_script_security\n script_user nobody nogroup\n}
    vrrp_script a {\n script "/bin/a b"\n interval 2.5\n user root\n init_fail\n}
    vrrp_script c {\n script /bin/c\n timeout 0.5\n}`;
  const { settings, problems } = readText(text);
  assert.deepEqual(new Set(problems.map(({ kind }) => kind)), new Set(["tracker-unused"]));
  const script = { name: "a", command: ["/bin/a", "b"], interval: 2_500_000, timeout: 2_500_000, rise: 1, fall: 1 };
  assert.deepEqual(settings?.scripts, [
    { ...script, initFail: true, user: { name: "root" } },
    {
      ...script,
      name: "c",
      command: ["/bin/c"],
      interval: 1_000_000,
      timeout: 500_000,
      initFail: false,
      user: { name: "nobody", group: "nogroup" },
    },
  ]);
});

test("router_id and the start-up delay come from global_defs, of which there may be several", () => {
  const { settings } = readText("global_defs {\n router_id r1\n}\nglobal_defs {\n vrrp_startup_delay 2.5\n}");
  assert.deepEqual([settings?.routerId, settings?.startupDelay], ["r1", 2_500_000]);
  assert.equal(readText("").settings?.routerId, "node1.example.com");
});
