import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { World } from "../../sim/world.ts";
import type { Settings } from "../../src/core/settings.ts";
import { SECOND } from "../../src/core/time.ts";
import type { InstanceSettings } from "../../src/core/vrrp/settings.ts";
import { type Contest, composeContests } from "../../src/together/contest.ts";
import { firstHolder, foresee, type Holder, reignsOf } from "../../src/together/failures.ts";
import { routerOf } from "../../src/together/settings.ts";
import type { Failure } from "../../src/together/standing.ts";
import { gatherVirtualRouters, type VirtualRouter } from "../../src/together/virtual-router.ts";
import { instanceOf, scriptOf, settingsOf } from "../core/subject.ts";

// What the analysis says is what the daemons do: the engine itself, in the simulator, with the same settings. RUNS=n: so many.
const RUNS = Number(process.env.RUNS ?? 300);

/** Long enough for `preempt_delay` and two elections after it. */
const PHASE = 25 * SECOND;

type Plan = readonly InstanceSettings[];

const SCRIPTS = ["one", "two"] as const;

const reverse = fc.constantFrom(false, false, false, true);
const unweighted = fc.record({ weight: fc.constant<number>(0), reverse });
const weighted = fc.record({ weight: fc.constantFrom<number>(5, -5, 10, -10, 20, -20, 30, -30, 253, -253), reverse });
/** Not both kinds: which result comes first would decide what the first timer is made of. */
const scripts = fc.oneof(
  fc.tuple(fc.option(unweighted), fc.option(unweighted)),
  fc.tuple(fc.option(weighted), fc.option(weighted)),
);

const instance = fc
  .record({
    priority: fc.constantFrom(1, 80, 90, 100, 100, 100, 110, 120, 130, 254, 255),
    preemption: fc.constantFrom(
      ...[
        { preempt: true, preemptDelay: 0 },
        { preempt: true, preemptDelay: 0 },
      ],
      ...[
        { preempt: false, preemptDelay: 0 },
        { preempt: true, preemptDelay: 3 * SECOND },
      ],
    ),
    initialState: fc.constantFrom("MASTER", "BACKUP", "BACKUP"),
    downTimerAdverts: fc.constantFrom(3, 3, 3, 4, 5),
    interval: fc.constantFrom(0.5, 0.6, 1),
    ignoreOwnInterface: fc.constantFrom(false, false, false, true),
    lowerPriorityNoAdvert: fc.boolean(),
    higherPrioritySendAdvert: fc.boolean(),
    scripts,
    link: fc.option(fc.oneof(unweighted, weighted)),
    oddity: fc.constantFrom(...Array<"none">(20).fill("none"), "password", "version", "interval"),
  })
  .map(({ preemption, scripts, link, ...rest }) => ({
    ...rest,
    ...preemption,
    trackedScripts: scripts.flatMap((one, index) => (one === null ? [] : [{ script: SCRIPTS[index] ?? "", ...one }])),
    trackedInterfaces: link === null ? [] : [{ interface: "eth1", ...link }],
  }));

type Drawn = typeof instance extends fc.Arbitrary<infer Value> ? Value : never;

/** An instance of a network that speaks this version; seldom one that nobody understands. */
function compose({ interval, oddity, ...one }: Drawn, version: 2 | 3, isOfOneInterval: boolean): InstanceSettings {
  const common = { ...one, leaseSeconds: 0, authentication: NO_PASSWORD };
  if (oddity === "version") return instanceOf({ ...common, version: version === 2 ? 3 : 2 });
  if (version === 2) {
    const authentication = { kind: "pass", password: oddity === "password" ? "other" : "same" } as const;
    return instanceOf({ ...common, authentication, advertInterval: (oddity === "interval" ? 2 : 1) * SECOND });
  }
  if (isOfOneInterval) return instanceOf({ ...common, version });
  // `state MASTER` of a shorter interval would not wait for the other's advert.
  return instanceOf({ ...common, version, initialState: "BACKUP", advertInterval: interval * SECOND });
}

const NO_PASSWORD = { kind: "none" } as const;

const plan: fc.Arbitrary<Plan> = fc
  .record({
    version: fc.constantFrom(2 as const, 3 as const),
    isOfOneInterval: fc.boolean(),
    last: fc.shuffledSubarray([1, 2, 3], { minLength: 3 }),
    instances: fc.array(instance, { minLength: 2, maxLength: 3 }),
  })
  .map(({ version, isOfOneInterval, last, instances }) =>
    instances.map((one, index) => {
      return { ...compose(one, version, isOfOneInterval), sourceAddress: `192.168.0.${last[index]}` };
    }),
  );

/** The routers of a plan, at work, and what the analysis makes of them. */
class Oracle {
  readonly contest: Contest;
  readonly virtualRouter: VirtualRouter;
  readonly #world: World;
  readonly #settings: readonly Settings[];

