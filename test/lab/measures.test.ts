import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfigurations, tutorial } from "../../lab/configuration.ts";
import { floorsFor } from "../../lab/floor.ts";
import { type Answer, longestGap } from "../../lab/prober.ts";
import { renderTable } from "../../lab/report.ts";

const second = 1_000_000;

test("the floors of the tutorial's configuration are those of VRRP version 2 at one second", () => {
  const floors = tutorialFloors();
  // 130 = 100 + 30 on the backup: 3 s + 126/256 s of silence.
  const down = 3 * second + 492_187;
  assert.deepEqual(floors.stop.outage, [492_187, 492_187]);
  assert.deepEqual(floors.cut.outage, [down - second, down]);
  assert.deepEqual(floors.kill.move, [down - second, down]);
  // fall 2 at an interval of 2 s.
  assert.deepEqual(floors.checkFails.outage, [2 * second + down - second, 4 * second + down]);
  // 120 until the check succeeds, 150 after it.
  assert.deepEqual(floors.checkRecovers.move, [2 * second + 531_250, 5 * second + 531_250]);
  assert.deepEqual(floors.mend.move, [3_414_062, 3_414_062]);
  // `state MASTER` waits one interval and 1/256 s, unless it starts as the lower one.
  assert.deepEqual(floors.start.move, [1_003_906, 3_531_250]);
  for (const change of ["checkRecovers", "start", "mend"] as const) assert.deepEqual(floors[change].outage, [0, 0]);
});

test("after a kill the outage begins when the lease of the dead daemon's address ends", () => {
  const [from, to] = tutorialFloors().kill.outage;
  assert.deepEqual([from, to], [3_492_187 - 2 * second - 260_000, 3_492_187 - 2 * second]);
});

test("the longest gap is between successes, whatever fails between them, and counts from before the trigger", () => {
  const answers: Answer[] = [at(0), at(100), at(400), at(420), failed(410), failed(200), at(900)];
  assert.equal(longestGap(answers, 150, 500), 300);
  assert.equal(longestGap(answers, 410, 950), 480);
  assert.equal(longestGap(answers, 950, 2000), 1100, "an outage that has not ended lasts until now");
  assert.equal(longestGap([], 100, 300), 200);
});

test("the table has a line for each step, names what failed, and explains each floor once", () => {
  const floor = tutorialFloors().stop;
  const table = renderTable([
    { name: "stopped", floor, move: 500_000, outage: 520_000 },
    { name: "again", floor, outage: 9 * second, failure: "it is on: none" },
  ]);
  const [head, first, second_, ...rest] = table.split("\n");
  assert.match(head ?? "", /^step +address moved after +at best +client's outage +at best +result$/);
  assert.match(first ?? "", /^stopped +0\.50 s +0\.49 s +0\.52 s +0\.49 s +\[1\] +ok$/);
  assert.match(second_ ?? "", /^again +never +0\.49 s +9\.00 s +0\.49 s +\[1\] +FAILED$/);
  assert.equal(rest.filter((line) => line.startsWith("[")).length, 1);
  assert.ok(rest.includes("again: it is on: none"));
});

function tutorialFloors() {
  const configurations = readConfigurations(tutorial);
  assert.ok(typeof configurations !== "string", String(configurations));
  const [first, backup] = configurations;
  assert.ok(first && backup);
  return floorsFor(first.settings, backup.settings);
}

function at(at: number): Answer {
  return { at, by: "router1" };
}

function failed(at: number): Answer {
  return { at, error: "refused" };
}
