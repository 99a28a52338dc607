import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../src/core/time.ts";
import { monotonicNow, wallTime } from "../../src/host/clock.ts";

test("The clock counts whole microseconds and never goes back", () => {
  let before = monotonicNow();
  for (let round = 0; round < 1_000; round += 1) {
    const now = monotonicNow();
    assert.ok(Number.isInteger(now) && now >= before);
    before = now;
  }
});

test("An instant is shown as the time of day it stands for", () => {
  const earlier = Date.now() - 3_600_000;
  const shown = wallTime(monotonicNow() - 3_600 * SECOND).getTime();
  assert.ok(shown >= earlier - 1 && shown <= Date.now() - 3_600_000 + 1);
});

test("an instant has one wall time, however often it is asked for", () => {
  const instant = monotonicNow();
  const first = wallTime(instant).getTime();
  for (let times = 0; times < 10_000; times += 1) assert.equal(wallTime(instant).getTime(), first);
});
