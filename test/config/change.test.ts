import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../../src/config/change.ts";
import type { Settings } from "../../src/core/settings.ts";
import { readText } from "./reading.ts";

function settings(lines: string, name = "A"): Settings {
  const text = `
    vrrp_script s {\n script "/bin/true"\n }
    vrrp_instance ${name} {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 192.0.2.1\n }\n ${lines}\n }`;
  return readText(text).settings ?? assert.fail("the text has errors");
}

test("equal settings have no changes", () => {
  assert.deepEqual(changes(settings(""), settings("priority 100 # the default")), []);
});

test("most keywords change a running instance, some make it start anew", () => {
  const before = settings("");
  assert.deepEqual(changes(before, settings("priority 90\n garp_master_delay 1\n track_script {\n s weight 4\n }")), [
    {
      instance: "A",
      kind: "live",
      keywords: ["priority", "garp_master_delay", "garp_lower_prio_delay", "track_script"],
    },
  ]);
  assert.deepEqual(changes(before, settings("version 3\n priority 90")), [
    { instance: "A", kind: "restart", keywords: ["version", "priority"] },
  ]);
});

test("every keyword that an instance has shows as a change", () => {
  const lines = [
    "advert_int 2",
    "state MASTER\n priority 100",
    "mcast_src_ip 192.0.2.9",
    "nopreempt",
    "preempt_delay 1",
    "dont_track_primary",
    "address_lease off",
    "down_timer_adverts 4",
    "lower_prio_no_advert",
    "higher_prio_send_advert",
    "virtual_ipaddress_excluded {\n 192.0.2.2\n }",
    "track_interface {\n eth1\n }",
    "authentication {\n auth_type PASS\n auth_pass x\n }",
  ];
  for (const line of lines) {
    const [change] = changes(settings(""), settings(line));
    const keyword = /^\w+/.exec(line)?.[0];
    assert(
      change?.keywords.some((name) => name === keyword),
      line,
    );
  }
});

test("instances that come and go are changes", () => {
  assert.deepEqual(changes(settings("", "A"), settings("", "B")), [
    { instance: "B", kind: "added", keywords: [] },
    { instance: "A", kind: "removed", keywords: [] },
  ]);
});
