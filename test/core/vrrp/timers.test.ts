import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../../src/core/time.ts";
import { after, masterDown, skew } from "../../../src/core/vrrp/timers.ts";
import { instanceOf } from "../subject.ts";

test("RFC 3768 section 6.1: the skew of version 2 is (256 - priority) / 256 seconds, whatever the interval", () => {
  for (const interval of [SECOND, 10 * SECOND, 255 * SECOND]) {
    assert.equal(skew(2, 100, interval), 609_375);
    assert.equal(skew(2, 120, interval), 531_250);
    assert.equal(skew(2, 254, interval), 7_812);
    assert.equal(skew(2, 255, interval), 3_906);
    assert.equal(skew(2, 1, interval), 996_093);
  }
});

test("RFC 9568 section 6.1: the skew of version 3 is ((256 - priority) * Active_Adver_Interval) / 256", () => {
  assert.equal(skew(3, 100, SECOND), 609_375);
  assert.equal(skew(3, 100, SECOND / 10), 60_937);
  assert.equal(skew(3, 255, SECOND / 100), 39);
  assert.equal(skew(3, 1, 40_950_000), Math.floor((255 * 40_950_000) / 256));
});

test("RFC 9568 section 6.1: the master is down after 3 intervals and the skew; down_timer_adverts changes the 3", () => {
  assert.equal(masterDown(instanceOf({ version: 3 }), 100, SECOND), 3_609_375);
  assert.equal(masterDown(instanceOf({ version: 2 }), 100, 5 * SECOND), 15_609_375);
  assert.equal(masterDown(instanceOf({ version: 3, downTimerAdverts: 5 }), 100, SECOND), 5_609_375);
});

test("a higher priority always waits a shorter time", () => {
  for (const version of [2, 3] as const) {
    for (let priority = 1; priority < 255; priority++) {
      assert.ok(skew(version, priority + 1, SECOND) < skew(version, priority, SECOND));
    }
  }
});

test("a delay of 0 is none", () => {
  assert.equal(after(5, 0), Number.POSITIVE_INFINITY);
  assert.equal(after(5, 3), 8);
});
