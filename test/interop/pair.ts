import assert from "node:assert/strict";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork, type Network } from "../../lab/network.ts";
import { advertsOf, type Packet, startCapture } from "../netns/capture.ts";
import { debian, Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { type Expected, expectedAdvert, fixedPart } from "./expectation.ts";
import { configuration, everySecond, PASSWORD, type Side, type Variant, variants } from "./variants.ts";

/** Which of two routers: the one with the higher priority, or the other. */
export type Rank = "preferred" | "other";

/** Two routers on one segment, ours and Debian's. */
export type Pair = Readonly<Record<Rank, Router>> & {
  readonly network: Network;
  /** The one that runs our program. */
  readonly ours: Router;
  readonly theirs: Router;
};

export type Recording = { readonly pair: Pair; readonly packets: readonly Packet[] };

const addresses = { preferred: "192.168.0.4", other: "192.168.0.5" } as const;

/**
 * Plays a scenario on a new pair and gives every packet that was on the segment meanwhile. Whatever the scenario is, all
 * adverts of our program must be understood by tshark without a complaint, and be what the configuration says.
 * @param ours the rank of the router that runs our program; the other one runs Debian's
 */
export async function play(
  ours: Rank,
  sides: Readonly<Record<Rank, Side>>,
  scenario: (pair: Pair) => Promise<void>,
): Promise<Recording> {
  const network = await buildNetwork([planOf("preferred"), planOf("other")]);
  try {
    const router = (rank: Rank) => {
      const made = new Router(network.machine(rank), addresses[rank], rank === ours ? thisProgram : debian);
      made.configure(configuration(sides[rank]));
      return made;
    };
    const [preferred, other] = [router("preferred"), router("other")];
    const [mine, theirs] = ours === "preferred" ? [preferred, other] : [other, preferred];
    const pair: Pair = { network, preferred, other, ours: mine, theirs };
    const capture = await startCapture(network, "lan");
    await scenario(pair);
    const packets = await capture.finish();
    judge(packets, mine.address, sides[ours]);
    return { pair, packets };
  } finally {
    await network.close();
  }
}

/** Until one router is master in the instances asked for and has their addresses, and the other is backup without them. */
export async function settled(master: Router, backup: Router, asked: readonly Variant[] = variants): Promise<void> {
  await until(
    () => `${master.machine.name} is master, ${backup.machine.name} backup\n${tell(master)}\n${tell(backup)}`,
    () =>
      asked.every(
        ({ name, address }) =>
          master.states.get(name) === "MASTER" &&
          backup.states.get(name) === "BACKUP" &&
          master.holds(address) &&
          !backup.holds(address),
      ),
  );
}

/** Until a router is in this state in the instances asked for. */
export async function entered(router: Router, state: string, asked: readonly Variant[] = variants): Promise<void> {
  await until(
    () => `${router.machine.name} is in state ${state}\n${tell(router)}`,
    () => asked.every(({ name }) => router.states.get(name) === state),
  );
}

function tell({ machine, journal }: Router): string {
  return `${machine.name} said:\n  ${journal.lines.slice(-25).join("\n  ")}`;
}

function planOf(rank: Rank) {
  return { name: rank, interfaces: [{ name: "eth0", segment: "lan", addresses: [`${addresses[rank]}/24`] }] };
}

/** What our program has sent, in tshark's eyes. */
function judge(packets: readonly Packet[], source: string, side: Side): void {
  for (const variant of variants) {
    const expected = expectedAdvert(expectation(variant, source, side));
    for (const advert of advertsOf(packets, source, variant)) {
      assert.deepEqual(fixedPart(advert), expected, `${variant.name} at ${advert.time}`);
    }
  }
}

function expectation(
  variant: Variant,
  source: string,
  { interval = everySecond, password = PASSWORD }: Side,
): Expected {
  const { virtualRouterId, address, version } = variant;
  const advert = { source, version, virtualRouterId, addresses: [address], intervalSeconds: interval[version] };
  return variant.authentication === "1" ? { ...advert, password } : advert;
}
