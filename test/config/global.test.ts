import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceSettings } from "../../src/core/vrrp/settings.ts";
import { readText } from "./reading.ts";

const INSTANCE = "vrrp_instance A {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress { 192.0.2.1 }\n}\n";

function globalDefsOf(lines: string): string {
  return `global_defs {\n${lines}\n}\n${INSTANCE}`;
}

function settled(lines: string): InstanceSettings {
  const { settings, problems, refusals } = readText(globalDefsOf(lines));
  const [instance] = settings?.instances ?? [];
  return instance ?? assert.fail([...problems, ...refusals].map(({ message }) => message).join("; "));
}

/** What a file with this in global_defs is said to need that this version does not have. */
function refusals(lines: string): readonly string[] {
  const { problems, refusals: found } = readText(globalDefsOf(lines));
  assert.deepEqual(
    problems.filter(({ kind }) => kind !== "keyword-idle" && kind !== "value-corrected" && kind !== "mail-impossible"),
    [],
  );
  return found.map(({ message }) => message);
}

test("vrrp_min_garp leaves one message in one burst", () => {
  const burst = ({ garp }: InstanceSettings): unknown[] => [garp.repeat, garp.delay];
  assert.deepEqual(burst(settled("")), [5, 5_000_000]);
  assert.deepEqual(burst(settled("vrrp_min_garp")), [1, 0]);
  assert.deepEqual(burst(settled("vrrp_min_garp off")), [5, 5_000_000]);
});

test("vrrp_min_garp leaves alone what is not the default before it, and all that comes behind it", () => {
  const burst = ({ garp }: InstanceSettings): unknown[] => [garp.repeat, garp.delay];
  assert.deepEqual(burst(settled("vrrp_garp_master_repeat 3\n vrrp_min_garp")), [3, 0]);
  assert.deepEqual(burst(settled("vrrp_garp_master_repeat 5\n vrrp_min_garp")), [1, 0]);
  assert.deepEqual(burst(settled("vrrp_min_garp\n vrrp_garp_master_repeat 5\n vrrp_garp_master_delay 5")), [5, 5e6]);
});

test("a refresh that is switched on behind vrrp_min_garp sends one message, where keepalived sends none", () => {
  const { garp } = settled("vrrp_min_garp\n vrrp_garp_master_refresh 60");
  assert.deepEqual([garp.refresh, garp.refreshRepeat], [60_000_000, 1]);
});

test("settings of what is not used keep nobody from starting", () => {
  const harmless = [
    "notification_email {\n root@example.org\n}\n notification_email_from lb@example.org\n smtp_server 192.0.2.25\n smtp_connect_timeout 30",
    "smtp_alert off",
    "vrrp_skip_check_adv_addr\n vrrp_check_unicast_src\n vmac_prefix v\n vrrp_mcast_group6 ff02::13",
    "nftables\n nftables_priority 5",
    "lvs_flush\n lvs_timeouts tcp 900\n checker_rt_priority 5\n bfd_no_swap",
    "vrrp_garp_interval 0\n vrrp_priority 0\n max_auto_priority -1\n vrrp_mcast_group4 224.0.0.18\n json_version 1",
    "reload_check_config\n include_check\n enable_script_security\n script_user root",
  ];
  for (const lines of harmless) assert.deepEqual(refusals(lines), [], lines);
});

test("what would not happen is refused at the start, by name", () => {
  assert.deepEqual(refusals("smtp_alert"), ["`smtp_alert` (mail) is not supported by this version yet"]);
  const missing = [
    "smtp_alert_vrrp on",
    "enable_snmp_vrrp",
    "enable_dbus",
    "notify_fifo /run/fifo",
    "vrrp_strict",
    "dynamic_interfaces",
    "startup_script /bin/true\n enable_script_security",
    "vrrp_mcast_group4 224.0.0.19",
    "vrrp_garp_interval 0.1",
    "max_auto_priority",
    "umask 022",
    "state_dump_file /run/state",
    "reload_time_file /etc/reload",
  ];
  for (const lines of missing) assert.equal(refusals(lines).length, 1, lines);
});

test("names of sets that are not given begin with the first one", () => {
  const { document } = readText(globalDefsOf("vrrp_iptables\n vrrp_ipsets lb lb_v6"));
  assert.deepEqual(document.global_defs?.given.vrrp_ipsets, ["lb", "lb_v6", "lb_if6", "lb_igmp", "lb_mld", "lb_nd"]);
});

test("umask is octal, decimal or hexadecimal as in C, or names of bits", () => {
  const umaskOf = (words: string): unknown =>
    readText(globalDefsOf(`umask ${words}`)).document.global_defs?.given.umask;
  assert.deepEqual(["022", "18", "0x12", "IWGRP|IWOTH", "IWGRP | IWOTH"].map(umaskOf), [18, 18, 18, 18, 18]);
});
