import { SECOND } from "../../src/core/time.ts";
import type { Finding } from "../../src/together/finding.ts";
import type { Instance, Router, SyncGroup, Tracker } from "../../src/together/network.ts";

/** A file with one instance, or several; each with keepalived's defaults but for what is given. */
export function router(name: string, ...parts: readonly Partial<Instance<string>>[]): Router<string> {
  const instances = parts.map((part, index) => instance(name, { name: `VI_${index + 1}`, ...part }));
  return { name, instances, syncGroups: [] };
}

export function withGroup(one: Router<string>, group: Partial<SyncGroup<string>> = {}): Router<string> {
  const members = one.instances.map(({ name }) => name);
  const place = `${one.name}:1`;
  return { ...one, syncGroups: [{ name: "G", members, trackers: [], trackingWeight: false, place, ...group }] };
}

/** VI_1 has VRID 51 and 10.0.0.1 on eth1, VI_2 has VRID 52 and 10.0.0.2 on eth2, and so on. */
function instance(file: string, part: Partial<Instance<string>> & { readonly name: string }): Instance<string> {
  const number = Number(/\d+$/.exec(part.name)?.[0] ?? 1);
  return {
    virtualRouterId: 50 + number,
    family: "IPv4",
    interface: `eth${number}`,
    version: 2,
    advertInterval: SECOND,
    downTimerAdverts: 3,
    authentication: { kind: "none" },
    addresses: [`10.0.0.${number}`],
    excludedAddresses: [],
    priority: 100,
    initialState: "BACKUP",
    preempt: true,
    preemptDelay: 0,
    ignoreOwnInterface: false,
    trackers: [],
    places: { vrrp_instance: `${file}:${10 * number}` },
    ...part,
  };
}

/** "script chk 30", "file drain -1 reverse". */
export function track(...texts: readonly string[]): readonly Tracker<string>[] {
  return texts.map((text) => {
    const [kind, name = "", weight, reverse] = text.split(" ");
    const kinds = ["script", "interface", "file", "process", "bfd"] as const;
    const known = kinds.find((one) => one === kind) ?? "script";
    return { kind: known, name, weight: Number(weight), reverse: reverse === "reverse", place: `track ${name}` };
  });
}

/** A finding as a golden text shows it. */
export function showFinding({ severity, what, where, cure }: Finding<string>): string {
  return `${severity}: ${what}\n  where: ${where}\n  cure:  ${cure}`;
}
