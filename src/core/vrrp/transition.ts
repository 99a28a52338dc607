import { message } from "../message.ts";
import { type Instant, NEVER } from "../time.ts";
import { announce } from "./announcement.ts";
import type { InstanceEffect } from "./event.ts";
import { type Backup, changeRole, type Instance, type Master } from "./instance.ts";
import { forgetLogged } from "./log.ts";
import type { HeardAdvert } from "./reception.ts";
import { after, masterDown } from "./timers.ts";
import { advertise, resign } from "./transmission.ts";

/** RFC 9568 §6.4.1 and §6.4.2: the advert, then the addresses, then their announcement, so that no packet comes too early. */
export function becomeMaster(instance: Instance, now: Instant, reason: string): InstanceEffect[] {
  const { settings } = instance;
  const { garp, advertInterval } = settings;
  const role: Master = {
    name: "master",
    advertiseAt: now + advertInterval,
    burstAt: after(now, garp.delay),
    refreshAt: after(now + garp.delay, garp.refresh),
    lowerPriorityBurstAt: NEVER,
    assertedAt: Number.NEGATIVE_INFINITY,
    leasedAt: now,
    repairAt: NEVER,
    repairedAt: new Map(),
  };
  changeRole(instance, role, now, reason);
  return [
    ...advertise(instance),
    message.entering(settings.name, "MASTER"),
    message.settingAddresses(settings.name),
    { kind: "hold" },
    ...announce(instance, garp.repeat),
  ];
}

/** From whichever role, without a master to follow yet; the timer is that of our own interval. */
export function becomeBackup(instance: Instance, now: Instant, reason: string): InstanceEffect[] {
  const { settings, role } = instance;
  const { name, advertInterval } = settings;
  const entering = role.name === "init" ? message.enteringFirst(name, "BACKUP") : message.entering(name, "BACKUP");
  const leaving = leaveMaster(instance);
  changeRole(instance, backup(instance, now, advertInterval), now, reason);
  return [entering, ...leaving];
}

/** Accepts an advert: its sender is the master, and has the time of the timer to send the next. */
export function follow(instance: Instance, advert: HeardAdvert, now: Instant, preemptAt?: Instant): InstanceEffect[] {
  if (instance.master?.address !== advert.source) forgetLogged(instance, now);
  instance.master = { address: advert.source, priority: advert.priority };
  const role = backup(instance, now, advert.interval);
  instance.role = preemptAt === undefined ? role : { ...role, preemptAt };
  return [];
}

/** As becomeBackup, but the better master is known; no priority 0: it has spoken already. */
export function yieldTo(instance: Instance, advert: HeardAdvert, now: Instant, reason: string): InstanceEffect[] {
  const effects = becomeBackup(instance, now, reason);
  return [...effects, ...follow(instance, advert, now)];
}

/** A master that can still send resigns: the others need not wait for its silence. */
export function becomeFault(instance: Instance, now: Instant, fault: string): InstanceEffect[] {
  const entering = message.entering(instance.settings.name, "FAULT");
  const farewell = instance.role.name === "master" ? resign(instance) : [];
  const leaving = leaveMaster(instance);
  changeRole(instance, { name: "fault" }, now, fault);
  return [entering, message.fault(instance.settings.name, fault), ...farewell, ...leaving];
}

/** RFC 9568 §6.4.3, Shutdown: as leaving for a fault, but for good. */
export function stop(instance: Instance, now: Instant): InstanceEffect[] {
  const farewell = instance.role.name === "master" ? resign(instance) : [];
  const leaving = leaveMaster(instance);
  if (instance.role.name !== "stopped") changeRole(instance, { name: "stopped" }, now, "stop");
  return [...farewell, ...leaving];
}

function backup(instance: Instance, now: Instant, masterInterval: number): Backup {
  const masterDownAt = now + masterDown(instance.settings, instance.effectivePriority, masterInterval);
  return { name: "backup", masterDownAt, masterInterval, cause: { kind: "silence", since: now } };
}

/** What was held is no longer wanted; the caller changes the role. */
function leaveMaster({ role, settings }: Instance): InstanceEffect[] {
  return role.name === "master" ? [message.removingAddresses(settings.name), { kind: "hold" }] : [];
}
