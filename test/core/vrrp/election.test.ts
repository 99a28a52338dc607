import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SECOND } from "../../../src/core/time.ts";
import {
  answerAsBackup,
  answerAsMaster,
  type Candidate,
  compareRank,
  delayOfPreemption,
  effectivePriority,
  isFault,
  isFaultOfFile,
  type Preemption,
  preempts,
  shareOfFile,
} from "../../../src/core/vrrp/election.ts";
import { firstMasterDown, masterDown } from "../../../src/core/vrrp/timers.ts";

const candidate: fc.Arbitrary<Candidate> = fc.record({
  priority: fc.integer({ min: 1, max: 255 }),
  address: fc.uint8Array({ minLength: 4, maxLength: 4 }),
});
const preemption: fc.Arbitrary<Preemption> = fc.record({
  priority: fc.integer({ min: 1, max: 255 }),
  initialState: fc.constantFrom("MASTER", "BACKUP"),
  preempt: fc.boolean(),
  preemptDelay: fc.constantFrom(0, 5 * SECOND),
});

test("the priority decides, then the address as an unsigned number", () => {
  const of = (priority: number, ...address: number[]) => ({ priority, address: Uint8Array.from(address) });
  assert.ok(compareRank(of(101, 10, 0, 0, 1), of(100, 10, 0, 0, 9)) > 0);
  assert.ok(compareRank(of(100, 10, 0, 0, 200), of(100, 10, 0, 0, 9)) > 0);
  assert.ok(compareRank(of(100, 200, 0, 0, 1), of(100, 10, 255, 255, 255)) > 0);
  assert.equal(compareRank(of(100, 10, 0, 0, 1), of(100, 10, 0, 0, 1)), 0);
});

test("of two masters one asserts itself and the other yields, unless they have the same rank, which puzzles both", () => {
  fc.assert(
    fc.property(candidate, candidate, (one, other) => {
      const answers = [answerAsMaster(one, other), answerAsMaster(other, one)].toSorted();
      assert.deepEqual(answers, compareRank(one, other) === 0 ? ["puzzled", "puzzled"] : ["assert", "yield"]);
    }),
  );
});

test("a resignation frightens nobody: masters reassure, backups wait for their skew, whatever their settings", () => {
  fc.assert(
    fc.property(candidate, preemption, (own, settings) => {
      assert.equal(answerAsMaster(own, { ...own, priority: 0 }), "reassure");
      assert.equal(answerAsBackup(settings, own.priority, 0, true), "resigned");
    }),
  );
});

test("a backup that lets a master time out will outrank it, so that this ends", () => {
  fc.assert(
    fc.property(candidate, candidate, preemption, fc.boolean(), (own, master, settings, isDelayOver) => {
      const answer = answerAsBackup(settings, own.priority, master.priority, isDelayOver);
      if (answer === "discard") assert.equal(answerAsMaster(master, own), "yield");
      if (answer === "follow for now") {
        assert.equal(answerAsBackup(settings, own.priority, master.priority, true), "discard");
      }
    }),
  );
});

test("state MASTER makes nopreempt and preempt_delay void, priority 255 the former, nopreempt the latter", () => {
  const settings = { priority: 100, initialState: "BACKUP", preempt: false, preemptDelay: SECOND } as const;
  assert.equal(preempts(settings), false);
  assert.equal(preempts({ ...settings, initialState: "MASTER" }), true);
  assert.equal(preempts({ ...settings, priority: 255 }), true);
  assert.equal(delayOfPreemption(settings), 0);
  assert.equal(delayOfPreemption({ ...settings, preempt: true }), SECOND);
  assert.equal(delayOfPreemption({ ...settings, preempt: true, initialState: "MASTER" }), 0);
});

test("state MASTER shortens the first wait alone, to one interval and the owner's skew", () => {
  const patience = { version: 2, initialState: "MASTER", advertInterval: SECOND, downTimerAdverts: 3 } as const;
  assert.equal(firstMasterDown(patience, 100), SECOND + 3906);
  assert.equal(firstMasterDown({ ...patience, initialState: "BACKUP" }, 100), masterDown(patience, 100, SECOND));
});

test("the priority stays within 1 and 254, but for the owner's", () => {
  assert.equal(effectivePriority(100, [{ share: 200 }]), 254);
  assert.equal(effectivePriority(100, [{ share: -200 }]), 1);
  assert.equal(effectivePriority(100, [{ share: -200 }, { share: 190 }]), 90, "only the sum is limited");
  assert.equal(effectivePriority(255, [{ share: -200 }]), 255);
});

test("only weight 0 makes a fault of what is bad, or with reverse of what is good", () => {
  assert.deepEqual(
    (["good", "bad", "unknown"] as const).map((verdict) => [
      isFault({ weight: 0, reverse: false }, verdict),
      isFault({ weight: 0, reverse: true }, verdict),
      isFault({ weight: -1, reverse: false }, verdict),
    ]),
    [
      [false, true, false],
      [true, false, false],
      [false, false, false],
    ],
  );
});

test("a file's number counts times the weight: up to 253, and -254 is a fault", () => {
  for (const [weight, reverse, value, share, fault] of [
    [1, false, 20, 20, false],
    [-2, false, 20, -40, false],
    [1, true, 20, -20, false],
    [2, false, 200, 253, false],
    [1, false, -253, -253, false],
    [1, false, -254, -254, true],
    [127, true, 2, -254, true],
    [0, false, 0, 0, false],
    [0, false, 7, 0, true],
    [0, true, 7, 0, false],
    [0, true, 0, 0, true],
  ] as const) {
    const weighing = { weight, reverse };
    assert.equal(shareOfFile(weighing, value) + 0, share, `${weight} ${value}`);
    assert.equal(isFaultOfFile(weighing, value), fault, `${weight} ${value}`);
  }
});
