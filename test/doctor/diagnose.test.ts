import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnose } from "../../src/doctor/diagnose.ts";
import type { Facts, Machine } from "../../src/doctor/facts.ts";
import { placeOf } from "../../src/doctor/place.ts";
import { renderFindings } from "../../src/doctor/render.ts";
import { configure, eth0, healthy, tutorial } from "./configuration.ts";

const sound = tutorial("priority 100", "weight 30");

function names(machine: Facts, configuration = sound): readonly string[] {
  return diagnose(configuration, [], machine).map(({ severity, name }) => `${severity} ${name}`);
}

test("A sound configuration on a healthy machine has no findings", () => {
  assert.deepEqual(diagnose(sound, [], healthy), []);
});

test("Each fault of the interface has its own finding, and only that", () => {
  const table: readonly (readonly [Partial<Machine["interfaces"][number]>, readonly string[]])[] = [
    [{ name: "eth1" }, ["error interface-missing"]],
    [{ up: false, carrier: false }, ["error interface-down"]],
    [{ carrier: false }, ["error interface-no-carrier"]],
    [{ multicast: false }, ["error interface-no-multicast"]],
    [{ addresses: [] }, ["error interface-no-address"]],
    [{ addresses: [{ address: "10.0.0.1", prefixLength: 24 }] }, ["warning vip-outside-networks"]],
  ];
  for (const [fault, expected] of table) {
    assert.deepEqual(names({ ...healthy, interfaces: [{ ...eth0, ...fault }] }), expected, JSON.stringify(fault));
  }
});

test("A missing interface is named with the ones that are there, and the one whose network fits", () => {
  const lo = { ...eth0, name: "lo", addresses: [{ address: "127.0.0.1", prefixLength: 8 }] };
  const [finding] = diagnose(sound, [], { ...healthy, interfaces: [lo, { ...eth0, name: "ens3" }] });
  assert.match(finding?.what ?? "", /no interface eth0; this machine has lo, ens3/);
  assert.match(finding?.cure ?? "", /"interface ens3"/);
});

test("A virtual address that brings its network along, or is routed on purpose, is judged by what it says", () => {
  const file = (address: string) =>
    configure(`vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress {\n${address}\n}\n}`);
  assert.deepEqual(names(healthy, file("10.9.9.9/24")), []);
  assert.deepEqual(names(healthy, file("10.9.9.9")), ["warning vip-outside-networks"]);
  assert.deepEqual(names(healthy, file("10.9.9.9 dev eth7")), ["error interface-missing"]);
});

test("The VIP that the master holds just now is not taken for an address of the machine", () => {
  const held = { address: "192.168.0.121", prefixLength: 32 };
  const interfaces = [{ ...eth0, addresses: [...eth0.addresses, held] }];
  assert.deepEqual(diagnose(sound, [], { ...healthy, interfaces }), []);
  assert.deepEqual(names({ ...healthy, interfaces: [{ ...eth0, addresses: [held] }] }), ["error interface-no-address"]);
  const owner = configure(
    "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\npriority 255\nvirtual_ipaddress {\n192.168.0.4/24\n}\n}",
  );
  assert.deepEqual(names(healthy, owner), []);
});

test("A script's program is missing, not to be run, or tracked by nobody", () => {
  const [script] = healthy.programs;
  assert.ok(script);
  const found = (kind: Facts["programs"][number]["found"]) => ({ ...healthy, programs: [{ ...script, found: kind }] });
  const [missing] = diagnose(sound, [], found({ kind: "missing" }));
  assert.deepEqual([missing?.name, missing?.cure], ["script-missing", "install the package psmisc"]);
  const reason = "/usr/bin/killall may not be executed by uid 65534, gid 65534";
  const [closed] = diagnose(sound, [], found({ kind: "not executable", reason }));
  assert.equal(closed?.name, "script-not-executable");
  assert.ok(closed?.what.includes(reason));
  const loose = configure(
    "vrrp_script chk_haproxy {\nscript true\n}\nvrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress {\n192.168.0.121\n}\n}",
  );
  assert.deepEqual(names(healthy, loose), ["warning script-untracked"]);
});

test("killall -0 by a user who may not signal haproxy always fails", () => {
  const [finding] = diagnose(tutorial("priority 100", "weight 30\nuser nobody"), [], healthy);
  assert.equal(finding?.name, "script-not-permitted");
  assert.match(finding?.what ?? "", /"killall -0 haproxy" as nobody/);
  assert.deepEqual(names(healthy, tutorial("priority 100", "weight 30\nuser root")), []);
});

test("What could not be looked at is a note, and hides nothing else", () => {
  const { interfaces: _, ...blind } = healthy;
  const gap = { what: "the interfaces", reason: "there is no command ip", cure: "install iproute2" };
  assert.deepEqual(names({ ...blind, gaps: [gap] }, tutorial("priority 100")), [
    "warning weight-cannot-move",
    "note not-examined",
  ]);
});

