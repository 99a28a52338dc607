import { assert } from "../core/assert.ts";
import type { Duration } from "../core/time.ts";
import { answerAsBackup, answerAsMaster, delayOfPreemption, OWNER } from "../core/vrrp/election.ts";
import { firstMasterDown, masterDown, skew } from "../core/vrrp/timers.ts";
import { parseIpv4 } from "../wire/ipv4.ts";
import { parseIpv6 } from "../wire/ipv6.ts";
import type { Contest, Member, Party } from "./contest.ts";
import { type Failure, type Standing, standingOf } from "./standing.ts";
import type { VirtualRouter } from "./virtual-router.ts";

/** How things stand in a contest. */
export type Situation = {
  readonly roles: ReadonlyMap<Party, Role>;
  /** Of each member, for the case that it is backup. */
  readonly waits: ReadonlyMap<Member, Wait>;
};

type Role = "master" | "backup" | "fault" | "dead";

/** What a backup's timer runs from: its start, the last advert that it accepted, or a resignation. */
type Wait = {
  readonly since: "start" | "advert" | "resignation";
  /** When that was. */
  readonly from: Duration;
  /** Its own, or in version 3 that of the master whose advert it accepted last. */
  readonly masterInterval: Duration;
  /** When the first advert of lower priority came, from which `preempt_delay` counts. */
  readonly delayFrom?: Duration;
};

export type Settled = Situation & {
  /** There is no end: sync groups take the addresses from each other again and again. */
  readonly isRestless: boolean;
  /** Masters of equal priority, and the files do not tell the addresses that decide; or those of whom chance decides. */
  readonly undecided: ReadonlySet<Member>;
};

/**
 * Where the election ends if nothing else happens: who answers whose adverts how, and whose timer ends first, until nobody
 * moves any more. `from`: how things stood before; without it all start at once.
 *
 * Time goes from one change of a role to the next, not from advert to advert. An advert arrives before the next timer
 * ends, and one that starts hears a master before its own timer ends.
 */
export function settle(contest: Contest, failure: Failure | undefined, from?: Situation): Settled {
  const election = begin(contest, failure, from);
  const seen = new Map<string, number>();
  while (yieldToBetter(election) || takeOver(election)) {
    const roles = [...election.roles.values()].join();
    const times = (seen.get(roles) ?? 0) + 1;
    seen.set(roles, times);
    // Whoever settles does so before each of them has been the first to move from here.
    if (times <= contest.parties.length + 1) continue;
    if (election.isByChance) return { ...election, isRestless: true };
    // Two groups that always take over at the same moment, and each gives way to the other: chance ends it.
    election.isByChance = true;
    seen.clear();
  }
  return { ...election, isRestless: false };
}

/**
 * As if this party had been master for long, and whoever hears it followed, except for owners, who never start as backup.
 * Virtual routers without it stand as they do after a start.
 */
export function enthrone(contest: Contest, party: Party): Situation {
  const isOneOfMany = contest.virtualRouters.length > 1;
  const election = begin(contest, undefined, isOneOfMany ? settle(contest, undefined) : undefined);
  const realm = new Set(party.members.map(({ virtualRouter }) => virtualRouter));
  for (const other of contest.parties) {
    const isConcerned = other.members.some(({ virtualRouter }) => realm.has(virtualRouter));
    if (isConcerned && !isOwner(other)) retire(election, other);
  }
  if (election.roles.get(party) === "backup") election.roles.set(party, "master");
  for (const member of contest.parties.flatMap(({ members }) => members)) {
    const master = party.members.find(({ instance }) => member.hears.has(instance));
    if (master !== undefined) follow(election, member, master);
  }
  return election;
}

/** Who has the virtual router's addresses, for those who can reach them: masters that are not cut off. */
export function mastersOf(virtualRouter: VirtualRouter, { roles }: Situation, failure?: Failure): readonly Member[] {
  return Array.from(roles, ([party, role]) => (role === "master" ? party.members : []))
    .flat()
    .filter((member) => member.virtualRouter === virtualRouter && standingOf(member, failure).kind === "up");
}

