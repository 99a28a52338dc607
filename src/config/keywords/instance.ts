import { SECOND } from "../../core/time.ts";
import { type Infer, keyword } from "../schema.ts";
import { block } from "../types/blocks.ts";
import { ip } from "../types/ip.ts";
import { seconds, uint, wholeSeconds } from "../types/numbers.ts";
import { bool, choice, flag, interfaceName, onlyOne, word } from "../types/text.ts";
import { addresses } from "./address.ts";
import { lease } from "./lease.ts";
import { repeats, repeatsOrNone } from "./repeats.ts";
import { trackedInterfaces, trackedScripts } from "./track.ts";

const U32 = 4_294_967_295;

/** `authentication { … }` of VRRP version 2 */
const authentication = {
  auth_type: keyword({
    type: choice("AH", "PASS"),
    onChange: "live",
    otherwise: "none",
    doc: "How adverts are authenticated.",
  }),
  auth_pass: keyword({
    type: word("password"),
    onChange: "live",
    otherwise: "none",
    doc: "The password; its first 8 bytes count. Everybody on the link can read it in the adverts.",
  }),
};

/** `vrrp_instance <name> { … }` */
export const vrrpInstance = {
  state: keyword({
    type: onlyOne(choice("MASTER", "BACKUP")),
    onChange: "live",
    otherwise: "BACKUP; with priority 255 MASTER",
    doc: "How the instance starts: a MASTER waits for one interval only. The priority decides who stays master.",
  }),
  interface: keyword({
    type: interfaceName,
    onChange: "restart",
    otherwise: "required",
    doc: "Where VRRP is spoken, and where the addresses are put.",
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
    otherwise: "vrrp_version",
    doc: "Version of the protocol.",
  }),
  virtual_ipaddress: keyword({
    type: addresses,
    default: [],
    onChange: "live",
    doc: "The addresses of the virtual router: named in the adverts, held by the master.",
  }),
  virtual_ipaddress_excluded: keyword({
    type: addresses,
    default: [],
    onChange: "live",
    doc: "Addresses that the master holds too, and that no advert names.",
  }),
  no_virtual_ipaddress: keyword({ type: flag, onChange: "live", doc: "That there are no addresses is meant so." }),
  track_script: keyword({
    type: trackedScripts,
    default: [],
    onChange: "live",
    doc: "Scripts that count for this instance; a weight here replaces that of the script.",
  }),
  track_interface: keyword({
    type: trackedInterfaces,
    default: [],
    onChange: "live",
    doc: "Further interfaces whose state counts; the default weight is 0.",
  }),
  authentication: keyword({
    type: block(authentication),
    onChange: "live",
    otherwise: "none",
    doc: "A password in the adverts of version 2.",
  }),
  preempt: keyword({ type: flag, onChange: "live", otherwise: "on", doc: "Takes back a nopreempt before it." }),
  nopreempt: keyword({
    type: flag,
    onChange: "live",
    otherwise: "on",
    doc: "A master of lower priority is left alone.",
  }),
  preempt_delay: keyword({
    type: seconds(0, 1000),
    default: 0,
    onChange: "live",
    doc: "How long a master of lower priority is left alone.",
  }),
  garp_master_delay: keyword({
    type: wholeSeconds(0, 4294),
    onChange: "live",
    otherwise: "vrrp_garp_master_delay",
    doc: "To the second burst of gratuitous ARP after becoming master; 0: no second burst.",
  }),
  garp_master_repeat: keyword({
    type: repeats,
    onChange: "live",
    otherwise: "vrrp_garp_master_repeat",
    doc: "Messages per address in each burst.",
  }),
  garp_master_refresh: keyword({
    type: wholeSeconds(0, U32),
    onChange: "live",
    otherwise: "vrrp_garp_master_refresh",
    doc: "Time between refreshes of gratuitous ARP while master; 0: none.",
  }),
  garp_master_refresh_repeat: keyword({
    type: repeats,
    onChange: "live",
    otherwise: "vrrp_garp_master_refresh_repeat",
    doc: "Messages per address in each refresh.",
  }),
  garp_lower_prio_delay: keyword({
    type: wholeSeconds(0, 4294),
    onChange: "live",
    otherwise: "vrrp_garp_lower_prio_delay, else garp_master_delay",
    doc: "To the second burst after an advert of lower priority was heard; 0: no second burst.",
  }),
  garp_lower_prio_repeat: keyword({
    type: repeatsOrNone,
    onChange: "live",
    otherwise: "vrrp_garp_lower_prio_repeat, else garp_master_repeat",
    doc: "Messages per address in such a burst; 0: none.",
  }),
  lower_prio_no_advert: keyword({
    type: bool,
    onChange: "live",
    otherwise: "vrrp_lower_prio_no_advert",
    doc: "An advert of lower priority is not answered with one of ours.",
  }),
  higher_prio_send_advert: keyword({
    type: bool,
    onChange: "live",
    otherwise: "vrrp_higher_prio_send_advert",
    doc: "One more advert is sent before giving way to a higher priority.",
  }),
  down_timer_adverts: keyword({
    type: uint(1, 100),
    onChange: "live",
    otherwise: "vrrp_down_timer_adverts",
    doc: "How many intervals without an advert make the master dead.",
  }),
  mcast_src_ip: keyword({
    type: ip(),
    onChange: "live",
    otherwise: "the interface's first address",
    doc: "Source address of the adverts.",
  }),
  dont_track_primary: keyword({ type: flag, onChange: "live", doc: "The own interface's state does not matter." }),
  accept: keyword({ type: flag, onChange: "live", doc: "Packets to the addresses are accepted: this is the default." }),
  address_lease: keyword({
    type: lease,
    onChange: "live",
    own: true,
    otherwise: "vrrp_address_lease, else as long as is safe",
    doc: "The kernel takes the addresses away when they were not renewed for so long: a hung daemon cannot keep them.",
  }),
  debug: keyword({
    type: uint(0, 4),
    default: 0,
    onChange: "live",
    doc: "Without effect, as in keepalived.",
  }),
};

export type VrrpInstance = Infer<typeof vrrpInstance>;
