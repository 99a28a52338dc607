import assert from "node:assert/strict";
import { test } from "node:test";
import type { Machine } from "../../src/config/machine.ts";
import { readSettings } from "../../src/config/read.ts";
import { filesOf, render } from "./reading.ts";

/** A machine on which everything is as it should be, but for what a test says. */
const machine: Machine = {
  interfaces: new Map([
    ["lo", { loopback: true, addresses: [] }],
    ["eth0", { loopback: false, addresses: [{ address: "10.0.0.1", permanent: true }] }],
    ["dummy1", { loopback: true, addresses: [] }],
  ]),
  hasUser: (name) => name === "root",
  hasGroup: (name) => name === "root",
  examineScript: () => ({ kind: "safe" }),
  examineSecret: () => "private",
};

/** What is reported of the text on that machine, the first line of each problem only. */
function problemsOf(text: string, changes: Partial<Machine> = {}): string[] {
  const files = filesOf({ "k.conf": text });
  const reading = readSettings("k.conf", files, { configId: "node1", machine: { ...machine, ...changes } });
  // That a test does not track its script is meant so.
  const problems = reading.problems.filter(({ kind }) => kind !== "tracker-unused");
  return render({ ...reading, problems }).match(/^k\.conf.*|^ {2}\S.*/gm) ?? [];
}

function instance(lines: string): string {
  return `vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1\n}\n${lines}\n}\n`;
}

const secure = "global_defs {\nenable_script_security\nscript_user root\n}\n";
const script = `${secure}vrrp_script s {\nscript "/opt/check one"\n}\n`;

test("a file that fits the machine has no problems", () => {
  assert.deepEqual(problemsOf(script + instance("track_script {\ns\n}")), []);
});

test("an interface that the machine lacks is told, wherever it is named", () => {
  const elsewhere = instance("virtual_ipaddress {\n192.0.2.2 dev eth1\n}\ntrack_interface {\neth7\n}");
  assert.deepEqual(problemsOf(elsewhere.replace("interface eth0", "interface et0")), [
    "k.conf:2:1: warning: this machine has no interface `et0` [KA0612]",
    "  did you mean `eth0`?",
    "k.conf:8:1: warning: this machine has no interface `eth1` [KA0612]",
    "  did you mean `eth0`?",
    "k.conf:11:1: warning: this machine has no interface `eth7` [KA0612]",
    "  did you mean `eth0`?",
  ]);
  assert.deepEqual(problemsOf(`global_defs {\ndynamic_interfaces\n}\n${elsewhere}`), []);
  assert.deepEqual(problemsOf(elsewhere, { interfaces: undefined }), []);
});

test("routes, rules and static addresses are on interfaces that the machine has", () => {
  const routes =
    "virtual_routes {\n10.0.0.0/8 dev eth1 nexthop dev eth2\n}\nvirtual_rules {\niif eth3 oif eth4 nop order 5\n}";
  const fixed = "static_ipaddress {\n192.0.2.9 dev eth5\n192.0.2.10\n}\nstatic_routes {\n11.0.0.0/8 dev eth6\n}\n";
  const missing = [1, 2, 3, 4, 5, 6].map((number) => `eth${number}`);
  const problems = problemsOf(instance(routes) + fixed).filter((line) => line.includes("KA0612"));
  assert.deepEqual(
    problems.map((line) => /`(\w+)`/.exec(line)?.[1]),
    missing,
  );
});

test("a loopback interface is known by what it is, not only by its name", () => {
  assert.deepEqual(problemsOf(instance("").replace("interface eth0", "interface dummy1")), [
    "k.conf:2:1: error: VRRP is not spoken on the loopback interface [KA0402]",
  ]);
});

