import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Link } from "../../../src/core/event.ts";
import type { Verdict } from "../../../src/core/status.ts";
import { createInstance } from "../../../src/core/vrrp/instance.ts";
import { faultsOf, isUndecided, priorityAccount } from "../../../src/core/vrrp/priority.ts";
import type { InstanceSettings } from "../../../src/core/vrrp/settings.ts";
import { instanceOf, UP } from "../subject.ts";

const DOWN: Link = { kind: "down" };

function instanceWith(
  settings: Partial<InstanceSettings>,
  verdicts: Record<string, Verdict>,
  links: Record<string, Link> = {},
) {
  return createInstance(instanceOf(settings), {
    links: new Map(Object.entries({ eth0: UP, ...links })),
    scripts: new Map(Object.entries(verdicts).map(([name, verdict]) => [name, { verdict }])),
    open: true,
  });
}

// What a weight adds: vrrp-behaviour.md section 4.
const shares: readonly [weight: number, reverse: boolean, good: number, bad: number][] = [
  [10, false, 10, 0],
  [-10, false, 0, -10],
  [10, true, -10, 0],
  [-10, true, 0, 10],
];

for (const [weight, reverse, good, bad] of shares) {
  test(`weight ${weight}${reverse ? " reverse" : ""} adds ${good} while good, ${bad} while bad, 0 before it is known`, () => {
    for (const [verdict, share] of [
      ["good", good],
      ["bad", bad],
      ["unknown", 0],
    ] as const) {
      const byScript = instanceWith({ trackedScripts: [{ script: "chk", weight, reverse }] }, { chk: verdict });
      assert.equal(priorityAccount(byScript).effective, 120 + share);
      assert.deepEqual(faultsOf(byScript), []);
      const links = { good: { eth1: UP }, bad: { eth1: DOWN }, unknown: {} }[verdict];
      const byLink = instanceWith({ trackedInterfaces: [{ interface: "eth1", weight, reverse }] }, {}, links);
      assert.equal(priorityAccount(byLink).effective, 120 + share);
      assert.deepEqual(faultsOf(byLink), []);
    }
  });
}

test("weight 0: bad is a fault and moves no priority; reverse: good is one", () => {
  for (const [verdict, reverse, faults] of [
    ["good", false, 0],
    ["bad", false, 1],
    ["unknown", false, 0],
    ["good", true, 1],
    ["bad", true, 0],
  ] as const) {
    const byScript = instanceWith({ trackedScripts: [{ script: "chk", weight: 0, reverse }] }, { chk: verdict });
    assert.equal(faultsOf(byScript).length, faults, `${verdict} ${reverse}`);
    assert.deepEqual(priorityAccount(byScript), { base: 120, effective: 120, shares: [] });
    assert.equal(isUndecided(byScript), verdict === "unknown");
    const links = { good: { eth1: UP }, bad: { eth1: DOWN }, unknown: {} }[verdict];
    const byLink = instanceWith({ trackedInterfaces: [{ interface: "eth1", weight: 0, reverse }] }, {}, links);
    assert.equal(faultsOf(byLink).length, faults, `${verdict} ${reverse}`);
  }
});

test("an absent interface is as bad as one that is down", () => {
  const settings = { trackedInterfaces: [{ interface: "eth1", weight: -30, reverse: false }] };
  assert.equal(priorityAccount(instanceWith(settings, {}, { eth1: { kind: "absent" } })).effective, 90);
});

test("the effective priority is the base and all shares, within 1 and 254", () => {
  const track = fc.record({
    weight: fc.integer({ min: -253, max: 253 }),
    reverse: fc.boolean(),
    verdict: fc.constantFrom<Verdict>("good", "bad", "unknown"),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 254 }), fc.array(track, { maxLength: 8 }), (priority, tracks) => {
      const trackedScripts = tracks.map(({ weight, reverse }, index) => ({ script: `chk${index}`, weight, reverse }));
      const verdicts = Object.fromEntries(tracks.map(({ verdict }, index) => [`chk${index}`, verdict]));
      const account = priorityAccount(instanceWith({ priority, trackedScripts }, verdicts));
      const total = account.shares.reduce((sum, { share }) => sum + share, priority);
      assert.equal(account.base, priority);
      assert.equal(account.effective, Math.max(1, Math.min(254, total)));
      assert.equal(account.shares.length, tracks.filter(({ weight }) => weight !== 0).length);
    }),
  );
});

test("nothing changes the owner's priority, but a fault is one for the owner too", () => {
  const trackedScripts = [
    { script: "heavy", weight: -100, reverse: false },
    { script: "needed", weight: 0, reverse: false },
  ];
  const owner = instanceWith({ priority: 255, trackedScripts }, { heavy: "bad", needed: "bad" });
  assert.deepEqual(priorityAccount(owner), { base: 255, effective: 255, shares: [] });
  assert.deepEqual(faultsOf(owner), ["script needed failed (init_fail: not enough successes yet)"]);
});
