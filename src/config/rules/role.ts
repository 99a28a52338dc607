import { type Duration, MILLISECOND, SECOND } from "../../core/time.ts";
import type { InstanceSettings } from "../../core/vrrp/settings.ts";
import { type Draft, remark } from "./draft.ts";

/** RFC 9568 §5.2.4 */
export const OWNER = 255;

/** keepalived takes `state MASTER` at its word: who says nothing else is the owner (RFC 9568 §5.2.4). */
export function settlePriority(draft: Draft): number {
  const { block, values } = draft;
  if (values.priority !== undefined) return values.priority;
  if (values.state !== "MASTER" || block.places.priority !== undefined) return 100;
  const message = "without a priority state MASTER means priority 255, the owner of the addresses";
  remark(draft, "owner-by-state", "state", message, "add a priority, such as 150");
  return OWNER;
}

/** Strict mode: who starts as MASTER is the owner, and nobody else. */
export function settleState(draft: Draft, priority: number): "MASTER" | "BACKUP" {
  const { values, strict } = draft;
  const natural = priority === OWNER ? "MASTER" : "BACKUP";
  if (strict && values.state !== undefined && values.state !== natural) {
    const message = `in strict mode state is ${natural} with priority ${priority}`;
    remark(draft, "strict-conflict", "state", message, `write state ${natural}`);
    return natural;
  }
  if (values.state === "MASTER" && natural !== "MASTER" && values.authentication?.given.auth_type === "AH") {
    const message = "with auth_type AH an instance cannot start as MASTER: it starts as BACKUP";
    remark(draft, "state-corrected", "state", message, "write state BACKUP: the priority decides who becomes master");
    return "BACKUP";
  }
  return values.state ?? natural;
}

/** Version 2 has 8 bits of seconds (RFC 3768 §5.3.7), version 3 has 12 bits of centiseconds (RFC 9568 §5.2.7). */
export function settleInterval(draft: Draft, version: 2 | 3): Duration {
  const wanted = draft.values.advert_int;
  const step = version === 2 ? SECOND : 10 * MILLISECOND;
  const most = version === 2 ? 255 * SECOND : 40_950 * MILLISECOND;
  const possible = Math.min(most, Math.max(step, Math.round(wanted / step) * step));
  if (possible !== wanted) {
    const unit = version === 2 ? "whole seconds" : "hundredths of a second up to 40.95";
    const message = `VRRP version ${version} has ${unit}: advert_int is taken as ${possible / SECOND}`;
    remark(draft, "interval-corrected", "advert_int", message, version === 2 ? "or write version 3" : undefined);
  }
  return possible;
}

export function settleDownTimer(draft: Draft): number {
  const { values, strict, around } = draft;
  const wanted = values.down_timer_adverts ?? around.global.vrrp_down_timer_adverts;
  if (!strict || wanted === 3) return wanted;
  remark(draft, "strict-conflict", "down_timer_adverts", "in strict mode down_timer_adverts is 3");
  return 3;
}

/**
 * Neither nopreempt nor preempt_delay works for one that starts as master: it has taken over before it could hear of
 * another. nopreempt does not delay, it forbids, so that a delay beside it says nothing.
 */
export function settlePreemption(draft: Draft, priority: number): Pick<InstanceSettings, "preempt" | "preemptDelay"> {
  const { block, values } = draft;
  // `preempt` is there to take back a nopreempt of an included file.
  const lastWord = Object.keys(block.given).findLast((name) => name === "preempt" || name === "nopreempt");
  const master = values.state === "MASTER";
  const nopreempt = lastWord === "nopreempt" && !master && priority !== OWNER;
  if (lastWord === "nopreempt" && !nopreempt) {
    const reason = master ? "state MASTER" : "priority 255";
    const cure = master ? "write state BACKUP: the priority decides who becomes master" : "remove it";
    remark(draft, "preemption-idle", "nopreempt", `nopreempt has no effect with ${reason}`, cure);
  }
  const obstacle = obstacleToDelay(draft, nopreempt);
  if (values.preempt_delay > 0 && obstacle !== undefined) {
    const message = `preempt_delay has no effect with ${obstacle}`;
    remark(draft, "preemption-idle", "preempt_delay", message, "remove one of them");
  }
  if (values.timer_expired_backup !== undefined && !nopreempt) {
    const message = "timer_expired_backup has no effect without nopreempt";
    remark(draft, "preemption-idle", "timer_expired_backup", message, "remove it");
  }
  return { preempt: !nopreempt, preemptDelay: obstacle === undefined ? values.preempt_delay : 0 };
}

function obstacleToDelay({ values, strict }: Draft, nopreempt: boolean): string | undefined {
  if (values.state === "MASTER") return "state MASTER";
  if (nopreempt) return "nopreempt";
  return strict ? "strict mode" : undefined;
}

/** vrrp-behaviour 1, items 15, 17 and 18: what strict mode overrules. */
export function checkStrict(draft: Draft, version: 2 | 3, priority: number): void {
  const { values, strict } = draft;
  if (priority !== OWNER && values.owner_ignore_adverts === true) {
    const message = "owner_ignore_adverts is for the owner, priority 255";
    remark(draft, "owner-only", "owner_ignore_adverts", message, "remove it");
  }
  if (!strict) return;
  if (values.accept && version === 2 && priority !== OWNER) {
    remark(draft, "strict-conflict", "accept", "strict mode with version 2 does not accept packets to the addresses");
  }
  for (const name of ["garp_lower_prio_repeat", "garp_lower_prio_delay"] as const) {
    if (values[name]) remark(draft, "strict-conflict", name, `in strict mode ${name} is 0`, "remove it");
  }
  if (values.lower_prio_no_advert === false) {
    remark(draft, "strict-conflict", "lower_prio_no_advert", "in strict mode lower_prio_no_advert is on", "remove it");
  }
  if (values.higher_prio_send_advert) {
    remark(draft, "strict-conflict", "higher_prio_send_advert", "in strict mode higher_prio_send_advert is off");
  }
}
