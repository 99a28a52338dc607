import { type Finding, finding, listing } from "./finding.ts";
import { type Peer, placeOf } from "./network.ts";
import type { Seat, VirtualRouter } from "./virtual-router.ts";

/** Unicast peers that are not the other routers, as far as these tell their addresses. */
export function judgePeers<Place>({ seats }: VirtualRouter<Place>): readonly Finding<Place>[] {
  const speakers = seats.filter(({ instance }) => instance.peers !== undefined);
  return speakers.flatMap((seat) => [
    ...judgeOwnAddress(seat),
    ...speakers
      .filter((other) => other !== seat && !speaksTo(seat, other))
      .map((other) => describeMissing(seat, other)),
    ...judgeStrangers(seat, seats),
  ]);
}

/** A multicast reaches everybody; so may a unicast to a router whose address its file does not tell. */
export function speaksTo({ instance: { peers } }: Seat, { instance: { sourceAddress } }: Seat): boolean {
  return peers === undefined || sourceAddress === undefined || peers.some(({ address }) => address === sourceAddress);
}

function judgeOwnAddress<Place>({ router, instance }: Seat<Place>): readonly Finding<Place>[] {
  const { name, peers = [], sourceAddress } = instance;
  return peers
    .filter(({ address }) => address === sourceAddress)
    .map(({ address, place }) => {
      const what = `unicast_peer of ${name} names ${address}, which is the own address of ${router.name}: its adverts go to itself.`;
      return finding("peer-is-self", place, what, `write the other router's address instead of ${address}`);
    });
}

function describeMissing<Place>({ router, instance }: Seat<Place>, other: Seat): Finding<Place> {
  const named = listing(instance.peers?.map(({ address }) => address) ?? []);
  const address = other.instance.sourceAddress ?? "";
  const what = `unicast_peer of ${instance.name} in ${router.name} names ${named === "" ? "nobody" : named}, and not ${address}, which ${other.router.name} has: that router hears nothing and becomes MASTER too.`;
  const cure = `add ${address} to unicast_peer in ${router.name}, or correct unicast_src_ip in ${other.router.name}`;
  return finding("peer-missing", placeOf(instance, "unicast_peer"), what, cure);
}

/** Only if every address is known it is sure that a peer is none of these routers. */
function judgeStrangers<Place>(seat: Seat<Place>, seats: readonly Seat[]): readonly Finding<Place>[] {
  const addresses = seats.map(({ instance }) => instance.sourceAddress);
  const unknown = (seat.instance.peers ?? []).filter(({ address }) => !addresses.includes(address));
  return addresses.includes(undefined) ? [] : unknown.map((peer) => describeStranger(seat, peer));
}

function describeStranger<Place>({ instance }: Seat, { address, place }: Peer<Place>): Finding<Place> {
  const what = `unicast_peer of ${instance.name} names ${address}, which is the address of none of these files.`;
  return finding("peer-unknown", place, what, `correct it, or compare with the file of ${address} too`);
}