type Election = {
  readonly contest: Contest;
  readonly standings: ReadonlyMap<Member, Standing>;
  readonly roles: Map<Party, Role>;
  readonly waits: Map<Member, Wait>;
  readonly undecided: Set<Member>;
  /** When its masters took over, as far as that was not before. */
  readonly tookOverAt: Map<Member, Duration>;
  now: Duration;
  /** Of those whose timers end together only one takes over. */
  isByChance: boolean;
};

function begin(contest: Contest, failure: Failure | undefined, from: Situation | undefined): Election {
  const members = contest.parties.flatMap((party) => party.members);
  const standings = new Map(members.map((member) => [member, standingOf(member, failure)]));
  const election: Election = {
    contest,
    standings,
    roles: new Map(from?.roles),
    // Until now everybody has heard the master that it follows.
    waits: new Map(Array.from(from?.waits ?? [], ([member, { delayFrom, ...wait }]) => [member, { ...wait, from: 0 }])),
    undecided: new Set(),
    tookOverAt: new Map(),
    now: 0,
    isByChance: false,
  };
  const masters = contest.parties.filter((party) => election.roles.get(party) === "master");
  for (const party of contest.parties) enter(election, party);
  for (const party of masters) if (election.roles.get(party) !== "master") bidFarewell(election, party);
  return election;
}

/** RFC 9568 §6.4.1, FAULT and the way out of it; a sync group goes as a whole: vrrp-behaviour 7. */
function enter({ roles, waits, standings }: Election, party: Party): void {
  const kinds = party.members.map((member) => standings.get(member)?.kind);
  const before = roles.get(party);
  if (kinds.includes("dead")) roles.set(party, "dead");
  else if (kinds.includes("fault")) roles.set(party, "fault");
  else if (before === undefined || before === "dead" || before === "fault") {
    roles.set(party, isOwner(party) ? "master" : "backup");
    for (const member of party.members) {
      const masterInterval = member.instance.advertInterval;
      waits.set(member, { since: before === "fault" ? "advert" : "start", from: 0, masterInterval });
    }
  }
}

/** A group owns the addresses only if all its members do. */
function isOwner({ members }: Party): boolean {
  return members.every(({ instance }) => instance.priority === OWNER);
}

/** Who leaves for a fault resigns, if it still can; from others there is only silence. */
function bidFarewell(election: Election, party: Party): void {
  const isDead = election.roles.get(party) === "dead";
  for (const leaver of party.members) {
    const standing = election.standings.get(leaver);
    const isSilent = isDead || (standing?.kind === "fault" && !standing.resigns) || standing?.kind === "cut off";
    for (const [hearer, wait] of election.waits) {
      if (!isSilent && hearer.hears.has(leaver.instance)) election.waits.set(hearer, { ...wait, since: "resignation" });
    }
  }
}

/** Each master that hears a better one becomes its backup, with its whole group. Whether there was any. */
function yieldToBetter(election: Election): boolean {
  const beaten = partiesOf(election, "master").flatMap((party) =>
    party.members.flatMap((member) =>
      audibleMasters(election, member)
        .filter((rival) => answer(election, member, rival) === "yield")
        .map((rival) => ({ party, member, rival })),
    ),
  );
  for (const { party } of beaten) retire(election, party);
  for (const { member, rival } of beaten) follow(election, member, rival);
  return beaten.length > 0;
}

/** RFC 9568 §6.4.3; where the addresses decide and are not known, the first of the files is taken to have the highest. */
function answer(election: Election, member: Member, rival: Member): ReturnType<typeof answerAsMaster> {
  const [own, theirs] = [priorityOf(election, member), priorityOf(election, rival)];
  const [address, other] = [bytesOf(member), bytesOf(rival)];
  if (own !== theirs || (address && other)) {
    const nobody = new Uint8Array();
    return answerAsMaster(
      { priority: own, address: address ?? nobody },
      { priority: theirs, address: other ?? nobody },
    );
  }
  election.undecided.add(member).add(rival);
  const { seats } = member.virtualRouter;
  const first = seats.find(({ router }) => router === member.router || router === rival.router);
  return first?.router === member.router ? "assert" : "yield";
}

