import { SECOND } from "../core/time.ts";
import { type Finding, type FindingName, finding, listing } from "./finding.ts";
import { refusesSignature } from "./hmac.ts";
import { groupOf, type Keyword, placeOf } from "./network.ts";
import { speaksTo } from "./unicast.ts";
import { filesOf, type Seat, type VirtualRouter } from "./virtual-router.ts";

/** Where the routers of one virtual router have to say the same, and do not. */
export function judgeAgreement<Place>({ seats }: VirtualRouter<Place>): readonly Finding<Place>[] {
  return AGREEMENTS.flatMap((agreement) => {
    const camps = divide(seats, agreement);
    const [odd] = camps.toSorted((one, other) => one.seats.length - other.seats.length);
    const [seat] = odd?.seats ?? [];
    if (camps.length < 2 || seat === undefined) return [];
    const { name, keyword, effect } = agreement;
    const values = (agreement.tell ?? tellValues)(camps);
    const what = `${keyword} of ${seat.instance.name} differs: ${values}. ${effect}.`;
    const cure = agreement.cure ?? `write the same ${keyword} into all files`;
    return [finding(name, placeOf(seat.instance, keyword), what, cure)];
  });
}

/** Whether the listener does not throw the speaker's adverts away. vrrp-behaviour 9. */
export function hears(listener: Seat, speaker: Seat): boolean {
  const pair = [listener, speaker];
  const agreed = AGREEMENTS.every((agreement) => !agreement.discards || divide(pair, agreement).length < 2);
  return agreed && speaksTo(speaker, listener) && refusesSignature(listener, speaker) === undefined;
}

/** Those of one opinion. */
type Camp<Place = unknown> = { readonly value: string; readonly seats: readonly Seat<Place>[] };

type Agreement = {
  readonly name: FindingName;
  readonly keyword: Keyword;
  /** What must be the same; undefined has no say. */
  readonly read: (seat: Seat) => string | undefined;
  /** What comes of a difference. */
  readonly effect: string;
  /** Whether the adverts of one who differs are thrown away. */
  readonly discards?: true;
  /** The difference in words, where values should not or cannot be shown as they are. */
  readonly tell?: (camps: readonly Camp[]) => string;
  readonly cure?: string;
};

const DISCARDED = "Each discards the other's adverts, and both become MASTER";

const AGREEMENTS: readonly Agreement[] = [
  {
    name: "version-differs",
    keyword: "version",
    read: ({ instance }) => `${instance.version}`,
    effect: DISCARDED,
    discards: true,
  },
  {
    name: "interval-differs",
    keyword: "advert_int",
    read: ({ instance: { version, advertInterval } }) => (version === 2 ? seconds(advertInterval) : undefined),
    effect: DISCARDED,
    discards: true,
  },
  {
    name: "interval-varies",
    keyword: "advert_int",
    read: ({ instance: { version, advertInterval } }) => (version === 3 ? seconds(advertInterval) : undefined),
    effect:
      "VRRP version 3 allows it: the others wait as the master's interval has it, so a takeover takes now longer, now shorter",
  },
  {
    name: "authentication-differs",
    keyword: "authentication",
    read: ({ instance: { version, authentication } }) => (version === 2 ? authentication.kind : undefined),
    effect: DISCARDED,
    discards: true,
  },
  {
    name: "password-differs",
    keyword: "authentication",
    read: ({ instance: { version, authentication: one } }) =>
      version === 3 || one.kind === "none" ? undefined : one.password,
    effect: DISCARDED,
    discards: true,
    tell: (camps) => `the auth_pass of ${listing(camps.map(({ seats }) => filesOf(seats)))} are not the same`,
  },
  {
    name: "transport-differs",
    keyword: "unicast_peer",
    read: ({ instance }) => (instance.peers === undefined ? "multicast" : "unicast"),
    effect: DISCARDED,
    discards: true,
    cure: "give all of them a unicast_peer, or none",
  },
  {
    name: "addresses-differ",
    keyword: "virtual_ipaddress",
    read: ({ instance }) => instance.addresses.toSorted().join(" "),
    effect: "What moves from one router to the other is not the same",
    tell: tellAddresses,
  },
  {
    name: "excluded-addresses-differ",
    keyword: "virtual_ipaddress_excluded",
    read: ({ instance }) => instance.excludedAddresses.toSorted().join(" "),
    effect: "What moves from one router to the other is not the same",
    tell: tellAddresses,
  },
  {
    name: "sync-group-differs",
    keyword: "vrrp_sync_group",
    read: groupmates,
    effect: "What moves as a whole on one router is torn apart by another",
    cure: "make a vrrp_sync_group of the same members in all files",
  },
];

function divide<Place>(seats: readonly Seat<Place>[], { read }: Agreement): readonly Camp<Place>[] {
  const camps = new Map<string, Seat<Place>[]>();
  for (const seat of seats) {
    const value = read(seat);
    if (value !== undefined) camps.set(value, [...(camps.get(value) ?? []), seat]);
  }
  return Array.from(camps, ([value, members]) => ({ value, seats: members }));
}

function tellValues(camps: readonly Camp[]): string {
  return camps.map((camp) => `${camp.value} in ${filesOf(camp.seats)}`).join(", ");
}

const MOST_ADDRESSES = 6;

/** Those that are not everywhere; where all are, one is written twice. */
function tellAddresses(camps: readonly Camp[]): string {
  const lists = camps.map((camp) => ({ camp, addresses: camp.value.split(" ").filter((one) => one !== "") }));
  const everything = new Set(lists.flatMap(({ addresses }) => addresses));
  const odd = [...everything].flatMap((address) => {
    const having = lists.filter(({ addresses }) => addresses.includes(address));
    return having.length === lists.length
      ? []
      : `${address} only in ${listing(having.map(({ camp }) => filesOf(camp.seats)))}`;
  });
  if (odd.length === 0)
    return lists.map(({ camp, addresses }) => `${addresses.length} in ${filesOf(camp.seats)}`).join(", ");
  const more = odd.length - MOST_ADDRESSES;
  return [...odd.slice(0, MOST_ADDRESSES), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

/** The virtual routers that move together. */
function groupmates({ router, instance }: Seat): string {
  const members = groupOf(router, instance)?.members ?? [instance.name];
  const mates = router.instances.filter(({ name }) => members.includes(name));
  return `VRID ${listing(mates.map(({ virtualRouterId }) => `${virtualRouterId}`).toSorted())}`;
}

function seconds(interval: number): string {
  return `${interval / SECOND} s`;
}