  constructor(plan: Plan) {
    const scripts = SCRIPTS.map((name) => scriptOf({ name }));
    this.#settings = plan.map((one) => settingsOf({ scripts, instances: [one] }));
    const routers = this.#settings.map((settings, index) => routerOf(`r${index}`, settings, () => undefined));
    const [contest] = composeContests(gatherVirtualRouters(routers));
    const [virtualRouter] = contest?.virtualRouters ?? [];
    assert.ok(contest && virtualRouter && virtualRouter.seats.length === plan.length);
    this.contest = contest;
    this.virtualRouter = virtualRouter;
    const machines = plan.map(({ sourceAddress = "" }, index) => ({
      name: `r${index}`,
      plugs: ["eth0", "eth1"].map((name) => {
        return { name, segment: name, mac: Uint8Array.of(2, 0, 0, 0, 0, index), addresses: [sourceAddress] };
      }),
    }));
    const weather = { delay: [100, 100], loss: 0 } as const;
    this.#world = new World({ machines, seed: 1, weather, lateness: 0, kernelLag: 0 }, () => undefined);
    for (const { router, members } of contest.parties) {
      for (const { kind, name, normal } of members.flatMap(({ trackers }) => trackers)) {
        this.#turn(router.name, { kind, name }, normal);
      }
    }
  }

  get routers(): readonly string[] {
    return this.virtualRouter.seats.map(({ router }) => router.name);
  }

  start(...names: readonly string[]): this {
    for (const name of names) this.#turn(name, { kind: "router" }, "good");
    return this.#pass();
  }

  fail(failure: Failure, turn: "begin" | "end"): this {
    const party = this.contest.parties.find(({ router }) => router === failure.router);
    const trackers = party?.members.flatMap((member) => member.trackers) ?? [];
    const normal =
      trackers.find(({ kind, name }) => "name" in failure && kind === failure.kind && name === failure.name)?.normal ??
      "good";
    const failing = normal === "good" ? "bad" : "good";
    this.#turn(failure.router.name, failure, turn === "begin" ? failing : normal);
    return this.#pass();
  }

  /** Masters that others can reach. */
  get holders(): readonly string[] {
    return [...this.#world.machines.values()]
      .filter((machine) => machine.devices.some(({ name, link }) => name === "eth0" && link === "up"))
      .filter((machine) => machine.status()?.instances[0]?.state === "MASTER")
      .map(({ name }) => name);
  }

  /** From now on the router runs, the link is up, the script succeeds; or not. */
  #turn(router: string, thing: { readonly kind: string; readonly name?: string }, verdict: "good" | "bad"): void {
    const machine = this.#world.machines.get(router);
    const { kind, name = "" } = thing;
    const status = verdict === "good" ? 0 : 1;
    if (kind === "interface") machine?.setLink(name, verdict === "good" ? "up" : "down");
    if (kind === "script")
      machine?.programs.behave(name, { kind: "ends", takes: 0, outcome: { kind: "exited", status } });
    if (kind === "router" && verdict === "bad") machine?.kill();
    if (kind === "router" && verdict === "good")
      machine?.start(this.#settings[Number(router.slice(1))] ?? settingsOf());
  }

  #pass(): this {
    this.#world.runUntil(this.#world.now + PHASE);
    return this;
  }
}

function namesIn(holder: Holder): readonly string[] {
  switch (holder.kind) {
    case "one":
      return [holder.router.name];
    case "several":
      return holder.routers.map(({ name }) => name);
    case "nobody":
      return [];
    case "either":
    case "restless":
      return assert.fail(`the oracle knows every address, and no group, but says ${holder.kind}`);
  }
}

test("Whom the analysis expects to have the address after the start has it", () => {
  fc.assert(
    fc.property(plan, (instances) => {
      const oracle = new Oracle(instances);
      const expected = namesIn(firstHolder(oracle.contest, oracle.virtualRouter));
      assert.deepEqual(oracle.start(...oracle.routers).holders, expected);
    }),
    { numRuns: RUNS },
  );
});

test("Who keeps it if it is already there keeps it, and who is said not to loses it", () => {
  fc.assert(
    fc.property(plan, fc.nat(2), (instances, pick) => {
      const oracle = new Oracle(instances);
      const [first = "", ...others] = rotate(oracle.routers, pick);
      const reign = reignsOf(oracle.contest, oracle.virtualRouter).find(({ party }) => party.router.name === first);
      oracle.start(first);
      const holders = oracle.start(...others).holders;
      assert.equal(holders.join() === first, reign !== undefined, `${first} first, and then ${holders}`);
    }),
    { numRuns: RUNS },
  );
});

test("Where the address goes when something fails, and whether it comes back, is as the analysis says", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(plan, fc.nat(), fc.nat(), (instances, pickReign, pickRow) => {
      const oracle = new Oracle(instances);
      const reigns = reignsOf(oracle.contest, oracle.virtualRouter);
      fc.pre(reigns.length > 0);
      const reign = reigns[pickReign % reigns.length];
      assert.ok(reign);
      const rows = foresee(reign);
      const row = rows[pickRow % rows.length];
      assert.ok(row);
      const { name } = row.before;
      oracle.start(name);
      oracle.start(...oracle.routers.filter((other) => other !== name));
      assert.deepEqual(oracle.holders, [name]);
      assert.deepEqual(oracle.fail(row.failure, "begin").holders, namesIn(row.after), row.why);
      assert.equal(oracle.fail(row.failure, "end").holders.join() === name, row.comesBack, row.why);
      const kind = `${row.failure.kind} ${row.moves ? (row.comesBack ? "comes back" : "moves") : "stays"}`;
      seen.add(kind);
    }),
    { numRuns: RUNS },
  );
  const outcomes = ["comes back", "moves", "stays"];
  const expected = ["interface", "script", "router"].flatMap((kind) => outcomes.map((outcome) => `${kind} ${outcome}`));
  assert.deepEqual(
    expected.filter((kind) => !seen.has(kind)),
    ["router stays"],
    "of everything something",
  );
});

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
