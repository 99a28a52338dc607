import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, changes, renderChange, renderValues } from "../../src/config/change.ts";
import { features } from "../../src/config/features.ts";
import { vrrpInstance } from "../../src/config/keywords/instance.ts";
import { isFatal } from "../../src/config/problem.ts";
import type { Reading } from "../../src/config/read.ts";
import { Engine } from "../../src/core/engine.ts";
import type { Settings } from "../../src/core/settings.ts";
import { readText } from "./reading.ts";

/** A document with an instance that has these lines. */
function read(lines: string, name = "A", more = ""): Reading {
  const text = `
    ${more}
    global_defs {\n enable_script_security\n }
    vrrp_script s {\n script "/bin/true"\n }
    vrrp_instance ${name} {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 192.0.2.1\n }\n ${lines}\n }`;
  const reading = readText(text);
  assert.deepEqual(reading.problems.filter(isFatal), []);
  return reading;
}

function settingsOf(lines: string): Settings {
  return read(lines).settings ?? assert.fail("the text has errors");
}

function changed(before: Reading, after: Reading): readonly Change[] {
  return changes(before.document, after.document);
}

/** For each keyword a line that changes the instance. */
const lines = {
  state: "state MASTER\n priority 100",
  interface: "interface eth9",
  virtual_router_id: "virtual_router_id 9",
  priority: "priority 90",
  advert_int: "advert_int 2",
  version: "version 3",
  virtual_ipaddress: "virtual_ipaddress {\n 192.0.2.3\n }",
  virtual_ipaddress_excluded: "virtual_ipaddress_excluded {\n 192.0.2.2\n }",
  track_script: "track_script {\n s weight 4\n }",
  track_interface: "track_interface {\n eth1 weight 1\n }",
  authentication: "authentication {\n auth_type PASS\n auth_pass x\n }",
  nopreempt: "nopreempt",
  preempt_delay: "preempt_delay 1",
  garp_master_delay: "garp_master_delay 1",
  garp_master_repeat: "garp_master_repeat 1",
  garp_master_refresh: "garp_master_refresh 60",
  garp_master_refresh_repeat: "garp_master_refresh_repeat 2",
  garp_lower_prio_delay: "garp_lower_prio_delay 1",
  garp_lower_prio_repeat: "garp_lower_prio_repeat 1",
  lower_prio_no_advert: "lower_prio_no_advert",
  higher_prio_send_advert: "higher_prio_send_advert",
  down_timer_adverts: "down_timer_adverts 4",
  mcast_src_ip: "mcast_src_ip 192.0.2.9",
  dont_track_primary: "dont_track_primary",
  address_lease: "address_lease off",
} as const;

/** Keywords that change nothing by themselves. */
const idle: readonly string[] = [
  ...["no_virtual_ipaddress", "preempt", "accept", "debug"],
  ...["skip_check_adv_addr", "kernel_rx_buf_size", "notify_priority_changes"],
];

test("equal documents have no changes", () => {
  assert.deepEqual(changed(read(""), read("# a comment")), []);
  assert.deepEqual(changed(read(""), read("garp_master_repeat 5 # the default")), []);
});

test("a changed keyword is told, with what it means for the instance", () => {
  const working = Object.entries(vrrpInstance).filter(([, { feature }]) => features[feature].works);
  assert.deepEqual([...Object.keys(lines), ...idle].toSorted(), working.map(([name]) => name).toSorted());
  for (const [name, line] of Object.entries(lines)) {
    const [change, ...others] = changed(read(""), read(line));
    assert(
      change?.keywords.some(({ keyword }) => keyword === name),
      name,
    );
    assert.deepEqual(others, []);
  }
});

test("what the table says of a reload is what a running master does", () => {
  for (const [name, line] of Object.entries(lines)) {
    const [change] = changed(read(""), read(line));
    const stays = stateAfterReload(settingsOf(""), settingsOf(line)) === "MASTER";
    assert.equal(stays, change?.cost === "live" || change?.cost === "rehold", name);
  }
});

test("a default that changes in global_defs is a change of the instances that inherit it", () => {
  const after = read("", "A", "global_defs {\n vrrp_garp_master_repeat 7\n }");
  assert.deepEqual(changed(read(""), after).map(renderChange), [
    "global_defs: taken over as it runs: vrrp_garp_master_repeat",
    "vrrp_instance A: taken over as it runs: garp_master_repeat, garp_lower_prio_repeat",
  ]);
  assert.deepEqual(changed(read("garp_master_repeat 3\n garp_lower_prio_repeat 3"), after).flatMap(renderValues), [
    "vrrp_garp_master_repeat: `5` → `7`",
    "garp_master_repeat: `3` → `7`",
    "garp_lower_prio_repeat: `3` → `7`",
  ]);
});

/** What a master has become right after a reload; the links that are up are known. */
function stateAfterReload(before: Settings, after: Settings): string | undefined {
  const engine = new Engine();
  const mac = Uint8Array.of(2, 0, 0, 0, 0, 1);
  for (const name of ["eth0", "eth1"]) {
    engine.apply({ kind: "link", interface: name, link: { kind: "up", mac, addresses: ["192.0.2.250"] } }, 0);
  }
  engine.apply({ kind: "configure", settings: before }, 0);
  for (let turn = 0; turn < 10 && stateOf(engine) !== "MASTER"; turn++) {
    engine.apply({ kind: "timer" }, engine.deadline);
  }
  assert.equal(stateOf(engine), "MASTER");
  engine.apply({ kind: "configure", settings: after }, engine.deadline - 1);
  return stateOf(engine);
}

function stateOf(engine: Engine): string | undefined {
  return engine.status(0).instances[0]?.state;
}

test("instances that come and go are changes", () => {
  assert.deepEqual(changed(read("", "A"), read("", "B")), [
    { block: "vrrp_instance", name: "B", cost: "added", keywords: [] },
    { block: "vrrp_instance", name: "A", cost: "removed", keywords: [] },
  ]);
});

test("the log tells what a reload did, the costliest of an instance's changes first", () => {
  const told = (after: Reading): string[] => changed(read(""), after).map(renderChange);
  assert.deepEqual(told(read("priority 90\n advert_int 2")), [
    "vrrp_instance A: taken over as it runs: priority, advert_int",
  ]);
  assert.deepEqual(told(read("version 3\n priority 90")), ["vrrp_instance A: starts anew: version, priority"]);
  assert.deepEqual(told(read("virtual_ipaddress {\n 192.0.2.2\n }\n debug 1")), [
    "vrrp_instance A: what it holds is put in place anew: virtual_ipaddress, debug",
  ]);
  assert.deepEqual(told(read("debug 1")), ["vrrp_instance A: nothing to do for: debug"]);
  assert.deepEqual(told(read("", "B")), ["vrrp_instance B: added", "vrrp_instance A: removed"]);
});
