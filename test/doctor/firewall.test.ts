import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { Firewall } from "../../src/doctor/facts.ts";
import { judge } from "../../src/doctor/firewall/chain.ts";
import { readIptablesSave } from "../../src/doctor/firewall/iptables.ts";
import type { Advert } from "../../src/doctor/firewall/match.ts";
import { readNftRuleset } from "../../src/doctor/firewall/nft.ts";
import { diagnoseFirewall } from "../../src/doctor/firewall.ts";
import { networkOf } from "../../src/doctor/interval.ts";
import { eth0, healthy, tutorial } from "./configuration.ts";

function vector(name: string): string {
  return readFileSync(new URL(`../../../test/doctor/vectors/${name}`, import.meta.url), "utf8");
}

const arriving: Advert = {
  direction: "in",
  interface: "eth0",
  sources: [networkOf("192.168.0.0", 24)].filter((one) => one !== undefined),
};

/** What the vectors' rules say of themselves in their comments. */
const ANSWER = /"(yes|no|maybe)"|comment (yes|no|maybe)\b/;

test("Every match of nftables is answered as its rule's comment says", () => {
  const text = vector("matches.ruleset");
  const rules = readNftRuleset(text, arriving)?.find(({ name }) => name === "input")?.rules ?? [];
  const expected = text.split("\n").filter((line) => line.startsWith('{"rule"'));
  assert.equal(rules.length, expected.length);
  assert.ok(rules.length > 60);
  for (const [index, rule] of rules.entries()) {
    assert.equal(rule.matches, ANSWER.exec(expected[index] ?? "")?.[1], expected[index]);
    assert.ok(rule.doubts.length > 0 || rule.matches !== "maybe", expected[index]);
  }
});

for (const tool of ["iptables-nft", "iptables-legacy"]) {
  test(`Every match of ${tool} is answered as its rule's comment says`, () => {
    const text = vector(`${tool}.save`);
    const rules = readIptablesSave(text, tool, arriving).find(({ name }) => name === "INPUT")?.rules ?? [];
    const expected = text.split("\n").filter((line) => line.startsWith("-A INPUT"));
    assert.equal(rules.length, expected.length);
    assert.ok(rules.length > 30);
    for (const [index, rule] of rules.entries()) {
      assert.equal(rule.matches, ANSWER.exec(expected[index] ?? "")?.[2], expected[index]);
    }
  });
}

function diagnose(firewall: Firewall, addresses = eth0.addresses) {
  const machine = { ...healthy, interfaces: [{ ...eth0, addresses }], firewall };
  return diagnoseFirewall(tutorial("priority 100"), machine);
}

test("Adverts end at the policy of a workstation's ruleset, for tracked connections they never become", () => {
  const [finding, ...others] = diagnose({ nftRuleset: vector("workstation.ruleset"), saves: [] });
  assert.deepEqual(others, []);
  assert.deepEqual(finding, {
    severity: "error",
    name: "protocol-dropped",
    what: "VRRP adverts (IP protocol 112) arriving at eth0 are dropped by the firewall's policy drop of chain input: this router does not hear the other and becomes MASTER beside it.",
    where: "nft, table inet filter, chain input",
    cure: "let VRRP through now, and in the firewall's own configuration so that it lasts",
    command: "nft insert rule inet filter input iifname eth0 ip protocol 112 accept",
  });
});

test("In firewalld's table the cure is firewalld's own command", () => {
  const [finding, ...others] = diagnose({ nftRuleset: vector("zones.ruleset"), saves: [] });
  assert.deepEqual(others, []);
  assert.match(finding?.what ?? "", /rule with handle \d+ of chain filter_INPUT:/);
  assert.equal(
    finding?.command,
    'firewall-cmd --permanent --zone="$(firewall-cmd --get-zone-of-interface=eth0)" --add-protocol=vrrp && firewall-cmd --reload',
  );
});

test("An interface in a zone that accepts everything has no finding", () => {
  const text = vector("zones.ruleset").replaceAll('"eth0"', '"eth9"').replaceAll('"eth1"', '"eth0"');
  assert.deepEqual(diagnose({ nftRuleset: text, saves: [] }), []);
});

