import type { InstanceSettings } from "../core/vrrp/settings.ts";
import { type VrrpInstance, vrrpInstance } from "./keywords/instance.ts";

/** What a reload means for one instance: "live" changes are taken over as it runs, for a "restart" it starts anew. */
export type Change = {
  readonly instance: string;
  readonly kind: "added" | "removed" | "restart" | "live";
  /** The keywords whose values differ; empty unless the instance is in both. */
  readonly keywords: readonly (keyof VrrpInstance)[];
};

/** The instances that differ: those of the new settings in their order, then those that are gone. */
export function changes(before: readonly InstanceSettings[], after: readonly InstanceSettings[]): readonly Change[] {
  const old = new Map(before.map((instance) => [instance.name, instance]));
  const found: Change[] = [];
  for (const instance of after) {
    const earlier = old.get(instance.name);
    old.delete(instance.name);
    const keywords = earlier === undefined ? [] : differences(earlier, instance);
    const restarts = keywords.some((name) => vrrpInstance[name].onChange === "restart");
    if (earlier === undefined) found.push({ instance: instance.name, kind: "added", keywords });
    else if (keywords.length > 0)
      found.push({ instance: instance.name, kind: restarts ? "restart" : "live", keywords });
  }
  return [...found, ...Array.from(old.keys(), (name) => ({ instance: name, kind: "removed", keywords: [] }) as const)];
}

/** The change as the log tells it. */
export function renderChange({ instance, kind, keywords }: Change): string {
  const what = keywords.join(", ");
  switch (kind) {
    case "added":
    case "removed":
      return `(${instance}) ${kind}`;
    case "live":
      return `(${instance}) changed: ${what}`;
    case "restart":
      return `(${instance}) starts anew, changed: ${what}`;
  }
}

/** From which keyword each part of the settings comes. */
const origins: { readonly [Part in Exclude<keyof InstanceSettings, "name" | "garp">]-?: keyof VrrpInstance } & {
  readonly [Part in keyof InstanceSettings["garp"]]-?: keyof VrrpInstance;
} = {
  interface: "interface",
  virtualRouterId: "virtual_router_id",
  version: "version",
  initialState: "state",
  priority: "priority",
  advertInterval: "advert_int",
  downTimerAdverts: "down_timer_adverts",
  preempt: "nopreempt",
  preemptDelay: "preempt_delay",
  authentication: "authentication",
  sourceAddress: "mcast_src_ip",
  addresses: "virtual_ipaddress",
  excludedAddresses: "virtual_ipaddress_excluded",
  repeat: "garp_master_repeat",
  delay: "garp_master_delay",
  refresh: "garp_master_refresh",
  refreshRepeat: "garp_master_refresh_repeat",
  lowerPriorityRepeat: "garp_lower_prio_repeat",
  lowerPriorityDelay: "garp_lower_prio_delay",
  lowerPriorityNoAdvert: "lower_prio_no_advert",
  higherPrioritySendAdvert: "higher_prio_send_advert",
  ignoreOwnInterface: "dont_track_primary",
  trackedInterfaces: "track_interface",
  trackedScripts: "track_script",
  leaseSeconds: "address_lease",
};

function differences(before: InstanceSettings, after: InstanceSettings): readonly (keyof VrrpInstance)[] {
  const [old, now] = [before, after].map(({ garp, ...parts }) => new Map(Object.entries({ ...parts, ...garp })));
  return (
    Object.entries(origins)
      // Settings are plain data that the same code put together: equal ones have the same text.
      .filter(([part]) => JSON.stringify(old?.get(part)) !== JSON.stringify(now?.get(part)))
      .map(([, keyword]) => keyword)
  );
}
