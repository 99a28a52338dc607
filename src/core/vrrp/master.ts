import { parseIpv4 } from "../../wire/ipv4.ts";
import { message } from "../message.ts";
import { type Duration, type Instant, NEVER, SECOND } from "../time.ts";
import { announce } from "./announcement.ts";
import { answerAsMaster, OWNER } from "./election.ts";
import type { AddressLost, InstanceEffect, RoleEvent } from "./event.ts";
import { allAddresses, type Instance, keyOf, type Master, sourceAddress } from "./instance.ts";
import { logOnce } from "./log.ts";
import type { HeardAdvert } from "./reception.ts";
import { after } from "./timers.ts";
import { yieldTo } from "./transition.ts";
import { advertise, canTransmit } from "./transmission.ts";

/** RFC 9568 §6.4.3. */
export function stepMaster(instance: Instance, role: Master, event: RoleEvent, now: Instant): InstanceEffect[] {
  switch (event.kind) {
    case "timer":
      return stepMasterTimer(instance, role, now);
    case "advert":
      return hearRival(instance, role, event.advert, now);
    case "transmitted":
      return renew(instance, role, now);
    case "address lost":
      return repair(instance, role, event, now);
  }
}

function stepMasterTimer(instance: Instance, role: Master, now: Instant): InstanceEffect[] {
  const { garp, advertInterval } = instance.settings;
  const effects: InstanceEffect[] = [];
  let next = role;
  if (now >= role.repairAt) {
    effects.push({ kind: "hold" });
    const repairedAt = new Map(allAddresses(instance.settings).map((address) => [keyOf(address), now]));
    next = { ...next, repairAt: NEVER, repairedAt };
  }
  if (now >= role.advertiseAt) {
    effects.push(...advertise(instance));
    next = { ...next, advertiseAt: nextOnGrid(role.advertiseAt, advertInterval, now) };
  }
  if (now >= role.burstAt) {
    effects.push(...announce(instance, garp.repeat));
    next = { ...next, burstAt: NEVER };
  }
  if (now >= role.lowerPriorityBurstAt) {
    effects.push(...announce(instance, garp.lowerPriorityRepeat));
    next = { ...next, lowerPriorityBurstAt: NEVER };
  }
  if (now >= role.refreshAt) {
    effects.push(...announce(instance, garp.refreshRepeat));
    next = { ...next, refreshAt: after(now, garp.refresh) };
  }
  instance.role = next;
  // Nothing leaves, and that is no fault: only `dont_track_primary` comes here, for which the leases go on.
  const unsent = now >= role.advertiseAt && !canTransmit(instance);
  return unsent ? [...effects, ...renew(instance, next, now)] : effects;
}

/** Being late with one advert must not shift all later ones; after a stall the grid begins anew. */
function nextOnGrid(due: Instant, interval: number, now: Instant): Instant {
  return due + interval > now ? due + interval : now + interval;
}

function hearRival(instance: Instance, role: Master, advert: HeardAdvert, now: Instant): InstanceEffect[] {
  const { name, advertInterval } = instance.settings;
  const ours = instance.effectivePriority;
  const address = parseIpv4(sourceAddress(instance) ?? "") ?? new Uint8Array(4);
  const secondOwner = () =>
    advert.priority === OWNER && ours === OWNER
      ? logOnce(instance, "second owner", message.secondOwner(name, advert.source), now, SECOND)
      : [];
  switch (answerAsMaster({ priority: ours, address }, { priority: advert.priority, address: advert.sourceBytes })) {
    case "reassure":
      instance.role = { ...role, advertiseAt: now + advertInterval };
      return advertise(instance);
    case "puzzled":
      return logOnce(instance, "own address", message.masterHeardItself(name, advert.source), now, SECOND);
    case "assert":
      return [...secondOwner(), ...assertMastership(instance, role, advert, now)];
    case "yield":
      return [...secondOwner(), ...giveWay(instance, advert, now)];
  }
}

function giveWay(instance: Instance, advert: HeardAdvert, now: Instant): InstanceEffect[] {
  const { name, higherPrioritySendAdvert } = instance.settings;
  const ours = instance.effectivePriority;
  const farewell = higherPrioritySendAdvert ? advertise(instance) : [];
  const { source, priority } = advert;
  const [log, reason] =
    priority > ours
      ? [
          message.masterHeardHigher(name, source, priority, ours),
          `${source} advertises the higher priority ${priority}, ours is ${ours}`,
        ]
      : [
          message.masterHeardHigherAddress(name, source, priority),
          `${source} advertises the same priority ${priority} and has the higher address`,
        ];
  return [...farewell, log, ...yieldTo(instance, advert, now, reason)];
}

/**
 * A master of lower rank is about: everybody is told once more who it really is. Each of its adverts is answered, but a
 * flood of them must not become one of gratuitous ARPs, six packets for one.
 */
function assertMastership(instance: Instance, role: Master, advert: HeardAdvert, now: Instant): InstanceEffect[] {
  const { name, garp, advertInterval, lowerPriorityNoAdvert } = instance.settings;
  const log = message.masterHeardLower(name, advert.source, advert.priority, instance.effectivePriority);
  const announces = garp.lowerPriorityRepeat > 0 && now - role.assertedAt >= SHORTEST_ASSERTION;
  instance.role = {
    ...role,
    ...(announces ? { assertedAt: now, lowerPriorityBurstAt: after(now, garp.lowerPriorityDelay) } : {}),
    ...(lowerPriorityNoAdvert ? {} : { advertiseAt: now + advertInterval }),
  };
  return [
    ...logOnce(instance, "lower priority", log, now, SECOND),
    ...(lowerPriorityNoAdvert ? [] : advertise(instance)),
    ...(announces ? announce(instance, garp.lowerPriorityRepeat) : []),
  ];
}

const SHORTEST_ASSERTION: Duration = SECOND / 2;

/** The kernel's lifetimes start anew, but not with every advert of a fast master: a quarter of the lease is soon enough. */
function renew(instance: Instance, role: Master, now: Instant): InstanceEffect[] {
  const lease = instance.settings.leaseSeconds * SECOND;
  if (lease === 0) {
    instance.role = { ...role, leasedAt: now };
    return [];
  }
  if (now - role.leasedAt < lease / 4) return [];
  instance.role = { ...role, leasedAt: now };
  return [{ kind: "renew", addresses: allAddresses(instance.settings) }];
}

/** What is missing is put back, each address at most once a second: a fight over one must not fill the machine. */
function repair(instance: Instance, role: Master, lost: AddressLost, now: Instant): InstanceEffect[] {
  const { settings } = instance;
  const key = keyOf(lost);
  const address = allAddresses(settings).find((held) => keyOf(held) === key);
  if (address === undefined) return [];
  const log = message.addressLost(lost.interface, lost.address);
  const last = lost.cause === "refused" ? now : (role.repairedAt.get(key) ?? Number.NEGATIVE_INFINITY);
  if (now < last + SECOND) {
    instance.role = { ...role, repairAt: Math.min(role.repairAt, last + SECOND) };
    return lost.cause === "removed" && role.repairAt === NEVER ? [log] : [];
  }
  instance.role = { ...role, repairedAt: new Map(role.repairedAt).set(key, now) };
  return [log, { kind: "hold" }, ...announce(instance, settings.garp.repeat, [address])];
}
