import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "../../src/config/keywords/root.ts";
import { assertPrintedAsRead, readItem, readItems, saidOf } from "./items.ts";
import { readText } from "./reading.ts";

const read = (line: string): object => readItem("static_rules", line);
const said = (line: string): readonly string[] => saidOf("static_rules", line);

const plain = { family: "inet", preference: 5, action: { kind: "table", table: 100 } } as const;

test("a rule has a preference and an action", () => {
  assert.deepEqual(read("table 100 preference 5"), plain);
  assert.deepEqual(read("order 5 lookup 0x64"), plain);
  assert.deepEqual(read("lookup 0144 priority 0x5"), plain);
  assert.deepEqual(read("goto 200 priority 5"), { ...plain, action: { kind: "goto", preference: 200 } });
  for (const kind of ["nop", "blackhole", "unreachable", "prohibit", "l3mdev"] as const) {
    assert.deepEqual(read(`${kind} priority 5`), { ...plain, action: { kind } });
  }
  assert.deepEqual(read("type prohibit priority 5"), { ...plain, action: { kind: "prohibit" } });
  assert.deepEqual(said("table 100"), ["error: this rule has no preference"]);
  assert.deepEqual(said("preference 5"), ["error: this rule does nothing"]);
});

test("every option of a rule is read into its field", () => {
  const line =
    "not from 192.0.2.0/24 to 198.51.100.1 table 100 preference 5 tos CS1 fwmark 0x10/0xff realms 1/2 " +
    "suppress_prefixlength 0 suppress_ifgroup default iif eth1 oif eth2 tunnel-id 7 uidrange 1000-2000 protocol 18 " +
    "ipproto tcp sport 80 dport 1024-2047 no_track track_group G";
  assert.deepEqual(read(line), {
    ...plain,
    not: true,
    from: { address: "192.0.2.0", length: 24 },
    to: { address: "198.51.100.1", length: 32 },
    tos: 0x20,
    fwmark: { mark: 16, mask: 255 },
    realms: { from: 1, to: 2 },
    suppress_prefixlength: 0,
    suppress_ifgroup: 0,
    dev: "eth1",
    oif: "eth2",
    "tunnel-id": "7",
    uidrange: { from: 1000, to: 2000 },
    protocol: 18,
    ipproto: 6,
    sport: { from: 80, to: 80 },
    dport: { from: 1024, to: 2047 },
    no_track: true,
    track_group: "G",
  });
});

test("the family is that of the addresses, or is said, or is IPv4", () => {
  const six = { ...plain, family: "inet6" };
  assert.deepEqual(read("from any to all table 100 preference 5"), plain);
  assert.deepEqual(read("inet6 table 100 preference 5"), six);
  assert.deepEqual(read("to ::/0 table 100 preference 5"), { ...six, to: { address: "::", length: 0 } });
  for (const line of [
    "from 192.0.2.0/24 to 2001:db8::/32 table 100 preference 5",
    "inet6 from 192.0.2.0/24 table 100 preference 5",
    "inet inet6 table 100 preference 5",
    "from 2001:db8::/32 table 100 realms 5 preference 5",
  ]) {
    assert.match(said(line).join(), /^error: [^,]* in one rule$/, line);
  }
});

test("only one thing is done, and what is for tables needs one", () => {
  assert.match(said("table 100 nop preference 5").join(), /^error: .* only one thing can be done$/);
  assert.match(said("l3mdev table 100 preference 5").join(), /^error: .* only one thing can be done$/);
  for (const option of ["realms 5", "suppress_prefixlength 5", "sup_group default"]) {
    assert.match(said(`nop ${option} preference 5`).join(), /^error: .* needs a table to ask$/);
  }
  assert.deepEqual(said("goto 5 preference 5"), ["error: goto 5 does not lead to a later rule than 5"]);
});

test("the kernel's last port is left out of a range, and cannot stand alone", () => {
  const ports = { sport: { from: 1024, to: 65_534 } };
  assert.deepEqual(read("sport 1024-65535 table 100 preference 5"), { ...plain, ...ports });
  assert.deepEqual(said("sport 65535 table 100 preference 5"), ["error: the kernel has no rules for port 65535"]);
});

test("tables and groups of the machine have names", () => {
  const files = { "/etc/iproute2/rt_tables": "100 uplink\n", "/etc/iproute2/group": "3 outside\n" };
  const { items } = readItems("static_rules", ["lookup uplink sup_group outside preference 5"], files);
  assert.deepEqual(items, [{ ...plain, suppress_ifgroup: 3 }]);
});

test("the JSON of a rule has its options by their names, the action among them", () => {
  const { document } = readText("static_rules {\nfrom 192.0.2.0/24 lookup main order 5\n}");
  assert.deepEqual(root.static_rules.type.json(document.static_rules ?? []), [
    {
      family: "inet",
      preference: 5,
      from: { address: "192.0.2.0", length: 24 },
      table: 254,
      place: { file: "keepalived.conf", line: 2, column: 1 },
    },
  ]);
});

test("what is printed of rules is read as the same", () => {
  assertPrintedAsRead("static_rules", [
    "table 100 preference 5",
    "inet6 table 100 preference 5",
    "from 192.0.2.0/24 nop preference 5",
    "goto 4294967295 order 0",
  ]);
});