/** The vectors' rules all accept; what is asked here is what they have in common with each other. */
test("What iptables keeps in nftables is judged once, and cured with iptables", () => {
  const drops = (text: string) => text.replaceAll("-j ACCEPT", "-j DROP");
  const save = { command: "iptables-nft", inNftables: true, text: drops(vector("iptables-nft.save")) };
  const nftRuleset = vector("iptables-nft.ruleset");
  const both = diagnose({ nftRuleset, saves: [save] });
  assert.deepEqual(
    both.map(({ severity, command }) => [severity, command]),
    [["error", "iptables-nft -I INPUT -i eth0 -p 112 -j ACCEPT"]],
  );
  assert.match(both[0]?.what ?? "", /rule "-A INPUT -p (112|vrrp) .*-j DROP"/);
  const onlyIptables = diagnose({ saves: [save] });
  assert.deepEqual(onlyIptables, both);
});

test("Without nft, and from another kernel's tables, iptables alone is judged", () => {
  const text = ["*raw", ":PREROUTING ACCEPT [0:0]", "-A PREROUTING -p vrrp -j DROP", "COMMIT", ""].join("\n");
  const [finding] = diagnose({ saves: [{ command: "iptables", inNftables: false, text }] });
  assert.equal(finding?.where, "iptables, table ip raw, chain PREROUTING");
  assert.equal(finding?.command, "iptables -t raw -I PREROUTING -i eth0 -p 112 -j ACCEPT");
});

test("Chains of the same name in nftables and in the legacy tables are not mixed up", () => {
  const save = (end: string) =>
    ["*filter", ":INPUT ACCEPT [0:0]", ":JUNK - [0:0]", "-A INPUT -j JUNK", `-A JUNK -j ${end}`, "COMMIT"].join("\n");
  const saves = [
    { command: "iptables-nft", inNftables: true, text: save("ACCEPT") },
    { command: "iptables-legacy", inNftables: false, text: save("DROP") },
  ];
  for (const order of [saves, saves.toReversed()]) {
    assert.deepEqual(
      diagnose({ saves: order }).map(({ where }) => where),
      ["iptables-legacy, table ip filter, chain INPUT"],
    );
  }
});

test("Many ways through many chains do not multiply", () => {
  const chain = (at: number) => ({ family: "inet", table: "t", name: `d${at}` });
  const jumps = (at: number) =>
    Array.from({ length: 9 }, () => ({ expr: [{ limit: {} }, { jump: { target: `d${at}` } }] }));
  const deep = Array.from({ length: 15 }, (_, at) => at).flatMap((at) => [
    { chain: chain(at) },
    ...jumps(at + 1).map((rule) => ({ rule: { ...chain(at), chain: `d${at}`, handle: 1, ...rule } })),
    { rule: { ...chain(at), chain: `d${at}`, handle: 2, expr: [{ limit: {} }, { drop: null }] } },
  ]);
  assert.equal(fate(ruleset([[{ jump: { target: "d0" } }]], {}, deep))?.kind, "may be dropped");
});

test("Packet counts in front of the rules change nothing", () => {
  const text = ["*filter", ":INPUT ACCEPT [7:8]", "[7:8] -A INPUT -p vrrp -j DROP", "COMMIT"].join("\n");
  assert.equal(diagnose({ saves: [{ command: "iptables", inNftables: false, text }] }).length, 1);
});

/** A ruleset of one chain, with rules as nft writes them. */
function ruleset(rules: readonly object[], chain: object = {}, more: readonly object[] = []): string {
  const base = {
    family: "inet",
    table: "t",
    name: "c",
    type: "filter",
    hook: "input",
    prio: 0,
    policy: "accept",
    ...chain,
  };
  const { family, table, name } = base;
  const written = rules.map((expr, handle) => ({ rule: { family, table, chain: name, handle, expr } }));
  return JSON.stringify({ nftables: [{ table: { family, name: table } }, { chain: base }, ...more, ...written] });
}

function fate(text: string) {
  const chains = readNftRuleset(text, arriving) ?? [];
  const base = chains.find((chain) => chain.base !== undefined);
  return base && judge(base, chains);
}

test("A dropped packet is dropped for certain only if no rule in front could have accepted it", () => {
  const accept = [{ limit: { rate: 1 } }, { accept: null }];
  const drop = [{ drop: null }];
  assert.deepEqual(fate(ruleset([drop])), { kind: "dropped", by: "rule with handle 0 of chain c" });
  assert.deepEqual(fate(ruleset([accept, drop])), {
    kind: "may be dropped",
    by: "rule with handle 1 of chain c",
    doubts: ["limit"],
  });
  assert.deepEqual(fate(ruleset([[{ accept: null }], drop])), { kind: "passes" });
  assert.deepEqual(fate(ruleset([[{ limit: {} }, ...drop], drop])), {
    kind: "dropped",
    by: "rule with handle 0 of chain c",
  });
});

