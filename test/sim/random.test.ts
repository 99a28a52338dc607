import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../sim/random.ts";

test("a seed gives the same numbers for ever: these", () => {
  const random = new Random(1);
  assert.deepEqual(
    Array.from({ length: 6 }, () => random.between(0, 999)),
    [91, 506, 888, 487, 434, 507],
  );
});

test("whole numbers are spread evenly over their range, the bounds included", () => {
  const random = new Random(7);
  const counts = new Map<number, number>();
  for (let count = 0; count < 60_000; count++) {
    const value = random.between(3, 8);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [3, 4, 5, 6, 7, 8]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 10_000) < 500, `${count}`);
});

test("neighbouring seeds have nothing in common", () => {
  const firsts = new Set(Array.from({ length: 1000 }, (_, seed) => new Random(seed).next()));
  assert.equal(firsts.size, 1000);
  const mean = [...firsts].reduce((sum, value) => sum + value, 0) / 1000;
  assert.ok(Math.abs(mean - 0.5) < 0.05, `${mean}`);
});
