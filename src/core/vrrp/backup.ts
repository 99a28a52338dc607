import { message } from "../message.ts";
import { type Instant, MILLISECOND, NEVER, SECOND } from "../time.ts";
import { answerAsBackup } from "./election.ts";
import type { InstanceEffect, RoleEvent } from "./event.ts";
import type { Backup, Cause, Instance } from "./instance.ts";
import { logOnce } from "./log.ts";
import type { HeardAdvert } from "./reception.ts";
import { skew } from "./timers.ts";
import { becomeMaster, follow } from "./transition.ts";

/** RFC 9568 §6.4.2. */
export function stepBackup(instance: Instance, role: Backup, event: RoleEvent, now: Instant): InstanceEffect[] {
  if (event.kind === "timer") {
    if (now < role.masterDownAt) return [];
    return [
      message.masterDown(instance.settings.name),
      ...becomeMaster(instance, now, describeCause(role.cause, instance, now)),
    ];
  }
  return event.kind === "advert" ? hearMaster(instance, role, event.advert, now) : [];
}

function hearMaster(instance: Instance, role: Backup, advert: HeardAdvert, now: Instant): InstanceEffect[] {
  const { settings, effectivePriority } = instance;
  const { name, version, preemptDelay } = settings;
  switch (answerAsBackup(settings, effectivePriority, advert.priority, now >= (role.preemptAt ?? NEVER))) {
    case "resigned": {
      const masterDownAt = now + skew(version, effectivePriority, role.masterInterval);
      instance.role = { ...role, masterDownAt, cause: { kind: "resigned", by: advert.source } };
      return logOnce(instance, "resignation", message.backupHeardResignation(name), now, SECOND);
    }
    case "follow":
      return follow(instance, advert, now);
    case "follow for now": {
      const log = message.preemptDelay(name, preemptDelay / SECOND);
      const started = role.preemptAt === undefined ? logOnce(instance, "preempt delay", log, now, SECOND) : [];
      return [...started, ...follow(instance, advert, now, role.preemptAt ?? now + preemptDelay)];
    }
    case "discard": {
      // A master of lower priority is left to time out; that is preemption.
      instance.role = { ...role, cause: { kind: "outranked", by: advert.source, priority: advert.priority } };
      const log = message.backupHeardLower(name, advert.source, advert.priority);
      return logOnce(instance, "lower priority", log, now, SECOND);
    }
  }
}

function describeCause(cause: Cause, instance: Instance, now: Instant): string {
  switch (cause.kind) {
    case "resigned":
      return `${cause.by} resigned with priority 0`;
    case "outranked":
      return `${cause.by} advertises the lower priority ${cause.priority}, ours is ${instance.effectivePriority}`;
    case "silence": {
      const seconds = Math.round((now - cause.since) / (10 * MILLISECOND)) / 100;
      const master = instance.master?.address;
      return master === undefined ? `no advert heard for ${seconds} s` : `no advert from ${master} for ${seconds} s`;
    }
  }
}
