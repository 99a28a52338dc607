import { type Duration, MILLISECOND, SECOND } from "../../core/time.ts";
import type { Authentication, GratuitousArp, InstanceSettings, VirtualAddress } from "../../core/vrrp/settings.ts";
import type { ProblemKind } from "../catalogue.ts";
import type { Address } from "../keywords/address.ts";
import type { GlobalDefs } from "../keywords/global.ts";
import { type VrrpInstance, vrrpInstance } from "../keywords/instance.ts";
import { quote, type Report } from "../problem.ts";
import { type Block, complete } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import { settleLease } from "./lease.ts";
import type { Surroundings } from "./settle.ts";
import { settleTracks } from "./track.ts";

/**
 * One instance with its defaults and corrections, which are keepalived's; nothing if it lacks what it cannot be without.
 * What keepalived corrects harmlessly is corrected here too, with a warning.
 */
export function settleInstance(block: Block<VrrpInstance>, around: Surroundings): InstanceSettings | undefined {
  const { global, report } = around;
  const values = complete(vrrpInstance, block.given);
  const draft: Draft = { block, values, report, name: block.name.text };
  const version = values.version === 3 || (values.version === undefined && global.vrrp_version === 3) ? 3 : 2;
  const priority = settlePriority(draft);
  const initialState = values.state ?? (priority === OWNER ? "MASTER" : "BACKUP");
  const advertInterval = settleInterval(draft, version);
  const downTimerAdverts = values.down_timer_adverts ?? global.vrrp_down_timer_adverts;
  const preemption = settlePreemption(draft, priority);
  const settledAuthentication = settleAuthentication(draft, version);
  const leaseSeconds = settleLease(block, around, advertInterval, downTimerAdverts);
  requireEssentials(draft);
  // Without these the rest is looked at all the same, for its mistakes.
  const { interface: ownInterface = "", virtual_router_id: virtualRouterId = 0 } = values;
  const held = settleAddresses(draft, version, ownInterface);
  const addressInterfaces = [...held.addresses, ...held.excludedAddresses].map((address) => address.interface);
  const settings = {
    name: draft.name,
    interface: ownInterface,
    virtualRouterId,
    version,
    initialState,
    priority,
    advertInterval,
    downTimerAdverts,
    ...preemption,
    authentication: settledAuthentication,
    ...(values.mcast_src_ip === undefined ? {} : { sourceAddress: values.mcast_src_ip }),
    ...held,
    garp: settleGratuitousArp(values, global),
    lowerPriorityNoAdvert: values.lower_prio_no_advert ?? global.vrrp_lower_prio_no_advert,
    higherPrioritySendAdvert: values.higher_prio_send_advert ?? global.vrrp_higher_prio_send_advert,
    ignoreOwnInterface: values.dont_track_primary ?? false,
    ...settleTracks(values, { around, ownInterface, addressInterfaces, owner: priority === OWNER }),
    leaseSeconds,
  } as const;
  return values.interface === undefined || values.virtual_router_id === undefined ? undefined : settings;
}

/** RFC 9568 §5.2.4 */
const OWNER = 255;

/** The count of addresses in an advert has 8 bits: RFC 9568 §5.2.5. */
const MOST_ADDRESSES = 255;

type Draft = {
  readonly block: Block<VrrpInstance>;
  readonly values: VrrpInstance;
  readonly report: Report;
  readonly name: string;
};

/** Warns at the place of a keyword. */
function warn(draft: Draft, kind: ProblemKind, name: keyof VrrpInstance, message: string): void {
  draft.report(kind, draft.block.places[name] ?? draft.block.name.place, message);
}

/** An error of the instance as a whole. */
function blame(draft: Draft, message: string, cure: string): void {
  draft.report("instance-incomplete", draft.block.name.place, `vrrp_instance ${quote(draft.name)} ${message}`, cure);
}

function requireEssentials(draft: Draft): void {
  const { block, values, report } = draft;
  for (const required of ["interface", "virtual_router_id"] as const) {
    if (block.places[required] === undefined) blame(draft, `has no ${required}`, `add a line: ${required} …`);
  }
  // keepalived goes by IFF_LOOPBACK, which a text cannot show; other loopback interfaces do not occur.
  if (values.interface === "lo") {
    report(
      "instance-loopback",
      block.places.interface ?? block.name.place,
      "VRRP is not spoken on the loopback interface",
    );
  }
}

/** keepalived takes `state MASTER` at its word: who says nothing else is the owner (RFC 9568 §5.2.4). */
function settlePriority(draft: Draft): number {
  const { block, values } = draft;
  if (values.priority !== undefined) return values.priority;
  if (values.state !== "MASTER" || block.places.priority !== undefined) return 100;
  warn(
    draft,
    "owner-by-state",
    "state",
    "without a priority state MASTER means priority 255, the owner of the addresses",
  );
  return OWNER;
}

/** Version 2 has 8 bits of seconds (RFC 3768 §5.3.7), version 3 has 12 bits of centiseconds (RFC 9568 §5.2.7). */
function settleInterval(draft: Draft, version: 2 | 3): Duration {
  const wanted = draft.values.advert_int;
  const step = version === 2 ? SECOND : 10 * MILLISECOND;
  const most = version === 2 ? 255 * SECOND : 40_950 * MILLISECOND;
  const possible = Math.min(most, Math.max(step, Math.round(wanted / step) * step));
  if (possible !== wanted) {
    const unit = version === 2 ? "whole seconds" : "hundredths of a second up to 40.95";
    warn(
      draft,
      "interval-corrected",
      "advert_int",
      `VRRP version ${version} has ${unit}: advert_int is taken as ${possible / SECOND}`,
    );
  }
  return possible;
}