test("a virtual address that the machine has for good is told; one with a lifetime is not", () => {
  const own = (permanent: boolean) =>
    new Map([["eth0", { loopback: false, addresses: [{ address: "192.0.2.1", permanent }] }]]);
  assert.deepEqual(problemsOf(instance(""), { interfaces: own(true) }), [
    "k.conf:5:1: warning: 192.0.2.1 is on eth0 of this machine already, and stays there whoever is master [KA0613]",
    "  take it out of the machine's own network configuration",
  ]);
  assert.deepEqual(problemsOf(instance(""), { interfaces: own(false) }), []);
});

test("a peer with an address of the interface is the router itself", () => {
  assert.deepEqual(problemsOf(instance("unicast_peer {\n10.0.0.1\n10.0.0.2\n}")), [
    "k.conf:8:1: warning: the peer 10.0.0.1 is this router's own address [KA0429]",
    "  list the addresses of the other routers only",
  ]);
});

test("a check that is not there or cannot be run is told", () => {
  assert.deepEqual(problemsOf(script, { examineScript: () => ({ kind: "missing" }) }), [
    "k.conf:6:1: warning: there is no program `/opt/check` [KA0605]",
    "  correct the path",
  ]);
  const reason = "/opt/check may not be executed by uid 0, gid 0";
  assert.deepEqual(problemsOf(script, { examineScript: () => ({ kind: "not executable", reason }) }), [
    "k.conf:6:1: warning: `/opt/check` cannot be run: /opt/check may not be executed by uid 0, gid 0 [KA0607]",
    "  chmod a+x, or correct the path",
  ]);
});

test("a script that others can change is named with the component of its path", () => {
  const unsafe = (): ReturnType<Machine["examineScript"]> => ({
    kind: "unsafe",
    component: "/opt",
    reason: "everybody may write to it",
  });
  assert.deepEqual(problemsOf(script, { examineScript: unsafe }), [
    "k.conf:6:1: error: `/opt/check` runs as root, and others can change /opt: everybody may write to it [KA0603]",
    "  chown root /opt; chmod go-w /opt",
  ]);
  assert.deepEqual(problemsOf(script.replace("enable_script_security\n", ""), { examineScript: unsafe }), [
    "k.conf:5:1: security: `/opt/check` runs as root, and others can change /opt: everybody may write to it [KA0602]",
    "  chown root /opt; chmod go-w /opt",
    "k.conf:5:1: security: scripts are run without enable_script_security, whoever may change them [KA0601]",
    "  add enable_script_security (and script_user) to global_defs",
  ]);
});

test("with enable_script_security there must be somebody to run scripts as", () => {
  assert.deepEqual(problemsOf(script.replace("script_user root\n", "")), [
    "k.conf:5:1: error: with enable_script_security there must be a user for this script [KA0604]",
    "  add script_user to global_defs: root, or a user of its own",
  ]);
});

test("users and groups that the machine lacks are told; those of notifications are dropped by keepalived in silence", () => {
  assert.deepEqual(problemsOf(script.replace("script_user root", "script_user nobody nogroup")), [
    "k.conf:3:1: error: this machine has no user `nobody` [KA0608]",
    "  create it, or name another",
    "k.conf:3:1: error: this machine has no group `nogroup` [KA0608]",
    "  create it, or name another",
  ]);
  assert.deepEqual(problemsOf(secure + instance("notify_master /bin/echo MASTER")), [
    "k.conf:11:1: warning: this machine has no user `MASTER` [KA0609]",
    "  if `MASTER` is an argument, quote the whole command; else create the user",
  ]);
});

test("a key file that others may read, or that is not there, is told", () => {
  const signed = instance("auth_hmac {\nkey 1 file:/etc/key\nactive_key 1\n}");
  assert.deepEqual(problemsOf(signed, { examineSecret: () => "readable by others" }), [
    "k.conf:8:5: security: others than the owner may read /etc/key [KA0610]",
    "  chmod 600 /etc/key",
  ]);
  assert.deepEqual(problemsOf(signed, { examineSecret: () => "missing" }), [
    "k.conf:8:5: error: there is no key file /etc/key [KA0611]",
    "  create it, mode 0600",
  ]);
});
