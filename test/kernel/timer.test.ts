import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MILLISECOND, NEVER, SECOND } from "../../src/core/time.ts";
import { monotonicNow } from "../../src/host/clock.ts";
import { Timer } from "../../src/kernel/timer.ts";

const bounded = { timeout: 30_000 };

test("A deadline comes once, and not before the clock has reached it", bounded, async () => {
  for (const wait of [0.25, 999.5, 1_000, 20_000.75]) {
    const { timer, due } = timing();
    const at = monotonicNow() + wait;
    timer.arm(at);
    assert.ok((await due()) >= at);
    timer.arm(monotonicNow() + 20 * MILLISECOND);
    const again = due();
    assert.ok((await again) >= at + 20 * MILLISECOND, "the first deadline came twice");
    timer.close();
  }
});

test("What is past is due at once", bounded, async () => {
  for (const at of [monotonicNow(), monotonicNow() - SECOND, 1, 0, -SECOND, Number.NEGATIVE_INFINITY]) {
    const { timer, due } = timing();
    timer.arm(at);
    await due();
    timer.close();
  }
});

test("Arming again replaces the deadline, NEVER takes it away", bounded, async () => {
  const { timer, due, calls } = timing();
  timer.arm(monotonicNow());
  timer.arm(NEVER);
  const other = timing();
  const later = monotonicNow() + 30 * MILLISECOND;
  other.timer.arm(later);
  await other.due();
  assert.equal(calls(), 0);
  timer.arm(monotonicNow() - SECOND);
  timer.arm(monotonicNow() + 30 * MILLISECOND);
  const armed = monotonicNow();
  assert.ok((await due()) >= armed + 29 * MILLISECOND);
  assert.equal(calls(), 1);
  timer.close();
  other.timer.close();
});

function timing() {
  let count = 0;
  let wake = (_: Instant) => {};
  const timer = new Timer(() => {
    count += 1;
    wake(monotonicNow());
  });
  const due = () =>
    new Promise<Instant>((resolve) => {
      wake = resolve;
    });
  return { timer, due, calls: () => count };
}
