import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, renderChange } from "../../src/config/change.ts";
import { vrrpInstance } from "../../src/config/keywords/instance.ts";
import { Engine } from "../../src/core/engine.ts";
import type { Settings } from "../../src/core/settings.ts";
import { readText } from "./reading.ts";

/** An instance with these lines. */
function read(lines: string, name = "A"): Settings {
  const text = `
    vrrp_script s {\n script "/bin/true"\n }
    vrrp_instance ${name} {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 192.0.2.1\n }\n ${lines}\n }`;
  return readText(text).settings ?? assert.fail("the text has errors");
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
const idle = ["no_virtual_ipaddress", "preempt", "accept", "debug"];

test("equal settings have no changes", () => {
  const [before, after] = [read(""), read("priority 100 # the default\n accept")];
  assert.deepEqual(changes(before.instances, after.instances), []);
});

test("a changed keyword is told, with what it means for the instance", () => {
  assert.deepEqual([...Object.keys(lines), ...idle].toSorted(), Object.keys(vrrpInstance).toSorted());
  for (const [name, line] of Object.entries(lines)) {
    const [change, ...others] = changes(read("").instances, read(line).instances);
    assert(
      change?.keywords.some((keyword) => keyword === name),
      name,
    );
    assert.deepEqual(others, []);
  }
});

test("what the table says of a reload is what a running master does", () => {
  for (const [name, line] of Object.entries(lines)) {
    const [change] = changes(read("").instances, read(line).instances);
    assert.equal(stateAfterReload(read(""), read(line)) === "MASTER", change?.kind === "live", name);
  }
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
  assert.deepEqual(changes(read("", "A").instances, read("", "B").instances), [
    { instance: "B", kind: "added", keywords: [] },
    { instance: "A", kind: "removed", keywords: [] },
  ]);
});

test("the log tells what a reload did", () => {
  const told = (after: Settings): string[] => changes(read("").instances, after.instances).map(renderChange);
  assert.deepEqual(told(read("priority 90\n advert_int 2")), ["(A) changed: priority, advert_int, address_lease"]);
  assert.deepEqual(told(read("version 3\n priority 90")), ["(A) starts anew, changed: version, priority"]);
  assert.deepEqual(told(read("", "B")), ["(B) added", "(A) removed"]);
});
