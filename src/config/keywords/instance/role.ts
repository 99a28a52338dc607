import { SECOND } from "../../../core/time.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import { optionalUint, seconds, uint } from "../../types/numbers.ts";
import { bool, choice, flag, onlyOne } from "../../types/text.ts";

const anyState = choice("MASTER", "BACKUP");

/** keepalived: from BACKUP to MASTER the last one counts, the other way round is refused. */
const initialState: Type<"MASTER" | "BACKUP"> = {
  ...anyState,
  read: (words, earlier) =>
    earlier === "MASTER" ? onlyOne(anyState).read(words, earlier) : anyState.read(words, earlier),
};

/** Who becomes master, and when. */
export const roleKeywords = {
  state: keyword({
    type: initialState,
    onChange: "live",
    otherwise: "BACKUP; with priority 255 MASTER",
    doc: "How the instance starts: a MASTER waits for one interval only. The priority decides who stays master.",
  }),
  virtual_router_id: keyword({
    type: uint(1, 255),
    onChange: "restart",
    otherwise: "required",
    doc: "Tells apart instances on one link; the same on all routers of the instance.",
  }),
  priority: keyword({
    type: uint(1, 255),
    onChange: "live",
    otherwise: "100; with state MASTER 255",
    doc: "Base priority for electing the master; 255 marks the owner of the addresses, whom nothing changes.",
  }),
  advert_int: keyword({
    type: seconds(0.01, 255),
    default: SECOND,
    onChange: "live",
    doc: "Advertisement interval: whole seconds in version 2, hundredths up to 40.95 in version 3.",
  }),
  version: keyword({
    type: onlyOne(uint(2, 3)),
    onChange: "restart",
    inherits: ["global_defs/vrrp_version"],
    doc: "Version of the protocol; IPv6 has version 3.",
  }),
  down_timer_adverts: keyword({
    type: uint(1, 100),
    onChange: "live",
    inherits: ["global_defs/vrrp_down_timer_adverts"],
    doc: "How many intervals without an advert make the master dead.",
  }),
  preempt: keyword({ type: flag, onChange: "live", otherwise: "on", doc: "Takes back a nopreempt before it." }),
  nopreempt: keyword({ type: flag, onChange: "live", doc: "A master of lower priority is left alone." }),
  preempt_delay: keyword({
    type: seconds(0, 1000),
    default: 0,
    onChange: "live",
    doc: "How long a master of lower priority is left alone.",
  }),
  ...needing("late masters", {
    timer_expired_backup: keyword({
      type: optionalUint(1, 254, 254),
      onChange: "live",
      doc: "A nopreempt master that was held up for so long that others must have taken over gives in; their highest priority.",
    }),
    thread_timer_expired: keyword({
      type: optionalUint(1, 254, 254),
      onChange: "live",
      alias: "timer_expired_backup",
      deprecated: "write timer_expired_backup",
      doc: "The same as timer_expired_backup.",
    }),
  }),
  lower_prio_no_advert: keyword({
    type: bool,
    onChange: "live",
    inherits: ["global_defs/vrrp_lower_prio_no_advert"],
    doc: "An advert of lower priority is not answered with one of ours.",
  }),
  higher_prio_send_advert: keyword({
    type: bool,
    onChange: "live",
    inherits: ["global_defs/vrrp_higher_prio_send_advert"],
    doc: "One more advert is sent before giving way to a higher priority.",
  }),
  owner_ignore_adverts: keyword({
    type: bool,
    onChange: "live",
    feature: "strict mode",
    inherits: ["global_defs/vrrp_owner_ignore_adverts"],
    doc: "An owner (priority 255) does not listen to the adverts of others.",
  }),
  skip_check_adv_addr: keyword({
    type: bool,
    onChange: "live",
    feature: "configuration",
    inherits: ["global_defs/vrrp_skip_check_adv_addr"],
    doc: "The addresses in further adverts of the same master are not compared.",
  }),
  strict_mode: keyword({
    type: bool,
    onChange: "restart",
    feature: "strict mode",
    inherits: ["global_defs/vrrp_strict"],
    doc: "Keeps to the RFC where keepalived goes beyond it: no unicast, no authentication, MASTER for owners only.",
  }),
  debug: keyword({
    type: uint(0, 4),
    default: 0,
    onChange: "nothing",
    feature: "configuration",
    doc: "Without effect, as in keepalived.",
  }),
};
