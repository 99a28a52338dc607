import { keyword } from "../../schema.ts";
import { wholeSeconds } from "../../types/numbers.ts";
import { extraInterfaces } from "../extra-interfaces.ts";
import { repeats, repeatsOrNone } from "../repeats.ts";

const U32 = 4_294_967_295;

/** Gratuitous ARP and its IPv6 counterpart: how the network hears that the addresses have moved. */
export const announcementKeywords = {
  garp_master_delay: keyword({
    type: wholeSeconds(0, 4294),
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_master_delay"],
    doc: "To the second burst of gratuitous ARP after becoming master; 0: no second burst.",
  }),
  garp_master_repeat: keyword({
    type: repeats,
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_master_repeat"],
    doc: "Messages per address in each burst.",
  }),
  garp_master_refresh: keyword({
    type: wholeSeconds(0, U32),
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_master_refresh"],
    doc: "Time between refreshes of gratuitous ARP while master; 0: none.",
  }),
  garp_master_refresh_repeat: keyword({
    type: repeats,
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_master_refresh_repeat"],
    doc: "Messages per address in each refresh.",
  }),
  garp_lower_prio_delay: keyword({
    type: wholeSeconds(0, 4294),
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_lower_prio_delay", "garp_master_delay"],
    doc: "To the second burst after an advert of lower priority was heard; 0: no second burst.",
  }),
  garp_lower_prio_repeat: keyword({
    type: repeatsOrNone,
    onChange: "live",
    inherits: ["global_defs/vrrp_garp_lower_prio_repeat", "garp_master_repeat"],
    doc: "Messages per address in such a burst; 0: none.",
  }),
  garp_extra_if: keyword({
    type: extraInterfaces(0),
    onChange: "live",
    feature: "vmac",
    inherits: ["global_defs/vrrp_garp_extra_if"],
    doc: "Time between further messages on the interfaces with a virtual MAC; all: on the others of the addresses too.",
  }),
  vmac_garp_intvl: keyword({
    type: extraInterfaces(0),
    onChange: "live",
    feature: "vmac",
    alias: "garp_extra_if",
    deprecated: "write garp_extra_if",
    doc: "The same as garp_extra_if.",
  }),
};
