import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scheduleRealtime } from "../../src/host/scheduling.ts";

/** Fields 40 and 41 of /proc/self/stat: the real-time priority and the policy. */
function scheduling(): number[] {
  const fields = readFileSync("/proc/thread-self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return fields.slice(37, 39).map(Number);
}

test("the thread enters the real-time class and leaves it again", (context) => {
  const refusal = scheduleRealtime(7);
  if (refusal !== undefined && process.env.CI !== "true") return context.skip(refusal);
  assert.equal(refusal, undefined);
  const [RR, OTHER] = [2, 0];
  assert.deepEqual(scheduling(), [7, RR]);
  assert.equal(scheduleRealtime(undefined), undefined);
  assert.deepEqual(scheduling(), [0, OTHER]);
});

test("a priority that is none is refused with the reason", () => {
  assert.match(scheduleRealtime(100) ?? "", /EINVAL/);
});
