import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ProblemKind } from "../../src/config/catalogue.ts";
import { trackFile } from "../../src/config/keywords/file.ts";
import { garpGroup } from "../../src/config/keywords/garp-group.ts";
import { trackProcess } from "../../src/config/keywords/process.ts";
import { syncGroup } from "../../src/config/keywords/sync-group.ts";
import { trackGroup } from "../../src/config/keywords/track-group.ts";
import { assertPrintable, filesOfTable } from "./printing.ts";
import { readText } from "./reading.ts";

const CHECKS = `global_defs {
  enable_script_security
  script_user root
}
vrrp_script light {
  script /bin/true
}
vrrp_script heavy {
  script /bin/true
  weight 20
}
track_file level {
  file /run/level
}
vrrp_track_process daemon {
  process haproxy
  weight -5
}
`;

function instance(name: string, number: number, lines = ""): string {
  return `vrrp_instance ${name} {
    interface eth${number}
    virtual_router_id ${number}
    virtual_ipaddress { 192.0.2.${number} }
    ${lines}
  }
  `;
}

/** The kinds of problems of two instances and a group of them; that something is not tracked is not told. */
function kinds(lines: string, memberLines = "", groupFirst = false): readonly ProblemKind[] {
  const group = `vrrp_sync_group G {\n group { A B }\n${lines}\n}\n`;
  const instances = instance("A", 1, memberLines) + instance("B", 2);
  const { problems } = readText(CHECKS + (groupFirst ? group + instances : instances + group));
  return problems.map(({ kind }) => kind).filter((kind) => kind !== "tracker-unused");
}

const tables = {
  vrrp_sync_group: [syncGroup, (lines: string) => `vrrp_sync_group G {\n${lines}\n}`],
  track_group: [trackGroup, (lines: string) => `track_group G {\n${lines}\n}`],
  garp_group: [garpGroup, (lines: string) => `garp_group {\n${lines}\n}\ngarp_group {\n interface eth9\n}`],
  vrrp_track_process: [trackProcess, (lines: string) => `vrrp_track_process P {\n${lines}\n}`],
  track_file: [trackFile, (lines: string) => `track_file F {\n${lines}\n}`],
  "vrrp_track_file, which is the same": [trackFile, (lines: string) => `vrrp_track_file F {\n${lines}\n}`],
} as const;

for (const [name, [table, frame]] of Object.entries(tables)) {
  test(`what is read from a ${name} is printed so that it is read as the same again`, () => {
    fc.assert(fc.property(filesOfTable(table, frame), assertPrintable), { numRuns: 100 });
  });
}

test("so it is with the lists of interfaces", () => {
  for (const list of [
    "linkbeat_interfaces {\n eth0\n eth1 MII\n}",
    "interface_up_down_delays {\n eth0 1\n eth1 .5 2.25\n}",
  ])
    assertPrintable(list);
});

test("a group may stand before and behind its members", () => {
  assert.deepEqual(kinds(""), []);
  assert.deepEqual(kinds("", "", true), []);
});

test("without sync_group_tracking_weight a member tracks nothing by a weight", () => {
  const tracks = "track_script {\n heavy\n }\n track_process {\n daemon\n }";
  assert.deepEqual(kinds("", tracks), ["group-weight-dropped", "group-weight-dropped"]);
  assert.deepEqual(kinds("sync_group_tracking_weight", tracks), []);
});

test("the weight of an interface, and the usual one of a file, becomes 0 there", () => {
  const tracks = "track_interface {\n eth5 weight 5\n }\n track_file {\n level\n }";
  assert.deepEqual(kinds("", tracks), ["group-weight-fault", "group-weight-fault"]);
  assert.deepEqual(kinds("", "track_file {\n level weight 2\n }"), ["group-weight-dropped"]);
});

test("what is tracked without a weight counts in every group", () => {
  assert.deepEqual(kinds("", "track_script {\n light\n heavy weight 0\n }\n track_interface {\n eth5\n }"), []);
});

test("the group's own trackers keep their weights, but for an owner of the addresses", () => {
  assert.deepEqual(kinds("track_script {\n heavy\n }"), []);
  const owner = kinds("track_script {\n heavy\n light\n }", "priority 255");
  assert.deepEqual(
    owner.filter((kind) => kind !== "group-members-differ"),
    ["track-owner"],
  );
});

test("an interface is tracked either by the group or by its members", () => {
  assert.deepEqual(kinds("track_interface {\n eth1\n }"), ["group-tracks-again"]);
  assert.deepEqual(kinds("track_interface {\n eth5\n }", "track_interface {\n eth5\n }"), ["group-tracks-again"]);
  assert.deepEqual(kinds("track_interface {\n eth5\n }"), []);
});

test("the two spellings of a tracked file are one list", () => {
  const text = `${CHECKS}vrrp_track_file old {\n file /run/old\n}\n${instance("A", 1, "track_file {\n old\n level\n }")}`;
  const { document, problems } = readText(text);
  assert.deepEqual([...(document.track_file?.keys() ?? [])], ["level", "old"]);
  assert.deepEqual(
    problems.filter(({ kind }) => kind !== "tracker-unused").map(({ kind }) => kind),
    ["keyword-outdated"],
  );
});

test("what nobody tracks is told, but not when its name is only misspelt where it is tracked", () => {
  const unused = (lines: string): readonly string[] =>
    readText(CHECKS + instance("A", 1, lines))
      .problems.filter(({ kind }) => kind === "tracker-unused")
      .map(({ message }) => message.replace(/`/g, ""));
  assert.deepEqual(unused(""), [
    "nothing tracks vrrp_script light",
    "nothing tracks vrrp_script heavy",
    "nothing tracks track_file level",
    "nothing tracks vrrp_track_process daemon",
  ]);
  assert.deepEqual(unused("track_script {\n ligth\n heavy\n }\n track_file {\n level\n }"), [
    "nothing tracks vrrp_track_process daemon",
  ]);
});
