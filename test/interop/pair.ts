import assert from "node:assert/strict";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork, type Network } from "../../lab/network.ts";
import { advertsOf, type Packet, startCapture } from "../netns/capture.ts";
import { debian, Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
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

/** What our program has sent, in tshark's eyes: all but times and priorities is known beforehand. */
function judge(packets: readonly Packet[], source: string, side: Side): void {
  for (const variant of variants) {
    for (const { time, at, identification, priority, hardware, ...advert } of advertsOf(packets, source, variant)) {
      assert.deepEqual(advert, describe(variant, source, side), `${variant.name} at ${time}`);
    }
  }
}

function describe({ virtualRouterId, address, version, authentication }: Variant, source: string, side: Side) {
  const { interval = everySecond, password = PASSWORD } = side;
  return {
    hardwareDestination: "01:00:5e:00:00:12",
    source,
    destination: "224.0.0.18",
    ttl: "255",
    typeOfService: "0xc0",
    headerChecksum: "1",
    version: String(version),
    type: "1",
    virtualRouterId: String(virtualRouterId),
    count: "1",
    checksum: "1",
    authentication,
    password: authentication === "1" ? password : "",
    intervalSeconds: version === 2 ? String(interval[2]) : "",
    intervalCentis: version === 3 ? String(interval[3] * 100) : "",
    addresses: address,
    gratuitous: "",
    operation: "",
    sender: "",
    senderHardware: "",
    complaints: "",
    malformed: "",
  };
}