test("Two routers that do not agree discard each other's adverts", () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ["advert_int 1", "advert_int 2", ["error advert_int"]],
    ["advert_int 1\nversion 3", "advert_int 2\nversion 3", []],
    ["version 2", "version 3", ["error version"]],
    [
      "authentication {\nauth_type PASS\nauth_pass 1111\n}",
      "authentication {\nauth_type PASS\nauth_pass 2222\n}",
      ["error authentication"],
    ],
    ["advert_int 1", "authentication {\nauth_type PASS\nauth_pass secret\n}", ["error authentication"]],
    ["advert_int 1", "advert_int 1", []],
  ];
  for (const [own, peer, expected] of table) {
    const findings = diagnose(tutorial(own, "weight 30"), [tutorial(peer, "weight 30", "b.conf")], healthy);
    assert.deepEqual(
      findings.map(({ severity, what }) => `${severity} ${what.split(" ")[0]}`),
      expected,
      `${own} / ${peer}`,
    );
    assert.doesNotMatch(JSON.stringify(findings), /1111|2222|secret/);
  }
});

test("Other addresses, or no such virtual router at all, in the peer's file", () => {
  const file = (name: string, vrid: number, address: string, instance = "VI_1") =>
    configure(
      `vrrp_instance ${instance} {\ninterface eth0\nvirtual_router_id ${vrid}\nvirtual_ipaddress {\n${address}\n}\n}`,
      name,
    );
  const ask = (vrid: number, address: string, instance?: string) =>
    diagnose(file("a.conf", 51, "192.168.0.121"), [file("b.conf", vrid, address, instance)], healthy);
  assert.deepEqual(ask(51, "192.168.0.121"), []);
  assert.match(
    ask(51, "192.168.0.122")[0]?.what ?? "",
    /^virtual_ipaddress .*192\.168\.0\.121 only in a\.conf, 192\.168\.0\.122 only in b\.conf/,
  );
  assert.match(ask(52, "192.168.0.121")[0]?.what ?? "", /belongs to VRID 51 in a.conf, but to VRID 52 in b.conf/);
  assert.match(ask(52, "192.168.0.122")[0]?.what ?? "", /^b.conf has no vrrp_instance with virtual_router_id 51/);
  assert.match(ask(51, "192.168.0.122", "VI_2")[0]?.what ?? "", /^virtual_router_id 51 stands for VI_1 in a.conf, and/);
});

test("A place is the line of a word in its block, wherever braces and comments are", () => {
  const text =
    "vrrp_script a { script true # vrrp_instance X\n}\n! vrrp_instance X {\nvrrp_instance\u3000X{\n  interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n  10.0.0.1/24 dev eth0\n }\n}\nvrrp_instance Y {\n interface eth1\n virtual_router_id 2\n virtual_ipaddress {\n 10.0.0.2\n }\n}\n";
  const configuration = configure(text, "k.conf");
  assert.equal(placeOf(configuration, "vrrp_instance", "X"), "k.conf:4");
  assert.equal(placeOf(configuration, "vrrp_instance", "X", "interface"), "k.conf:5");
  assert.equal(placeOf(configuration, "vrrp_instance", "X", "10.0.0.1"), "k.conf:8");
  assert.equal(placeOf(configuration, "vrrp_instance", "Y", "interface"), "k.conf:12");
  assert.equal(placeOf(configuration, "vrrp_instance", "X", "priority"), "k.conf:4");
  assert.equal(placeOf(configuration, "vrrp_instance", "generated"), "k.conf, vrrp_instance generated");
});

test("The gravest comes first, each in a paragraph, and colours only where they are wanted", () => {
  const down = { ...healthy, interfaces: [{ ...eth0, up: false }] };
  const findings = diagnose(tutorial("priority 100"), [], down);
  assert.equal(
    renderFindings(findings, false),
    `error: The interface eth0 is down: VI_1 stays in FAULT.
  where: /etc/keepalived/keepalived.conf:7
  cure:  switch it on, and in the machine's network configuration so that it lasts
         ip link set dev eth0 up

warning: A failure of chk_haproxy (weight 2) lowers VI_1 from 102 to 100: the VIP moves only to a router whose priority is 101 or 102.
  where: /etc/keepalived/keepalived.conf:14
  cure:  compare with the other router's file (--peer FILE); if it lies outside, give chk_haproxy in both a weight larger than the difference of their priorities (30 or -30, say), or weight 0, with which a failure is a FAULT and always moves the VIP

1 error, 1 warning.
`,
  );
  assert.ok(renderFindings(findings, true).startsWith("\x1b[1;31merror\x1b[0m: "));
  assert.equal(renderFindings([], false), "Nothing is wrong.\n");
});
