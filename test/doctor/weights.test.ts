import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Configuration, HeardMaster } from "../../src/doctor/facts.ts";
import { diagnosePeers } from "../../src/doctor/peers.ts";
import { configure, tutorial } from "./configuration.ts";

const master = "state MASTER\n    priority 120";
const backup = "state BACKUP\n    priority 100";

function diagnoseWeights(own: Configuration, peers: readonly Configuration[], heard: readonly HeardMaster[]) {
  return diagnosePeers(own, peers, heard).filter(({ name }) => name === "weight-cannot-move");
}

/** One virtual router on two machines: this one's lines, the other's, and their script's. */
function pair(own: string, peer: string, script: string, peerScript = script) {
  return diagnoseWeights(tutorial(own, script, "a.conf"), [tutorial(peer, peerScript, "b.conf")], []);
}

function severities(findings: readonly { readonly severity: string }[]): string {
  return findings.map(({ severity }) => severity).join(" ");
}

test("The tutorial's weight of 2 does not move the VIP between 120 and 100, and doctor says which would", () => {
  assert.deepEqual(pair(master, backup, "weight 2"), [
    {
      severity: "error",
      name: "weight-cannot-move",
      what: "A failure of chk_haproxy (weight 2) lowers VI_1 from 122 to 120, which is not below the 102 of b.conf: the VIP stays.",
      where: "a.conf:15",
      cure: "give chk_haproxy a weight of 21 to 153 (30, say) or of -21 or lower (-30, say) in every file, or weight 0, with which a failure is a FAULT and always moves the VIP",
    },
  ]);
});

test("Seen from the backup it is the master's file that is wrong", () => {
  const [finding] = pair(backup, master, "weight 2");
  assert.equal(finding?.where, "b.conf:15");
  assert.match(finding?.what ?? "", /from 122 to 120, which is not below the 102 of a.conf/);
});

test("Each weight moves the VIP or not, as the priorities have it", () => {
  const table: readonly (readonly [string, string])[] = [
    ["weight 20", "error"],
    ["weight 21", ""],
    ["weight -20", "error"],
    ["weight -21", ""],
    ["weight 253", ""],
    ["weight 0", ""],
    ["weight 30 reverse", ""],
    ["weight -30 reverse", ""],
    ["weight 2 reverse", "error"],
  ];
  for (const [script, expected] of table) assert.equal(severities(pair(master, backup, script)), expected, script);
});

test("A weight in one file alone counts there alone", () => {
  // 150 against 100: good; 120 against 100: still above.
  assert.equal(severities(pair(master, backup, "weight 30", "weight 0")), "error");
  assert.equal(severities(pair(master, backup, "weight -30", "weight 0")), "");
  const [finding] = pair(master, backup, "weight -3", "weight 0");
  assert.match(finding?.cure ?? "", /a weight of -21 or lower \(-30, say\), or weight 0/);
  assert.doesNotMatch(finding?.cure ?? "", /every file/);
});

test("A backup with nopreempt accepts the lowered priority", () => {
  const [finding, ...others] = pair("priority 120", "nopreempt\n    priority 100", "weight -30");
  assert.deepEqual(others, []);
  assert.match(finding?.what ?? "", /from 120 to 90, below the 100 of b.conf, whose nopreempt accepts lower/);
  assert.match(finding?.cure ?? "", /^remove nopreempt from VI_1 in b.conf, or give chk_haproxy weight 0/);
  assert.equal(severities(pair("priority 120", "nopreempt\n    priority 100", "weight 0")), "");
});

test("With nopreempt the lower one may be master too, and then its own weight must do", () => {
  const [finding, ...others] = pair("nopreempt\n    priority 120", "priority 100", "weight -30");
  assert.deepEqual(others, []);
  assert.equal(finding?.where, "b.conf:14");
  assert.match(finding?.what ?? "", /from 100 to 70, below the 120 of a.conf, whose nopreempt/);
});

test("nopreempt with state MASTER means nothing", () => {
  assert.equal(severities(pair(master, "state MASTER\n    nopreempt\n    priority 100", "weight -30")), "");
});

test("Any of several routers may take over", () => {
  const third = tutorial("priority 110", "weight -15", "c.conf");
  const own = tutorial(master, "weight -15", "a.conf");
  const second = tutorial(backup, "weight -15", "b.conf");
  assert.equal(severities(diagnoseWeights(own, [second], [])), "error");
  assert.equal(severities(diagnoseWeights(own, [second, third], [])), "");
});

test("A peer with another virtual_router_id is no peer", () => {
  const stranger = configure(
    "vrrp_instance VI_2 {\ninterface eth0\nvirtual_router_id 52\nvirtual_ipaddress {\n10.0.0.9\n}\n}",
  );
  const [finding] = diagnoseWeights(tutorial(master), [stranger], []);
  assert.equal(finding?.severity, "warning");
});

test("From one file alone doctor tells for which priorities of the other the VIP moves", () => {
  const [finding, ...others] = diagnoseWeights(tutorial(master), [], []);
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, "warning");
  assert.equal(
    finding?.what,
    "A failure of chk_haproxy (weight 2) lowers VI_1 from 122 to 120: the VIP moves only to a router whose priority is 121 or 122.",
  );
  const of = (script: string) =>
    diagnoseWeights(tutorial(backup, script), [], [])
      .map(({ what }) => what)
      .join();
  assert.match(of("weight 1"), /whose priority is 101\.$/);
  assert.match(of("weight -20"), /whose priority is from 81 to 100\.$/);
  assert.equal(of("weight 21"), "");
  assert.equal(of("weight 0"), "");
});

