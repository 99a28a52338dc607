import { SECOND } from "../../core/time.ts";
import { skew } from "../../core/vrrp/timers.ts";
import type { SettledInstance } from "../rules/instance.ts";
import { OWNER } from "../rules/role.ts";
import type { Runnable } from "../types/script.ts";
import { count, listOf, paragraph, secondsOf } from "./sentence.ts";

/** A virtual router: what it shares, who gets it and when, what changes that, who is told. */
export function explainInstance(instance: SettledInstance): string {
  const { settings } = instance;
  return paragraph(`vrrp_instance ${settings.name}`, [
    describeShare(instance),
    describeRank(instance),
    describeAdverts(instance),
    ...describeTakeover(instance),
    ...describeChecks(instance),
    ...describeLease(instance),
    ...describeNotification(instance),
  ]);
}

function describeShare({ settings, travel }: SettledInstance): string {
  const addresses = settings.addresses.map(({ address, prefixLength, interface: link }) => {
    const where = link === settings.interface || link === "" ? "" : ` on ${link}`;
    return `${address}/${prefixLength}${where}`;
  });
  const what = addresses.length === 0 ? "no address" : listOf(addresses);
  const excluded = settings.excludedAddresses.map(({ address }) => address);
  const more = excluded.length === 0 ? "" : ` (and ${listOf(excluded)}, which the adverts do not name)`;
  const peers = travel.peers?.map(({ address }) => address) ?? [];
  const way = peers.length > 0 ? `by unicast with ${listOf(peers)}` : `by multicast on ${settings.interface}`;
  return `Shares ${what}${more} with the other routers of virtual router ${settings.virtualRouterId}, ${way}, VRRP version ${settings.version}`;
}

function describeRank({ settings, tracks }: SettledInstance): string {
  const { priority, initialState } = settings;
  if (priority === OWNER)
    return "It is the owner (priority 255): as long as it runs and its interface is up, it has them";
  const start =
    initialState === "MASTER"
      ? "It starts as MASTER, after one interval of silence"
      : "It starts as BACKUP and listens first";
  const { best, worst } = rangeOf(tracks, priority);
  const range = best === worst ? `${priority}` : `${priority}, which its checks move between ${worst} and ${best}`;
  return `Its priority is ${range}: the router with the highest one has the addresses. ${start}`;
}

function rangeOf(tracks: SettledInstance["tracks"], priority: number): { best: number; worst: number } {
  let [best, worst] = [priority, priority];
  for (const { weight, reverse } of [...tracks.interfaces, ...tracks.scripts, ...tracks.processes, ...tracks.bfds]) {
    const signed = reverse ? -weight : weight;
    best += Math.max(0, signed);
    worst += Math.min(0, signed);
  }
  const limit = (value: number): number => Math.max(1, Math.min(254, value));
  return { best: limit(best), worst: limit(worst) };
}

function describeAdverts({ settings }: SettledInstance): string {
  const { advertInterval, downTimerAdverts, version } = settings;
  const dead = downTimerAdverts * advertInterval;
  const longest = dead + skew(version, 1, advertInterval);
  return `As master it says so every ${secondsOf(advertInterval)}; another takes over ${secondsOf(dead)} to ${secondsOf(longest)} after its last word, the higher its priority the sooner, and within ${secondsOf(version === 2 ? SECOND : advertInterval)} if it is stopped in good order`;
}

function describeTakeover({ settings }: SettledInstance): readonly string[] {
  if (settings.priority === OWNER) return [];
  if (!settings.preempt)
    return ["A master of lower priority is left alone (nopreempt): after a failure the addresses stay where they went"];
  const delay = settings.preemptDelay > 0 ? ` after ${secondsOf(settings.preemptDelay)}` : "";
  return [`From a master of lower priority it takes the addresses${delay}: after a failure they come back`];
}

type Check = {
  readonly what: string;
  readonly name: string;
  readonly weight: number;
  readonly reverse: boolean;
  readonly good: string;
  readonly bad: string;
};

function describeChecks({ settings, tracks }: SettledInstance): readonly string[] {
  const link = settings.interface || "its interface";
  const own = settings.ignoreOwnInterface ? [] : [`While ${link} is down it takes no part (FAULT)`];
  const [linked, run] = [
    { good: "is up", bad: "is down" },
    { good: "succeeds", bad: "fails" },
  ];
  const checks: readonly Check[] = [
    ...tracks.interfaces.map((one) => ({ ...one, ...linked, what: "the interface", name: one.interface })),
    ...tracks.scripts.map((one) => ({ ...one, ...run, what: "the script", name: one.script })),
    ...tracks.files.map((one) => ({ ...one, what: "the file", good: "says 0", bad: "says anything but 0" })),
    ...tracks.processes.map((one) => ({ ...one, what: "the process", good: "runs", bad: "does not run" })),
    ...tracks.bfds.map((one) => ({ ...one, ...linked, what: "the BFD session" })),
  ];
  return [...own, ...checks.map(describeCheck)];
}

function describeCheck({ what, name, weight, reverse, ...states }: Check): string {
  const subject = `${what} ${name}`;
  if (what === "the file" && weight !== 0) {
    return `The number in ${subject}, times ${reverse ? -weight : weight}, is added to the priority`;
  }
  if (weight === 0) return `While ${subject} ${reverse ? states.good : states.bad} it takes no part (FAULT)`;
  // The weight goes with the state that is called good or bad; `reverse` only turns its sign.
  const state = weight > 0 ? states.good : states.bad;
  const amount = reverse ? -weight : weight;
  return amount > 0
    ? `While ${subject} ${state}, ${amount} is added to the priority`
    : `While ${subject} ${state}, ${-amount} is taken off the priority`;
}

function describeLease({ settings }: SettledInstance): readonly string[] {
  if (settings.leaseSeconds === 0) return ["The addresses are held without a lease: a hung daemon would keep them"];
  return [
    `If the daemon hangs or dies, the kernel takes the addresses away within ${count(settings.leaseSeconds, "second")}`,
  ];
}

const occasions = [
  ["notify_master", "on becoming MASTER"],
  ["notify_backup", "on becoming BACKUP"],
  ["notify_fault", "on becoming FAULT"],
  ["notify_stop", "at its end"],
  ["notify", "at every change of state"],
  ["notify_master_rx_lower_pri", "on hearing an advert of lower priority as master"],
] as const;

function describeNotification({ block }: SettledInstance): readonly string[] {
  const sentences = occasions.flatMap(([keyword, when]) => {
    const script: Runnable | undefined = block.given[keyword];
    return script === undefined ? [] : [`Runs ${script.command.join(" ")} ${when}`];
  });
  return block.given.smtp_alert ? [...sentences, "Mails changes of state"] : sentences;
}
