import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProblemKind } from "../../src/config/catalogue.ts";
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
