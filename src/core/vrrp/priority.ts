import type { Link } from "../event.ts";
import type { PriorityAccount, PriorityShare, Verdict } from "../status.ts";
import { effectivePriority, isFault, OWNER, shareOf } from "./election.ts";
import type { Instance, Surroundings } from "./instance.ts";
import type { InstanceSettings } from "./settings.ts";

/** How the effective priority comes about. Weights of 0 take no part: they are faults or nothing. */
export function priorityAccount({ settings, surroundings }: Instance): PriorityAccount {
  const base = settings.priority;
  const shares =
    base === OWNER ? [] : [...scriptShares(settings, surroundings), ...interfaceShares(settings, surroundings)];
  return { base, effective: effectivePriority(base, shares), shares };
}

/** Everything that keeps the instance from taking part, in words for the status and the log. */
export function faultsOf({ settings, surroundings }: Instance): string[] {
  const ownAddress = settings.sourceAddress === undefined && needsAddress(settings, surroundings);
  const ownInterface = { interface: settings.interface, weight: 0, reverse: false };
  const devices = [...(settings.ignoreOwnInterface ? [] : [ownInterface]), ...settings.trackedInterfaces]
    .filter((tracked) => isFault(tracked, linkVerdict(surroundings, tracked.interface)))
    .map((tracked) => tracked.interface);
  const scripts = settings.trackedScripts.filter((tracked) =>
    isFault(tracked, verdictOf(surroundings, tracked.script)),
  );
  return [
    ...[...new Set(devices)].map((device) => linkFault(device, surroundings.links.get(device))),
    ...(ownAddress ? [`interface ${settings.interface} has no IPv4 address to send from`] : []),
    ...scripts.map(({ script, reverse }) => scriptFault(script, reverse, surroundings)),
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
    .map(({ script, ...weighing }) => {
      const verdict = verdictOf(surroundings, script);
      return { kind: "script", name: script, ...weighing, verdict, share: shareOf(weighing, verdict) };
    });
}

function interfaceShares(settings: InstanceSettings, surroundings: Surroundings): PriorityShare[] {
  return settings.trackedInterfaces
    .filter(({ weight }) => weight !== 0)
    .map(({ interface: name, ...weighing }) => {
      const verdict = linkVerdict(surroundings, name);
      return { kind: "interface", name, ...weighing, verdict, share: shareOf(weighing, verdict) };
    });
}

function verdictOf({ scripts }: Surroundings, script: string): Verdict {
  return scripts.get(script)?.verdict ?? "unknown";
}

function linkVerdict({ links }: Surroundings, device: string): Verdict {
  const link = links.get(device);
  if (link === undefined) return "unknown";
  return link.kind === "up" ? "good" : "bad";
}

function needsAddress({ interface: device }: InstanceSettings, { links }: Surroundings): boolean {
  const link = links.get(device);
  return link?.kind === "up" && link.addresses.length === 0;
}

function linkFault(device: string, link: Link | undefined): string {
  const isThere = link !== undefined && link.kind !== "absent";
  return `interface ${device} ${isThere ? `is ${link.kind}` : "does not exist"}`;
}

function scriptFault(script: string, reverse: boolean, { scripts }: Surroundings): string {
  if (reverse) return `script ${script} succeeded, which its reverse weight makes a fault`;
  return `script ${script} failed (${scripts.get(script)?.lastOutcome ?? "init_fail: not enough successes yet"})`;
}
