import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { composeContests } from "../../src/together/contest.ts";
import { firstHolder, type Holder, type Row } from "../../src/together/failures.ts";
import type { Instance, Router } from "../../src/together/network.ts";
import { foreseeNetwork } from "../../src/together/outlook.ts";
import { describeFailure } from "../../src/together/reason.ts";
import { renderOutlooks } from "../../src/together/render.ts";
import { gatherVirtualRouters } from "../../src/together/virtual-router.ts";
import { router, showFinding, track, withGroup } from "./builder.ts";

// What the simulator cannot be asked yet: sync groups (vrrp-behaviour 7), files, processes, BFD. By hand, then.

/** "script chk: a → b, back" for each row. */
function tell(routers: readonly Router<string>[]): readonly string[] {
  return foreseeNetwork(routers).flatMap(({ rows }) => rows.map(tellRow));
}

function tellRow(row: Row): string {
  const end = row.moves ? (row.comesBack ? ", back" : ", not back") : "";
  return `${describeFailure(row)}: ${row.before.name} → ${namesIn(row.after)}${end}`;
}

function namesIn(holder: Holder): string {
  if (holder.kind === "one") return holder.router.name;
  return "routers" in holder ? `${holder.kind} ${holder.routers.map(({ name }) => name).join(" ")}` : holder.kind;
}

/** Who has each virtual router after the start. */
function holders(routers: readonly Router<string>[]): readonly string[] {
  const contests = composeContests(gatherVirtualRouters(routers));
  return contests.flatMap((contest) => contest.virtualRouters.map((one) => namesIn(firstHolder(contest, one))));
}

const two = (priority: number, first: Partial<Instance<string>> = {}) =>
  [{ priority, ...first }, { priority }] as const;

test("A sync group moves as a whole, whatever fails of it", () => {
  const a = withGroup(router("a", ...two(120, { trackers: track("script chk 0") })), {
    trackingWeight: true,
    trackers: track("process p -30"),
  });
  const b = withGroup(router("b", ...two(100)));
  assert.deepEqual(holders([a, b]), ["a", "a"]);
  const outlooks = foreseeNetwork([a, b]);
  assert.deepEqual(
    outlooks.map(({ virtualRouters }) => virtualRouters.map(({ virtualRouterId }) => virtualRouterId)),
    [[51, 52]],
    "one table for both",
  );
  assert.deepEqual(tell([a, b]), [
    "the router: a → b, back",
    "interface eth1: a → b, back",
    "interface eth2: a → b, back",
    "script chk: a → b, back",
    "process p: a → b, back",
  ]);
});

test("Without a group each goes its own way", () => {
  const a = router("a", ...two(120));
  const b = router("b", { priority: 100 }, { priority: 130 });
  assert.deepEqual(holders([a, b]), ["a", "b"]);
  assert.deepEqual(tell([a, b]), [
    "the router: a → b, back",
    "interface eth1: a → b, back",
    "the router: b → a, back",
    "interface eth2: b → a, back",
  ]);
});

test("Without sync_group_tracking_weight weights are nothing, or weight 0 for interfaces and for files of weight 1", () => {
  const trackers = track("script chk -50", "process p -50", "bfd x -50", "file f 2", "file g 1", "interface eth9 -5");
  const routersOf = (trackingWeight: boolean) => [
    withGroup(router("a", ...two(120, { trackers })), { trackingWeight }),
    withGroup(router("b", ...two(100)), { trackingWeight }),
  ];
  const rows = (trackingWeight: boolean) => tell(routersOf(trackingWeight)).slice(3);
  assert.deepEqual(rows(false), [
    "script chk: a → a",
    "process p: a → a",
    "BFD x: a → a",
    "file f says -127: a → a",
    "file g says 1: a → b, back",
    "interface eth9: a → b, back",
  ]);
  // Only VI_1 is lowered; VI_2 of b goes on to follow a, and so the group of b waits.
  assert.deepEqual(rows(true), [
    "script chk: a → a",
    "process p: a → a",
    "BFD x: a → a",
    "file f says -127: a → b, back",
    "file g says -254: a → b, back",
    "interface eth9: a → a",
  ]);
  const named = (trackingWeight: boolean) =>
    foreseeNetwork(routersOf(trackingWeight)).flatMap(({ findings }) => findings.map(({ what }) => what));
  assert.match(named(false)[0] ?? "", /in the sync group G, where weights do not count: chk with weight -50/);
  assert.match(
    named(true)[0] ?? "",
    /from 120 to 70, below the 100 of b, whose sync group waits for VI_2 \(100 against 120\)/,
  );
});

test("One who has a group and one who has none: part of the addresses may be lost", () => {
  const a = withGroup(router("a", ...two(100)));
  const b = router("b", ...two(120));
  assert.deepEqual(tell([a, b]), [
    "the router: b → a, back",
    "interface eth1: b → nobody",
    "the router: b → a, back",
    "interface eth2: b → nobody",
  ]);
  const findings = foreseeNetwork([a, b]).flatMap((outlook) => outlook.findings);
  assert.deepEqual(
    findings.filter(({ severity }) => severity === "error").map(({ what }) => what),
    [51, 52].map(
      (id) =>
        `When something fails on b (interface eth${id - 50}), nobody takes over VRID ${id}: sync groups wait for members that follow another master.`,
    ),
  );
});

