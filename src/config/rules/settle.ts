import type { Settings } from "../../core/settings.ts";
import type { ScriptSettings } from "../../core/track/settings.ts";
import type { InstanceSettings } from "../../core/vrrp/settings.ts";
import { type GlobalDefs, globalDefs } from "../keywords/global.ts";
import type { VrrpInstance } from "../keywords/instance.ts";
import { type Document, root } from "../keywords/root.ts";
import { type VrrpScript, vrrpScript } from "../keywords/script.ts";
import { quote, type Report } from "../problem.ts";
import { type Block, complete } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import { settleInstance } from "./instance.ts";

/** What the rules of one instance look up elsewhere. */
export type Surroundings = {
  readonly global: GlobalDefs;
  readonly globalPlaces: Block<GlobalDefs>["places"];
  /** All that are named, also those that cannot be used: what is wrong with them is told once. */
  readonly scripts: ReadonlyMap<string, Block<VrrpScript>>;
  readonly report: Report;
};

/** What the machine has to say where the file says nothing. */
export type MachineDefaults = {
  /** `router_id`. */
  readonly hostName: string;
  /** `script_user`; absent: the daemon's own user. */
  readonly scriptUser?: NonNullable<ScriptSettings["user"]>;
};

/**
 * The settings that a document amounts to: defaults filled in, what contradicts itself reported. A block that cannot be
 * used is left out, after an error.
 */
export function settle(document: Partial<Document>, defaults: MachineDefaults, report: Report): Settings {
  const { global_defs, vrrp_script = new Map(), vrrp_instance = new Map() } = complete(root, document);
  const global = complete(globalDefs, global_defs?.given ?? {});
  const surroundings = { global, globalPlaces: global_defs?.places ?? {}, scripts: vrrp_script, report };
  const instances: InstanceSettings[] = [];
  const taken: Taken = new Map();
  for (const block of vrrp_instance.values()) {
    const settings = settleInstance(block, surroundings);
    if (settings === undefined) continue;
    claim(settings, block, taken, report);
    instances.push(settings);
  }
  return {
    routerId: global.router_id ?? defaults.hostName,
    startupDelay: global.vrrp_startup_delay,
    ...(global.vrrp_rt_priority === undefined ? {} : { realtimePriority: global.vrrp_rt_priority }),
    scripts: Array.from(vrrp_script.values()).flatMap(
      (block) => settleScript(block, global.script_user ?? defaults.scriptUser, report) ?? [],
    ),
    instances,
  };
}

type User = ScriptSettings["user"];

function settleScript(block: Block<VrrpScript>, scriptUser: User, report: Report): ScriptSettings | undefined {
  const { script, interval, timeout = interval, rise, fall, ...values } = complete(vrrpScript, block.given);
  const { text: name, place } = block.name;
  if (script === undefined) {
    const cure = 'add a line such as: script "/usr/bin/pgrep -x haproxy"';
    if (block.places.script === undefined)
      report("script-missing", place, `vrrp_script ${quote(name)} has no script`, cure);
    return undefined;
  }
  const user = values.user ?? scriptUser;
  const settings = { name, command: script, interval, timeout, rise, fall, initFail: values.init_fail ?? false };
  return user === undefined ? settings : { ...settings, user };
}

/** What one instance alone should have, and in whose block it is. */
type Taken = Map<string, Block<VrrpInstance>>;

/**
 * Two instances cannot be the same virtual router (keepalived ends there); that both hold an address, which would go when
 * one of them gives it up, is most likely not meant.
 */
function claim(settings: InstanceSettings, block: Block<VrrpInstance>, taken: Taken, report: Report): void {
  const { interface: link, virtualRouterId, addresses, excludedAddresses } = settings;
  const { virtual_router_id: identity, virtual_ipaddress: list } = block.places;
  const router = `virtual_router_id ${virtualRouterId} is in use on ${link} already`;
  const other = taken.get(router);
  if (other === undefined) taken.set(router, block);
  else {
    const place = identity ?? block.name.place;
    report("instance-same-router", place, `${router}, ${holderOf(other, place)}`, "choose another number, 1 to 255");
  }
  for (const { address, interface: device } of [...addresses, ...excludedAddresses]) {
    const key = `${address} is held on ${device} too`;
    const holder = taken.get(key);
    if (holder === undefined) taken.set(key, block);
    else {
      const place = list ?? block.name.place;
      report("instance-same-address", place, `${key}, ${holderOf(holder, place)}`);
    }
  }
}

function holderOf({ name }: Block<VrrpInstance>, seenFrom: Place): string {
  return `by ${quote(name.text)} in ${lineOf(name.place, seenFrom)}`;
}