test("A program that packets are queued for may drop them", () => {
  assert.equal(fate(ruleset([[{ queue: { num: 1 } }]]))?.kind, "may be dropped");
  const text = ["*filter", ":INPUT ACCEPT [0:0]", "-A INPUT -p vrrp -j NFQUEUE --queue-num 1", "COMMIT"].join("\n");
  assert.equal(diagnose({ saves: [{ command: "iptables", inNftables: false, text }] })[0]?.severity, "warning");
});

test("Without conntrack's view of the packet its state is unknown", () => {
  const established = { match: { op: "in", left: { ct: { key: "state" } }, right: ["established", "related"] } };
  const rule = [established, { drop: null }];
  assert.equal(fate(ruleset([rule]))?.kind, "passes");
  assert.equal(fate(ruleset([[{ notrack: null }], rule]))?.kind, "may be dropped");
});

test("A table that sleeps drops nothing, and a chain at another device neither", () => {
  const drop = [{ drop: null }];
  const asleep = ruleset([drop]).replace('"name":"t"', '"name":"t","flags":["dormant"]');
  assert.equal(fate(asleep), undefined);
  const edge = { family: "netdev", hook: "ingress" };
  assert.equal(fate(ruleset([drop], { ...edge, dev: "eth1" })), undefined);
  assert.equal(fate(ruleset([drop], { ...edge, dev: "eth0" }))?.kind, "dropped");
  assert.equal(fate(ruleset([drop], { ...edge, dev: ["eth0", "eth1"] }))?.kind, "dropped");
  // nft 1.0.6 does not say which device.
  assert.equal(fate(ruleset([drop], edge))?.kind, "may be dropped");
});

test("Chains that jump in a circle come to an end", () => {
  const chain = { family: "inet", table: "t", name: "d" };
  const back = { rule: { ...chain, chain: "d", handle: 9, expr: [{ jump: { target: "c" } }] } };
  const text = ruleset([[{ jump: { target: "d" } }]], { policy: "drop" }, [{ chain }, back]);
  assert.equal(fate(text)?.kind, "dropped");
});

test("A source outside what is known of the link leaves the rule open", () => {
  const from = { match: { op: "==", left: { payload: { protocol: "ip", field: "saddr" } }, right: "192.168.0.9" } };
  const nftRuleset = ruleset([[from, { drop: null }]]);
  assert.equal(diagnose({ nftRuleset, saves: [] })[0]?.severity, "warning");
  assert.equal(diagnose({ nftRuleset, saves: [] }, [])[0]?.severity, "warning");
  assert.deepEqual(diagnose({ nftRuleset, saves: [] }, [{ address: "10.0.0.1", prefixLength: 24 }]), []);
});

test("Neither any JSON nor any text makes the readers throw", () => {
  const words = fc.constantFrom(
    "rule",
    "chain",
    "set",
    "map",
    "expr",
    "match",
    "left",
    "right",
    "payload",
    "vmap",
    "@s",
    "nftables",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", maxDepth: 6 },
      fc.constantFrom(null, true, 7, "drop", "ip", "@s"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(words, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree), (objects) => {
      for (const chain of readNftRuleset(JSON.stringify({ nftables: objects }), arriving) ?? []) judge(chain, []);
    }),
  );
  const token = fc.constantFrom(
    "-A",
    "INPUT",
    "-m",
    "-j",
    "!",
    "-p",
    "-s",
    "1.2.3.4/33",
    '"',
    "\\",
    "\n",
    "*filter",
    ":INPUT",
    "-",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(token, fc.string())), (parts) => {
      const text = parts.join(" ");
      assert.ok(Array.isArray(readIptablesSave(text, "iptables", arriving)));
      readNftRuleset(text, arriving);
    }),
  );
});

test("What is no ruleset is said to be none", () => {
  for (const nftRuleset of ["no JSON", '{"nftables": 7}', "null"]) {
    const findings = diagnose({ nftRuleset, saves: [] });
    assert.deepEqual(
      findings.map(({ severity, name }) => [severity, name]),
      [["note", "not-examined"]],
    );
  }
});
