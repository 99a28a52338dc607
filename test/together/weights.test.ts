import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Row } from "../../src/together/failures.ts";
import type { Instance, Router, Tracker } from "../../src/together/network.ts";
import { foreseeNetwork } from "../../src/together/outlook.ts";
import { router, track, withGroup } from "./builder.ts";

// The numbers that are proposed, against all numbers.

/** What the failure of "chk" on that router leads to, if it has the address. */
function effectOf(network: readonly Router<string>[], name: string): "stays" | "moves" | "comes back" {
  const rows: readonly Row[] = foreseeNetwork(network).flatMap((outlook) => outlook.rows);
  const row = rows.find(({ before, failure }) => before.name === name && "name" in failure && failure.name === "chk");
  if (!row?.moves) return "stays";
  return row.comesBack ? "comes back" : "moves";
}

function reweigh(network: readonly Router<string>[], weight: number): readonly Router<string>[] {
  const change = (trackers: readonly Tracker<string>[]) =>
    trackers.map((one) => (one.name === "chk" && one.weight !== 0 ? { ...one, weight } : one));
  return network.map((one) => ({
    ...one,
    instances: one.instances.map((instance) => ({ ...instance, trackers: change(instance.trackers) })),
    syncGroups: one.syncGroups.map((group) => ({ ...group, trackers: change(group.trackers) })),
  }));
}

/** The ranges in "a weight of 21 to 153 (30, say) or of -21 or lower, or weight 0". */
function rangesIn(cure: string): readonly { readonly from: number; readonly to: number }[] {
  const [, text = ""] = /a weight of (.*?)(?: in every file)?, or weight 0/.exec(cure) ?? [];
  const parts = text === "" ? [] : text.replaceAll(/ \(-?\d+, say\)/g, "").split(" or of ");
  return parts.map((part) => {
    const [first = 0, second = first] = Array.from(part.matchAll(/-?\d+/g), Number);
    if (part.startsWith("at least")) return { from: first, to: 253 };
    return part.endsWith("or lower")
      ? { from: -253, to: first }
      : { from: Math.min(first, second), to: Math.max(first, second) };
  });
}

const weight = fc.integer({ min: -40, max: 40 });
const part = fc.record({
  priority: fc.oneof(fc.integer({ min: 80, max: 130 }), fc.constantFrom(1, 2, 253, 254)),
  preempt: fc.constantFrom(true, true, true, false),
  weight: fc.option(weight),
});

/** Two or three routers, or two with a sync group each; everybody who has `reverse` has it, or nobody. */
const network = fc
  .tuple(fc.constantFrom("", "", " reverse"), fc.array(part, { minLength: 2, maxLength: 4 }), weight)
  .map(([reverse, parts, groupWeight]) => {
    const instances = parts.map(({ weight: own, ...rest }): Partial<Instance<string>> => {
      return own === null ? rest : { ...rest, trackers: track(`script chk ${own}${reverse}`) };
    });
    const [a = {}, b = {}, c = {}, d] = instances;
    if (d === undefined) return instances.map((one, index) => router(`r${index}`, one));
    return [
      withGroup(router("r0", a, b), { trackingWeight: true }),
      withGroup(router("r1", c, d), { trackingWeight: true, trackers: track(`script chk ${groupWeight}${reverse}`) }),
    ];
  });

/** What each of some weights leads to, in and around the ranges, and whether it is among the proposed ones. */
function tryAround(routers: readonly Router<string>[], name: string, cure: string) {
  const ranges = rangesIn(cure);
  const edges = ranges.flatMap(({ from, to }) => [from - 1, from, from + 1, to - 1, to, to + 1]);
  return [-253, -100, ...edges, 100, 253]
    .filter((one) => one !== 0 && Math.abs(one) <= 253)
    .map((one) => ({
      weight: one,
      isProposed: ranges.some(({ from, to }) => one >= from && one <= to),
      effect: effectOf(reweigh(routers, one), name),
    }));
}

test("The numbers that are proposed for a weight are all those that move the address and let it come back", () => {
  let proposals = 0;
  const judge = (routers: readonly Router<string>[], { before }: Row, cure: string) => {
    const tried = tryAround(routers, before.name, cure);
    const best = tried.some(({ effect }) => effect === "comes back") ? "comes back" : "moves";
    for (const { weight, isProposed, effect } of tried) {
      assert.equal(effect === best, isProposed, `${before.name}: ${weight} ${effect}; ${cure}`);
    }
    proposals += rangesIn(cure).length;
  };
  fc.assert(
    fc.property(network, (routers) => {
      for (const { findings, rows } of foreseeNetwork(routers)) {
        const staying = rows.filter(({ moves, failure }) => !moves && "name" in failure && failure.name === "chk");
        const cures = findings.filter(({ name, cure }) => name === "weight-cannot-move" && cure.startsWith("give"));
        // Where nopreempt is in the way no number is proposed.
        if (cures.length === staying.length)
          for (const [index, row] of staying.entries()) judge(routers, row, cures[index]?.cure ?? "");
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
  assert.ok(proposals > 20, `${proposals} are too few to prove anything`);
});
