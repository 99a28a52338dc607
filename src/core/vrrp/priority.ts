import type { Link } from "../event.ts";
import type { PriorityAccount, PriorityShare, Verdict } from "../status.ts";
import type { Instance, Surroundings } from "./instance.ts";
import type { InstanceSettings } from "./settings.ts";

/** The address owner's, which nothing changes. */
const OWNER = 255;
const HIGHEST = 254;
const LOWEST = 1;

/** How the effective priority comes about. Weights of 0 take no part: they are faults or nothing. */
export function priorityAccount({ settings, surroundings }: Instance): PriorityAccount {
  const base = settings.priority;
  const shares =
    base === OWNER ? [] : [...scriptShares(settings, surroundings), ...interfaceShares(settings, surroundings)];
  return { base, effective: effectivePriority(base, shares), shares };
}

/** 255 stays; everything else is kept between 1 and 254. */
export function effectivePriority(base: number, shares: readonly Pick<PriorityShare, "share">[]): number {
  const total = shares.reduce((sum, { share }) => sum + share, base);
  return base === OWNER ? OWNER : Math.min(HIGHEST, Math.max(LOWEST, total));
}

/** Everything that keeps the instance from taking part, in words for the status and the log. */
export function faultsOf({ settings, surroundings }: Instance): string[] {
  const ownAddress = settings.sourceAddress === undefined && needsAddress(settings, surroundings);
  const unweightedScripts = settings.trackedScripts.filter(({ weight }) => weight === 0);
  const devices = new Set([
    ...(settings.ignoreOwnInterface ? [] : [settings.interface]),
    ...settings.trackedInterfaces
      .filter(({ weight, reverse }) => weight === 0 && !reverse)
      .map((tracked) => tracked.interface),
  ]);
  const reversed = settings.trackedInterfaces.filter(({ weight, reverse }) => weight === 0 && reverse);
  return [
    ...[...devices].flatMap((device) => linkFault(device, surroundings.links.get(device))),
    ...reversed
      .filter((tracked) => isUp(surroundings, tracked.interface))
      .map((tracked) => `interface ${tracked.interface} is up`),
    ...(ownAddress ? [`interface ${settings.interface} has no IPv4 address to send from`] : []),
    ...unweightedScripts.flatMap(({ script, reverse }) => scriptFault(script, reverse, surroundings)),
  ];
}

/** True while a fault cannot be told yet: keepalived then neither takes part nor reports FAULT. */
export function isUndecided({ settings, surroundings }: Instance): boolean {
  if (!surroundings.links.has(settings.interface)) return true;
  return settings.trackedScripts.some(
    ({ script, weight }) => weight === 0 && verdictOf(surroundings, script) === "unknown",
  );
}

function scriptShares(settings: InstanceSettings, surroundings: Surroundings): PriorityShare[] {
  return settings.trackedScripts
    .filter(({ weight }) => weight !== 0)
    .map(({ script, weight, reverse }) => {
      const verdict = verdictOf(surroundings, script);
      return { kind: "script", name: script, weight, reverse, verdict, share: shareOf(weight, reverse, verdict) };
    });
}

function interfaceShares(settings: InstanceSettings, surroundings: Surroundings): PriorityShare[] {
  return settings.trackedInterfaces
    .filter(({ weight }) => weight !== 0)
    .map(({ interface: name, weight, reverse }) => {
      const verdict = !surroundings.links.has(name) ? "unknown" : isUp(surroundings, name) ? "good" : "bad";
      return { kind: "interface", name, weight, reverse, verdict, share: shareOf(weight, reverse, verdict) };
    });
}

/** A positive weight counts while things are good, a negative one while they are bad; `reverse` negates the result. */
export function shareOf(weight: number, reverse: boolean, verdict: Verdict): number {
  const counts = weight > 0 ? verdict === "good" : verdict === "bad";
  if (!counts) return 0;
  return reverse ? -weight : weight;
}

function verdictOf({ scripts }: Surroundings, script: string): Verdict {
  return scripts.get(script)?.verdict ?? "unknown";
}

function isUp({ links }: Surroundings, device: string): boolean {
  return links.get(device)?.kind === "up";
}

function needsAddress({ interface: device }: InstanceSettings, { links }: Surroundings): boolean {
  const link = links.get(device);
  return link?.kind === "up" && link.addresses.length === 0;
}

function linkFault(device: string, link: Link | undefined): string[] {
  switch (link?.kind) {
    case undefined:
    case "up":
      return [];
    case "down":
      return [`interface ${device} is down`];
    case "absent":
      return [`interface ${device} does not exist`];
  }
}

function scriptFault(script: string, reverse: boolean, { scripts }: Surroundings): string[] {
  const state = scripts.get(script);
  if (state?.verdict === "bad" && !reverse) {
    return [`script ${script} failed (${state.lastOutcome ?? "init_fail: not enough successes yet"})`];
  }
  if (state?.verdict === "good" && reverse)
    return [`script ${script} succeeded, which its reverse weight makes a fault`];
  return [];
}
