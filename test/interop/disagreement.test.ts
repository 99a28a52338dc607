import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advertsOf } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { entered, type Pair, play, settled } from "./pair.ts";
import { everySecond, type Side, type Variant, v2, v2Password, v3, variants } from "./variants.ts";

const preferred: Side = { priority: 120, state: "MASTER" };
const other: Side = { priority: 100, state: "BACKUP" };

/** What two files may disagree about, and what then becomes of each virtual router. */
const refusals = [
  {
    name: "with different passwords both are master of the virtual router that has them",
    differently: { password: "anothers" },
    refused: [v2Password],
    counter: "auth_failure",
    line: /\((\S+)\) dropped a packet from \S+: received an invalid passwd!/,
  },
  {
    name: "with different intervals both are master of the virtual routers of version 2",
    differently: { interval: { ...everySecond, 2: 2 } },
    refused: [v2, v2Password],
    counter: "advert_interval_err",
    line: /\((\S+)\) dropped a packet from \S+: advertisement interval mismatch mine=\d sec rcved=\d sec/,
  },
] as const;

describe("ours and Debian's keepalived whose files disagree", { concurrency: 6 }, () => {
  const options = requiring("keepalived", "tcpdump", "tshark");
  for (const { name, differently, refused, counter, line } of refusals) {
    for (const ours of ["preferred", "other"] as const) {
      test(`${name}, which ours counts but does not repeat; ours is the ${ours} one`, options, async () => {
        await play(ours, { preferred, other: { ...other, ...differently } }, async (pair) => {
          start(pair);
          await settled(pair.preferred, pair.other, variants.filter(isNoneOf(refused)));
          await entered(pair.preferred, "MASTER", refused);
          await entered(pair.other, "MASTER", refused);
          await until(
            () => `ours says ${line} of each`,
            () => refused.every((variant) => said(pair.ours, variant, line) > 0),
          );
          await threeMore(pair.ours, "advert_sent", refused[0]);
          // A change of master is a reason to say it once more.
          for (const variant of refused) assert.ok(said(pair.ours, variant, line) <= 2, variant.name);
          for (const variant of variants) {
            const count = await counted(pair.ours, counter, variant);
            assert.equal(count > 0, !isNoneOf(refused)(variant), `${variant.name}: ${count}`);
          }
        });
      });
    }
  }

  for (const ours of ["preferred", "other"] as const) {
    test(
      `in version 3 the master's interval is learnt, down to tenths of a second; ours is the ${ours} one`,
      options,
      async () => {
        const fast = { ...preferred, interval: { ...everySecond, 3: 0.1 } };
        const { pair, packets } = await play(ours, { preferred: fast, other }, async (pair) => {
          start(pair);
          await settled(pair.preferred, pair.other);
          await threeMore(pair.ours, ours === "preferred" ? "advert_sent" : "advert_rcvd", v3);
          await pair.preferred.daemon.kill();
          await entered(pair.other, "MASTER");
        });
        const died = advertsOf(packets, pair.preferred.address, v3).at(-1);
        const taken = advertsOf(packets, pair.other.address, v3)[0];
        assert.ok(died && taken);
        const gap = taken.at - died.at;
        assert.ok(gap > 3 * 0.1 && gap < 3 * 1, `after ${gap} s, which is not between 3 × 0.1 s and 3 × 1 s`);
        assert.equal(taken.intervalCentis, "100", "a master sends at its own interval");
      },
    );
  }
});

function start({ preferred, other }: Pair): void {
  preferred.start();
  other.start();
}

function isNoneOf(asked: readonly Variant[]): (variant: Variant) => boolean {
  return ({ name }) => asked.every((each) => each.name !== name);
}

async function counted(router: Router, counter: string, { name }: Variant): Promise<number> {
  const { instances } = await router.report();
  return instances.find((each) => each.name === name)?.counters[counter] ?? Number.NaN;
}

/** The measure of time: until a counter of ours has grown by three. */
async function threeMore(router: Router, counter: string, variant: Variant): Promise<void> {
  const before = await counted(router, counter, variant);
  await until(
    () => `${router.machine.name} counts three more ${counter}`,
    async () => (await counted(router, counter, variant)) >= before + 3,
  );
}

function said({ journal }: Router, { name }: Variant, line: RegExp): number {
  return journal.matches(line).filter(([, instance]) => instance === name).length;
}