/** Those whose timer ends first become masters: of a sync group it is the last of its timers. Whether there are any. */
function takeOver(election: Election): boolean {
  const due = partiesOf(election, "backup").map((party) => ({
    party,
    at: Math.max(...party.members.map((member) => timeOfTakeover(election, member))),
  }));
  const first = Math.min(...due.map(({ at }) => at));
  const taking = Number.isFinite(first) ? due.filter(({ at }) => at === first) : [];
  if (taking.length > 0) election.now = Math.max(election.now, first);
  for (const { party } of election.isByChance ? taking.slice(0, 1) : taking) {
    election.roles.set(party, "master");
    for (const member of party.members) election.tookOverAt.set(member, election.now);
  }
  if (election.isByChance && taking.length > 1) {
    for (const { party } of taking) for (const member of party.members) election.undecided.add(member);
  }
  return taking.length > 0;
}

/** When the member's timer ends; never while it follows somebody. */
function timeOfTakeover(election: Election, member: Member): Duration {
  const { instance } = member;
  const priority = priorityOf(election, member);
  const masters = audibleMasters(election, member);
  const answers = masters.map((master) => answerAsBackup(instance, priority, priorityOf(election, master), false));
  const accepted = masters[answers.indexOf("follow")];
  if (accepted !== undefined) {
    follow(election, member, accepted);
    return Number.POSITIVE_INFINITY;
  }
  const tolerated = masters[answers.indexOf("follow for now")];
  if (tolerated !== undefined) tolerate(election, member, tolerated);
  const { since, masterInterval, ...wait } = waitOf(election, member);
  const from = tolerated === undefined ? Math.min(wait.from, election.now) : wait.from;
  if (since === "start") return from + firstMasterDown(instance, standingIn(election, member).startPriority);
  if (since === "resignation") return from + skew(instance.version, priority, masterInterval);
  return from + masterDown(instance, priority, masterInterval);
}

function follow(election: Election, member: Member, master: Member): void {
  election.waits.set(member, {
    since: "advert",
    from: election.now,
    masterInterval: learntInterval(member, master),
  });
}

/** The first advert of lower priority starts `preempt_delay`, the last one within it starts the timer. */
function tolerate(election: Election, member: Member, master: Member): void {
  const wait = waitOf(election, member);
  const { advertInterval } = master.instance;
  const firstAt = election.tookOverAt.get(master) ?? advertInterval;
  const delayFrom = wait.delayFrom ?? firstAt;
  const accepted = Math.ceil((delayFrom + delayOfPreemption(member.instance) - firstAt) / advertInterval);
  const last = { from: firstAt + (accepted - 1) * advertInterval, masterInterval: learntInterval(member, master) };
  election.waits.set(member, { ...wait, ...(accepted > 0 ? { since: "advert", ...last } : {}), delayFrom });
}

function waitOf({ waits }: Election, member: Member): Wait {
  const wait = waits.get(member);
  assert(wait !== undefined, `${member.router.name} is backup and waits for nothing`);
  return wait;
}

/** RFC 9568 §6.1: version 2 has but one interval for all. */
function learntInterval({ instance }: Member, master: Member): Duration {
  return instance.version === 3 ? master.instance.advertInterval : instance.advertInterval;
}

function retire({ roles, waits, now }: Election, party: Party): void {
  if (roles.get(party) === "master") roles.set(party, "backup");
  for (const member of party.members) {
    waits.set(member, { since: "advert", from: now, masterInterval: member.instance.advertInterval });
  }
}

function partiesOf({ contest, roles }: Election, role: Role): readonly Party[] {
  return contest.parties.filter((party) => roles.get(party) === role);
}

function audibleMasters(election: Election, member: Member): readonly Member[] {
  if (election.standings.get(member)?.kind !== "up") return [];
  return partiesOf(election, "master").flatMap(({ members }) =>
    members.filter((other) => member.hears.has(other.instance) && election.standings.get(other)?.kind === "up"),
  );
}

function priorityOf(election: Election, member: Member): number {
  return standingIn(election, member).priority;
}

function standingIn({ standings }: Election, member: Member): Extract<Standing, { readonly priority: number }> {
  const standing = standings.get(member);
  assert(
    standing?.kind === "up" || standing?.kind === "cut off",
    `${member.router.name} takes no part and is asked for its priority`,
  );
  return standing;
}

function bytesOf({ instance: { sourceAddress = "" } }: Member): Uint8Array | undefined {
  return parseIpv4(sourceAddress) ?? parseIpv6(sourceAddress);
}