test("Groups that overlap in a circle take the addresses from each other for ever", () => {
  const part = (name: string, high: number, low: number) => {
    const own = [
      { name: `VI_${high}`, priority: 120 },
      { name: `VI_${low}`, priority: 80 },
    ];
    return withGroup(router(name, ...own));
  };
  const routers = [part("a", 1, 2), part("b", 2, 3), part("c", 3, 1)];
  assert.deepEqual(holders(routers), ["restless", "restless", "restless"]);
  const names = foreseeNetwork(routers).flatMap(({ findings }) => findings.map(({ name }) => name));
  assert.ok(names.includes("sync-groups-contend"));
});

test("Groups of which each is ahead with one member take over at the same moment, and chance decides", () => {
  const a = withGroup(router("a", { priority: 80 }, { priority: 120 }));
  const b = withGroup(router("b", { priority: 120 }, { priority: 80 }));
  assert.deepEqual(holders([a, b]), ["either a b", "either a b"]);
});

test("A file drives the address away by the smallest number that suffices", () => {
  const numbers = ["1", "2", "-1", "1 reverse", "-7 reverse", "0", "0 reverse"].map((weight) => {
    const a = router("a", { priority: 120, trackers: track(`file f ${weight}`) });
    return tell([a, router("b", { priority: 100 })]).at(-1);
  });
  assert.deepEqual(
    numbers,
    [-21, -11, 21, 21, -3, 1, 0].map((value) => `file f says ${value}: a → b, back`),
  );
});

test("An owner is moved by faults alone", () => {
  const trackers = track("script chk -100", "script needed 0", "interface eth9 -100");
  const a = router("a", { priority: 255, trackers });
  assert.deepEqual(tell([a, router("b", { priority: 100 })]).slice(2), [
    "script chk: a → a",
    "script needed: a → b, back",
    "interface eth9: a → a",
  ]);
});

test("A thing that is tracked with reverse by all is bad while all is well, and else good", () => {
  const tracked = (text: string) => ({ trackers: track(text) });
  const b = router("b", ...two(100));
  const both = router(
    "a",
    { priority: 120, ...tracked("script s 30 reverse") },
    { priority: 120, ...tracked("script s 30 reverse") },
  );
  assert.equal(tell([both, b])[2], "script s succeeds: a → b, back");
  const mixed = router(
    "a",
    { priority: 120, ...tracked("script s 30") },
    { priority: 140, ...tracked("script s 30 reverse") },
  );
  assert.deepEqual(
    tell([mixed, b]).filter((row) => row.startsWith("script")),
    ["script s: a → a", "script s: a → a"],
  );
  const findings = foreseeNetwork([mixed, b]).flatMap((outlook) => outlook.findings);
  assert.deepEqual(
    findings.map(({ what }) => what.split(",")[0]),
    ["A failure of s (weight 30) lowers VI_1 from 150 to 120"],
    "VI_2 gains by it",
  );
});

const instance = fc.record({
  priority: fc.constantFrom(80, 90, 100, 100, 110, 120, 255),
  preempt: fc.boolean(),
  initialState: fc.constantFrom("MASTER", "BACKUP", "BACKUP"),
  version: fc.constantFrom(2, 2, 2, 3),
  sourceAddress: fc.constantFrom("10.1.0.1", "10.1.0.2", "10.1.0.3"),
  trackers: fc
    .subarray([
      "script chk -30",
      "script old 20 reverse",
      "interface eth2 0",
      "bfd x 20",
      "file f 2",
      "process p 0 reverse",
    ])
    .map((texts) => track(...texts)),
}) satisfies fc.Arbitrary<Partial<Instance<string>>>;

const routers = fc
  .array(fc.tuple(fc.array(instance, { minLength: 1, maxLength: 3 }), fc.nat(3), fc.boolean()), {
    minLength: 2,
    maxLength: 3,
  })
  .map((parts) =>
    parts.map(([instances, grouped, trackingWeight], index) => {
      const one = router(`r${index}.conf`, ...instances);
      const members = one.instances.slice(0, grouped).map(({ name }) => name);
      return members.length === 0 ? one : withGroup(one, { members, trackingWeight });
    }),
  );

test("Whatever the files are, there is an answer, and it makes sense", () => {
  fc.assert(
    fc.property(routers, (network) => {
      const outlooks = foreseeNetwork(network);
      const seats = outlooks.flatMap(({ virtualRouters }) => virtualRouters.flatMap((one) => one.seats));
      assert.equal(seats.length, network.flatMap(({ instances }) => instances).length);
      for (const { rows, holder } of outlooks) {
        const [first] = rows;
        if (first !== undefined && holder.kind === "one") assert.equal(first.before, holder.router);
        for (const { before, after, moves } of rows)
          assert.equal(moves, !namesIn(after).includes(before.name) && namesIn(after).includes("conf"));
      }
      assert.doesNotMatch(renderOutlooks(outlooks, showFinding), /undefined|NaN|null|\[object/);
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});
