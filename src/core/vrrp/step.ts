import { message } from "../message.ts";
import { type Instant, NEVER, SECOND } from "../time.ts";
import { announce } from "./announcement.ts";
import { stepBackup } from "./backup.ts";
import { OWNER } from "./election.ts";
import type { InstanceEffect, InstanceEvent, RoleEvent } from "./event.ts";
import { allAddresses, type Instance, keyOf } from "./instance.ts";
import { stepMaster } from "./master.ts";
import { faultsOf, isUndecided, priorityAccount } from "./priority.ts";
import type { InstanceSettings } from "./settings.ts";
import { after, firstMasterDown } from "./timers.ts";
import { becomeBackup, becomeFault, becomeMaster, stop } from "./transition.ts";
import { advertise } from "./transmission.ts";

/** One step of RFC 9568 §6.4 with keepalived's additions: changes the instance, returns what is to be done. */
export function step(instance: Instance, event: InstanceEvent, now: Instant): InstanceEffect[] {
  const stalled = stall(instance, now);
  if (stalled !== undefined) return [...stalled, ...step(instance, event, now)];
  switch (event.kind) {
    case "stop":
      return stop(instance, now);
    case "configure":
      return configure(instance, event.settings, now);
    case "reconsider":
      return reconsider(instance, now);
    case "timer":
    case "advert":
    case "transmitted":
    case "address lost":
      return stepRole(instance, event, now);
  }
}

export function instanceDeadline({ role }: Instance): Instant {
  switch (role.name) {
    case "backup":
      return role.masterDownAt;
    case "master":
      return Math.min(role.advertiseAt, role.burstAt, role.refreshAt, role.lowerPriorityBurstAt, role.repairAt);
    case "init":
    case "fault":
    case "stopped":
      return NEVER;
  }
}

function stepRole(instance: Instance, event: RoleEvent, now: Instant): InstanceEffect[] {
  const { role } = instance;
  switch (role.name) {
    case "backup":
      return stepBackup(instance, role, event, now);
    case "master":
      return stepMaster(instance, role, event, now);
    case "init":
    case "fault":
    case "stopped":
      return [];
  }
}

/**
 * A master that has sent nothing for longer than its leases has no addresses any more, and somebody else has surely
 * taken over: it steps down before anything else leaves this machine. Design, section 6.
 */
function stall(instance: Instance, now: Instant): InstanceEffect[] | undefined {
  const { role, settings } = instance;
  const lease = settings.leaseSeconds * SECOND;
  if (role.name !== "master" || lease === 0 || now - role.leasedAt <= lease) return undefined;
  const seconds = ((now - role.leasedAt) / SECOND).toFixed(1);
  return [
    message.stalled(settings.name, seconds),
    ...becomeBackup(instance, now, `no advert left for ${seconds} s, the address leases have ended`),
  ];
}

/** Follows from the surroundings: FAULT as long as there is a fault, the rest of the life cycle otherwise. */
function reconsider(instance: Instance, now: Instant): InstanceEffect[] {
  if (instance.role.name === "stopped") return [];
  const before = instance.effectivePriority;
  instance.effectivePriority = priorityAccount(instance).effective;
  const { name } = instance.settings;
  const change =
    before === instance.effectivePriority ? [] : [message.priorityChange(name, before, instance.effectivePriority)];
  const [fault] = faultsOf(instance);
  if (fault !== undefined)
    return [...change, ...(instance.role.name === "fault" ? [] : becomeFault(instance, now, fault))];
  const waiting = instance.role.name === "init" || instance.role.name === "fault";
  if (!waiting || isUndecided(instance) || !instance.surroundings.open) return change;
  return [...change, ...takePart(instance, now)];
}

/** RFC 9568 §6.4.1; also the way out of FAULT. */
function takePart(instance: Instance, now: Instant): InstanceEffect[] {
  const first = instance.role.name === "init";
  const reason = first ? "start" : "all faults have gone";
  if (instance.settings.priority === OWNER) return becomeMaster(instance, now, `${reason}, address owner`);
  const effects = becomeBackup(instance, now, reason);
  if (first && instance.role.name === "backup") {
    const masterDownAt = now + firstMasterDown(instance.settings, instance.effectivePriority);
    instance.role = { ...instance.role, masterDownAt };
  }
  return effects;
}

/** A reload of the same virtual router: the role and its timers stay, a master tells everybody what is new. */
function configure(instance: Instance, settings: InstanceSettings, now: Instant): InstanceEffect[] {
  const { settings: before, role: roleBefore } = instance;
  instance.settings = settings;
  const reconsidered = reconsider(instance, now);
  const { role } = instance;
  if (roleBefore.name !== "master" || role.name !== "master") return reconsidered;
  const { garp, advertInterval, leaseSeconds } = settings;
  instance.role = {
    ...role,
    advertiseAt: now + advertInterval,
    refreshAt: garp.refresh === before.garp.refresh ? role.refreshAt : after(now, garp.refresh),
    // The "hold" below starts changed leases anew.
    leasedAt: leaseSeconds === before.leaseSeconds ? role.leasedAt : now,
  };
  const known = new Set(allAddresses(before).map(keyOf));
  const fresh = allAddresses(settings).filter((address) => !known.has(keyOf(address)));
  const announcements = fresh.length > 0 ? announce(instance, garp.repeat, fresh) : [];
  return [...reconsidered, ...advertise(instance), { kind: "hold" }, ...announcements];
}
