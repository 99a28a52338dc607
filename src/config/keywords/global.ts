import { SECOND } from "../../core/time.ts";
import { type Infer, keyword } from "../schema.ts";
import { seconds, uint, wholeSeconds } from "../types/numbers.ts";
import { user } from "../types/script.ts";
import { bool, flag, word } from "../types/text.ts";
import { lease } from "./lease.ts";
import { repeats, repeatsOrNone } from "./repeats.ts";

const U32 = 4_294_967_295;

/** `global_defs { … }`; most of it is the default of what each instance can set for itself. */
export const globalDefs = {
  router_id: keyword({
    type: word("name"),
    onChange: "live",
    otherwise: "the host's name",
    doc: "What this router is called in reports.",
  }),
  vrrp_version: keyword({ type: uint(2, 3), default: 2, onChange: "restart", doc: "Default of version." }),
  vrrp_garp_master_delay: keyword({
    type: wholeSeconds(0, 4294),
    default: 5 * SECOND,
    onChange: "live",
    doc: "Default of garp_master_delay.",
  }),
  vrrp_garp_master_repeat: keyword({
    type: repeats,
    default: 5,
    onChange: "live",
    doc: "Default of garp_master_repeat.",
  }),
  vrrp_garp_master_refresh: keyword({
    type: wholeSeconds(0, U32),
    default: 0,
    onChange: "live",
    doc: "Default of garp_master_refresh.",
  }),
  vrrp_garp_master_refresh_repeat: keyword({
    type: repeats,
    default: 1,
    onChange: "live",
    doc: "Default of garp_master_refresh_repeat.",
  }),
  vrrp_garp_lower_prio_delay: keyword({
    type: wholeSeconds(0, 4294),
    onChange: "live",
    otherwise: "the instance's garp_master_delay",
    doc: "Default of garp_lower_prio_delay.",
  }),
  vrrp_garp_lower_prio_repeat: keyword({
    type: repeatsOrNone,
    onChange: "live",
    otherwise: "the instance's garp_master_repeat",
    doc: "Default of garp_lower_prio_repeat.",
  }),
  vrrp_down_timer_adverts: keyword({
    type: uint(1, 100),
    default: 3,
    onChange: "live",
    doc: "Default of down_timer_adverts.",
  }),
  vrrp_lower_prio_no_advert: keyword({
    type: bool,
    default: false,
    onChange: "live",
    doc: "Default of lower_prio_no_advert.",
  }),
  vrrp_higher_prio_send_advert: keyword({
    type: bool,
    default: false,
    onChange: "live",
    doc: "Default of higher_prio_send_advert.",
  }),
  vrrp_startup_delay: keyword({
    type: seconds(0.001, 4294),
    default: 0,
    onChange: "live",
    doc: "So long after the start adverts are ignored and nobody becomes master.",
  }),
  vrrp_rt_priority: keyword({
    type: uint(1, 99),
    onChange: "live",
    otherwise: "not real-time",
    doc: "Priority in the real-time class SCHED_RR of the thread that does the failover; scripts do not inherit it.",
  }),
  script_user: keyword({
    type: user,
    onChange: "live",
    otherwise: "the daemon's own user",
    doc: "As whom the scripts run that say nothing themselves.",
  }),
  enable_script_security: keyword({
    type: flag,
    onChange: "live",
    feature: "configuration",
    doc: "Scripts that others than root could change are not run.",
  }),
  vrrp_strict: keyword({ type: bool, onChange: "restart", feature: "strict mode", doc: "Default of strict_mode." }),
  dynamic_interfaces: keyword({
    type: flag,
    onChange: "refused",
    feature: "dynamic interfaces",
    doc: "Interfaces need not be there at the start.",
  }),
  vrrp_address_lease: keyword({
    type: lease,
    onChange: "live",
    own: true,
    otherwise: "as long as is safe",
    doc: "Default of address_lease.",
  }),
};

export type GlobalDefs = Infer<typeof globalDefs>;
