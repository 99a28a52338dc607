import { keyword, needing } from "../../schema.ts";
import { seconds, uint } from "../../types/numbers.ts";
import { bool, flag } from "../../types/text.ts";

/** Who becomes master, and when: defaults of what each instance can say itself, and what all have in common. */
export const roleKeywords = {
  vrrp_version: keyword({ type: uint(2, 3), default: 2, onChange: "restart", doc: "Default of version." }),
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
    onChange: "nothing",
    doc: "So long after the start adverts are ignored and nobody becomes master.",
  }),
  vrrp_delay_after_boot: keyword({
    type: seconds(0.001, 4294),
    default: 0,
    onChange: "nothing",
    feature: "boot delay",
    doc: "The same, from the boot of the machine; the longer of the two counts.",
  }),
  vrrp_strict: keyword({
    type: bool,
    default: false,
    onChange: "restart",
    feature: "strict mode",
    doc: "Default of strict_mode.",
  }),
  vrrp_owner_ignore_adverts: keyword({
    type: bool,
    default: false,
    onChange: "live",
    feature: "strict mode",
    doc: "Default of owner_ignore_adverts.",
  }),
  ...needing("configuration", {
    vrrp_check_unicast_src: keyword({ type: flag, onChange: "live", doc: "Default of check_unicast_src." }),
    vrrp_skip_check_adv_addr: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Default of skip_check_adv_addr.",
    }),
  }),
  log_unknown_vrids: keyword({
    type: flag,
    onChange: "live",
    feature: "unknown routers",
    doc: "Adverts of virtual routers that are not configured here are logged.",
  }),
};
