import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Agenda } from "../../sim/agenda.ts";

test("what is planned is done in the order of time, and at one moment in the order of planning", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const agenda = new Agenda();
      const done: [number, number][] = [];
      for (const [order, at] of times.entries()) agenda.plan(at, () => done.push([at, order]));
      for (let next = agenda.nextAt; Number.isFinite(next); next = agenda.nextAt) {
        agenda.doNext();
        assert.equal(done.at(-1)?.[0], next);
      }
      const expected = times.map((at, order): [number, number] => [at, order]);
      expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      assert.deepEqual(done, expected);
    }),
  );
});

test("something done may plan more, even for the same moment", () => {
  const agenda = new Agenda();
  const done: string[] = [];
  agenda.plan(1, () => {
    done.push("first");
    agenda.plan(1, () => done.push("third"));
  });
  agenda.plan(1, () => done.push("second"));
  for (; Number.isFinite(agenda.nextAt); ) agenda.doNext();
  assert.deepEqual(done, ["first", "second", "third"]);
});
