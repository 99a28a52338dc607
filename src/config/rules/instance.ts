import type { GratuitousArp, InstanceSettings } from "../../core/vrrp/settings.ts";
import type { GlobalDefs } from "../keywords/global.ts";
import { type VrrpInstance, vrrpInstance } from "../keywords/instance.ts";
import { type Block, complete } from "../schema.ts";
import { settleAddresses } from "./addresses.ts";
import { settleAuthentication } from "./authentication.ts";
import { blame, type Draft } from "./draft.ts";
import { settleLease } from "./lease.ts";
import { settleTravel, type Travel } from "./link.ts";
import { checkStrict, settleDownTimer, settleInterval, settlePreemption, settlePriority, settleState } from "./role.ts";
import { checkRoutes, checkRules } from "./routes.ts";
import type { Surroundings } from "./surroundings.ts";
import { type SettledTracks, settleTracks } from "./track.ts";

/** An instance with its defaults and corrections, and what the core does not know yet. */
export type SettledInstance = {
  readonly block: Block<VrrpInstance>;
  readonly settings: InstanceSettings;
  readonly travel: Travel;
  readonly tracks: SettledTracks;
};

/**
 * One instance with its defaults and corrections, which are keepalived's; nothing if it lacks what it cannot be without.
 * What keepalived corrects harmlessly is corrected here too, with a warning. Reference: vrrp-behaviour, section 1.
 */
export function settleInstance(block: Block<VrrpInstance>, around: Surroundings): SettledInstance | undefined {
  const { global } = around;
  const values = complete(vrrpInstance, block.given);
  const strict = values.strict_mode ?? global.vrrp_strict ?? false;
  const draft: Draft = { block, values, name: block.name.text, strict, around };
  const travel = settleTravel(draft);
  const priority = settlePriority(draft);
  const advertInterval = settleInterval(draft, travel.version);
  const downTimerAdverts = settleDownTimer(draft);
  checkStrict(draft, travel.version, priority);
  if (block.places.virtual_router_id === undefined) {
    blame(draft, "has no virtual_router_id", "add a line: virtual_router_id …");
  }
  // Without these the rest is looked at all the same, for its mistakes.
  const { interface: ownInterface = "", virtual_router_id: virtualRouterId = 0 } = values;
  const held = settleAddresses(draft, travel, ownInterface);
  checkRoutes(values.virtual_routes, around);
  checkRules(values.virtual_rules, around);
  const tracks = settleTracks(draft, priority, ownInterface, interfacesOf(values, ownInterface));
  const settings: InstanceSettings = {
    name: draft.name,
    interface: ownInterface,
    virtualRouterId,
    version: travel.version,
    initialState: settleState(draft, priority),
    priority,
    advertInterval,
    downTimerAdverts,
    ...settlePreemption(draft, priority),
    authentication: settleAuthentication(draft, travel.version, travel.family),
    ...(travel.source === undefined ? {} : { sourceAddress: travel.source }),
    ...held,
    garp: settleGratuitousArp(values, global),
    lowerPriorityNoAdvert: values.lower_prio_no_advert ?? global.vrrp_lower_prio_no_advert,
    higherPrioritySendAdvert: values.higher_prio_send_advert ?? global.vrrp_higher_prio_send_advert,
    ignoreOwnInterface: values.dont_track_primary ?? false,
    trackedInterfaces: tracks.interfaces,
    trackedScripts: tracks.scripts,
    leaseSeconds: settleLease(block, around, advertInterval, downTimerAdverts),
  };
  const usable =
    values.virtual_router_id !== undefined && (values.interface !== undefined || travel.peers !== undefined);
  return usable ? { block, settings, travel, tracks } : undefined;
}

/** Those of what the master holds, unless their loss does not matter. */
function interfacesOf(values: VrrpInstance, ownInterface: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const addresses of [values.virtual_ipaddress, values.virtual_ipaddress_excluded]) {
    for (const { dev = ownInterface, no_track } of addresses) if (no_track === undefined) names.add(dev);
  }
  for (const items of [values.virtual_routes, values.virtual_rules]) {
    for (const { dev, no_track } of items) if (dev !== undefined && no_track === undefined) names.add(dev);
  }
  return names;
}

/** What is not set for an advert of lower priority is as on becoming master: keepalived's way, `vrrp_strict` aside. */
function settleGratuitousArp(values: VrrpInstance, global: GlobalDefs): GratuitousArp {
  const repeat = values.garp_master_repeat ?? global.vrrp_garp_master_repeat;
  const delay = values.garp_master_delay ?? global.vrrp_garp_master_delay;
  return {
    repeat,
    delay,
    refresh: values.garp_master_refresh ?? global.vrrp_garp_master_refresh,
    refreshRepeat: values.garp_master_refresh_repeat ?? global.vrrp_garp_master_refresh_repeat,
    lowerPriorityRepeat: values.garp_lower_prio_repeat ?? global.vrrp_garp_lower_prio_repeat ?? repeat,
    lowerPriorityDelay: values.garp_lower_prio_delay ?? global.vrrp_garp_lower_prio_delay ?? delay,
  };
}