/**
 * Neither nopreempt nor preempt_delay works for one that starts as master: it has taken over before it could hear of
 * another. nopreempt does not delay, it forbids, so that a delay beside it says nothing.
 */
function settlePreemption(draft: Draft, priority: number): Pick<InstanceSettings, "preempt" | "preemptDelay"> {
  const { block, values } = draft;
  // `preempt` is there to take back a nopreempt of an included file.
  const lastWord = Object.keys(block.given).findLast((name) => name === "preempt" || name === "nopreempt");
  const master = values.state === "MASTER";
  const nopreempt = lastWord === "nopreempt" && !master && priority !== OWNER;
  if (lastWord === "nopreempt" && !nopreempt) {
    warn(
      draft,
      "preemption-idle",
      "nopreempt",
      `nopreempt has no effect with ${master ? "state MASTER" : "priority 255"}`,
    );
  }
  const delayed = !nopreempt && !master;
  if (values.preempt_delay > 0 && !delayed) {
    warn(
      draft,
      "preemption-idle",
      "preempt_delay",
      `preempt_delay has no effect with ${master ? "state MASTER" : "nopreempt"}`,
    );
  }
  return { preempt: !nopreempt, preemptDelay: delayed ? values.preempt_delay : 0 };
}

/** RFC 2338 §5.3.6 has it, RFC 3768 took it out, version 3 has no room for it; keepalived keeps it for version 2. */
function settleAuthentication(draft: Draft, version: 2 | 3): Authentication {
  const { values, report } = draft;
  if (values.authentication === undefined) return { kind: "none" };
  const { name, given, places } = values.authentication;
  const { auth_type, auth_pass = "" } = given;
  if (version === 3)
    warn(draft, "authentication-idle", "authentication", "VRRP version 3 has no authentication: it is left out");
  else if (auth_type !== undefined && auth_pass !== "") {
    return { kind: "pass", password: firstBytes(auth_pass, places.auth_pass ?? name.place, report) };
  } else if (places.auth_type === undefined || auth_pass === "") {
    const missing = auth_type === undefined ? "auth_type" : "auth_pass";
    warn(draft, "authentication-idle", "authentication", `without ${missing} there is no authentication`);
  }
  return { kind: "none" };
}

/** As many characters as begin within 8 bytes of UTF-8: the packet has room for so many bytes, and cuts the last character. */
function firstBytes(password: string, place: Place, report: Report): string {
  let [kept, bytes] = ["", 0];
  for (const character of password) {
    if (bytes < PASSWORD_BYTES) kept += character;
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  if (bytes > PASSWORD_BYTES)
    report("password-cut", place, `only the first ${PASSWORD_BYTES} bytes of auth_pass count`);
  return kept;
}

const PASSWORD_BYTES = 8;

type Held = Pick<InstanceSettings, "addresses" | "excludedAddresses">;

function settleAddresses(draft: Draft, version: 2 | 3, ownInterface: string): Held {
  const { values, report } = draft;
  const [named, excluded] = [values.virtual_ipaddress, values.virtual_ipaddress_excluded];
  if (named.length === 0) refuseNoAddress(draft, version);
  const seen = new Map<string, Place>();
  const isNew = ({ address, dev = ownInterface, place }: Address): boolean => {
    const first = seen.get(`${address} ${dev}`);
    if (first === undefined) seen.set(`${address} ${dev}`, place);
    else report("item-repeated", place, `${address} again, after ${lineOf(first, place)}: this one is ignored`);
    return first === undefined;
  };
  const inAdvert = named.filter(isNew);
  const tooMany = inAdvert[MOST_ADDRESSES];
  if (tooMany !== undefined) {
    const message = `an advert names at most ${MOST_ADDRESSES} addresses: from here on they are excluded`;
    report("addresses-too-many", tooMany.place, message);
  }
  const all = [...inAdvert, ...excluded.filter(isNew)].map((address) => settleAddress(address, ownInterface));
  const count = Math.min(inAdvert.length, MOST_ADDRESSES);
  return { addresses: all.slice(0, count), excludedAddresses: all.slice(count) };
}

/** Version 3 cannot say it in a packet; for version 2 keepalived only warns. */
function refuseNoAddress(draft: Draft, version: 2 | 3): void {
  const { block, values, name, report } = draft;
  const allWrong = block.places.virtual_ipaddress !== undefined && block.given.virtual_ipaddress === undefined;
  if (allWrong || values.no_virtual_ipaddress !== undefined) return;
  const message = `vrrp_instance ${quote(name)} has no virtual_ipaddress`;
  const cure = "add virtual_ipaddress { … }, or no_virtual_ipaddress";
  report(version === 3 ? "addresses-none" : "addresses-none-v2", block.name.place, message, cure);
}

function settleAddress(given: Address, ownInterface: string): VirtualAddress {
  const { address, prefixLength, scope, dev = ownInterface, broadcast, label } = given;
  const base = { address, prefixLength, scope, interface: dev };
  return { ...base, ...(broadcast === undefined ? {} : { broadcast }), ...(label === undefined ? {} : { label }) };
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
