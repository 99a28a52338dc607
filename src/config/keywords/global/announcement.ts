import { SECOND } from "../../../core/time.ts";
import { quote } from "../../problem.ts";
import { peek } from "../../reader.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import { seconds, wholeSeconds } from "../../types/numbers.ts";
import { bool } from "../../types/text.ts";
import { extraInterfaces } from "../extra-interfaces.ts";
import { repeats, repeatsOrNone } from "../repeats.ts";

const U32 = 4_294_967_295;

/** keepalived's own example has 0 here, of which keepalived then complains: it means what nothing means. */
const gap: Type<number> = {
  ...seconds(0, 4294),
  read: (words, earlier) => {
    const [word, value] = [peek(words), seconds(0, 4294).read(words, earlier)];
    if (value === 0 && word !== undefined) {
      const message = `${quote(words.owner.text)} cannot be 0: it is left out, which means no gap`;
      words.reader.report("value-corrected", word.place, message, "remove the line");
    }
    return value;
  },
};

/** Gratuitous ARP and its IPv6 counterpart: how the network hears that the addresses have moved. */
export const announcementKeywords = {
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
  vrrp_min_garp: keyword({
    type: bool,
    default: false,
    onChange: "live",
    doc: "Changes the defaults above: one message in one burst.",
  }),
  vrrp_garp_interval: keyword({
    type: gap,
    default: 0,
    onChange: "live",
    feature: "paced announcements",
    doc: "Least time between two messages on an interface.",
  }),
  vrrp_gna_interval: keyword({
    type: gap,
    default: 0,
    onChange: "live",
    feature: "configuration",
    doc: "The same for IPv6.",
  }),
  ...needing("vmac", {
    vrrp_garp_extra_if: keyword({
      type: extraInterfaces(1),
      onChange: "live",
      otherwise: "off",
      doc: "How often messages go out from interfaces with a virtual MAC; all: from the other interfaces of addresses too.",
    }),
    vrrp_vmac_garp_intvl: keyword({
      type: extraInterfaces(1),
      alias: "vrrp_garp_extra_if",
      deprecated: "write vrrp_garp_extra_if",
      onChange: "live",
      doc: "The same as vrrp_garp_extra_if.",
    }),
  }),
};