test("What one file says is true for any peer: inside the range the VIP moves, outside it stays or never was here", () => {
  const weight = fc.integer({ min: -20, max: 20 }).filter((number) => number !== 0);
  const priority = fc.integer({ min: 1, max: 254 });
  fc.assert(
    fc.property(weight, priority, priority, (own, mine, theirs) => {
      const configuration = tutorial(`priority ${mine}`, `weight ${own}`, "a.conf");
      const [finding] = diagnoseWeights(configuration, [], []);
      const range = / is (?:from )?(\d+)(?: (?:or|to) (\d+))?\.$/.exec(finding?.what ?? "");
      const [from, to] = [Number(range?.[1] ?? 255), Number(range?.[2] ?? range?.[1] ?? 0)];
      const peer = tutorial(`priority ${theirs}`, "weight 0", "b.conf");
      const stays = diagnoseWeights(configuration, [peer], []).length > 0;
      const high = Math.min(254, mine + Math.max(0, own));
      if (theirs >= from && theirs <= to) assert.equal(stays, false);
      else if (theirs <= high) assert.equal(stays, true);
    }),
  );
});

test("Every weight that doctor proposes moves the VIP, and lets it come back", () => {
  const number = fc.integer({ min: 1, max: 254 });
  const weight = fc.integer({ min: -253, max: 253 }).filter((one) => one !== 0);
  fc.assert(
    fc.property(number, number, weight, (mine, theirs, given) => {
      const ask = (script: string) => pair(`priority ${mine}`, `priority ${theirs}`, script);
      for (const { cure } of ask(`weight ${given}`)) {
        for (const [, proposed] of cure.matchAll(/(?:least |of |to |\()(-?\d+)/g)) {
          assert.deepEqual(ask(`weight ${proposed}`), [], `${cure}: ${proposed}`);
        }
      }
    }),
  );
});

test("Where the priority cannot change any more, that is said for certain", () => {
  const [finding] = diagnoseWeights(tutorial("priority 254", "weight 30"), [], []);
  assert.equal(finding?.severity, "error");
  assert.match(finding?.what ?? "", /lowers VI_1 from 254 to 254: priorities end at 1 and 254, so nothing changes/);
});

test("nopreempt in the only file is a hint about the other", () => {
  const [finding, ...others] = diagnoseWeights(tutorial("nopreempt\n    priority 100", "weight -30"), [], []);
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, "warning");
  assert.match(finding?.what ?? "", /has nopreempt, so as backup it accepts a master of lower priority/);
});

function hear(configuration: Configuration, priority: number) {
  const heard: HeardMaster = { interface: "eth0", virtualRouterId: 51, address: "192.168.0.3", priority };
  return diagnoseWeights(configuration, [], [heard, { ...heard, virtualRouterId: 52, priority: 1 }]);
}

test("The priority of a master that is heard decides what one file cannot", () => {
  const [finding, ...others] = hear(tutorial(backup), 122);
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, "warning");
  assert.equal(
    finding?.what,
    "Now the master 192.168.0.3 has 122. If chk_haproxy lowers it by 2 as it does here, 120 is left, which is not below the 102 of VI_1: the VIP stays.",
  );
  assert.match(
    finding?.cure ?? "",
    /a weight of 21 to 153 \(30, say\) or of -21 or lower \(-30, say\) in every file, or weight 0/,
  );
  assert.deepEqual(hear(tutorial(backup, "weight 30"), 150), []);
  assert.deepEqual(hear(tutorial(backup), 102), []);
  assert.deepEqual(hear(tutorial(backup), 101), []);
  assert.deepEqual(severities(hear(tutorial(backup), 100)), "error");
});

test("A tracked interface with a weight is judged like a script", () => {
  const file = (priority: number) =>
    configure(
      `vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\npriority ${priority}\nvirtual_ipaddress {\n10.0.0.9\n}\ntrack_interface {\neth1 weight -10\n}\n}`,
      `${priority}.conf`,
    );
  const [finding] = diagnoseWeights(file(120), [file(100)], []);
  assert.equal(finding?.where, "120.conf:9");
  assert.match(finding?.what ?? "", /A failure of eth1 \(weight -10\) lowers VI_1 from 120 to 110/);
});

test("Several scripts are judged one by one, the others being good", () => {
  const file = (priority: number, name: string) =>
    configure(
      `vrrp_script one {\nscript true\nweight 15\n}\nvrrp_script two {\nscript true\nweight -25\n}
vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\npriority ${priority}\nvirtual_ipaddress {\n10.0.0.9\n}\ntrack_script {\none\ntwo\n}\n}`,
      name,
    );
  const findings = diagnoseWeights(file(120, "a.conf"), [file(100, "b.conf")], []);
  assert.deepEqual(
    findings.map(({ what }) => what.split(",")[0]),
    ["A failure of one (weight 15) lowers VI_1 from 135 to 120"],
  );
});
