import { type Infer, keyword, needing } from "../schema.ts";
import { block } from "../types/blocks.ts";
import { flag } from "../types/text.ts";
import { addresses } from "./address.ts";
import { announcementKeywords } from "./instance/announcement.ts";
import { authentication, hmacAuthentication } from "./instance/authentication.ts";
import { linkKeywords } from "./instance/link.ts";
import { notificationKeywords } from "./instance/notification.ts";
import { roleKeywords } from "./instance/role.ts";
import { lease } from "./lease.ts";
import { virtualRoutes } from "./route.ts";
import { virtualRules } from "./rule.ts";
import { trackedBfds, trackedFiles, trackedInterfaces, trackedProcesses, trackedScripts } from "./track.ts";

/** What the master holds. */
const heldKeywords = {
  virtual_ipaddress: keyword({
    type: addresses,
    default: [],
    onChange: "rehold",
    doc: "The addresses of the virtual router: named in the adverts, held by the master.",
  }),
  virtual_ipaddress_excluded: keyword({
    type: addresses,
    default: [],
    onChange: "rehold",
    doc: "Addresses that the master holds too, and that no advert names.",
  }),
  no_virtual_ipaddress: keyword({ type: flag, onChange: "nothing", doc: "That there are no addresses is meant so." }),
  ...needing("routes", {
    virtual_routes: keyword({
      type: virtualRoutes,
      default: [],
      onChange: "rehold",
      doc: "Routes that the master has.",
    }),
    virtual_rules: keyword({
      type: virtualRules,
      default: [],
      onChange: "rehold",
      doc: "Routing rules that the master has.",
    }),
  }),
  accept: keyword({ type: flag, onChange: "live", doc: "Packets to the addresses are accepted: this is the default." }),
  no_accept: keyword({
    type: flag,
    onChange: "live",
    feature: "firewall",
    doc: "Packets to the addresses are dropped unless this router is their owner.",
  }),
  address_lease: keyword({
    type: lease,
    onChange: "live",
    own: true,
    inherits: ["global_defs/vrrp_address_lease"],
    otherwise: "as long as is safe",
    doc: "The kernel takes the addresses away when they were not renewed for so long: a hung daemon cannot keep them.",
  }),
};

/** What else decides about the priority. */
const trackKeywords = {
  track_interface: keyword({
    type: trackedInterfaces,
    default: [],
    onChange: "live",
    doc: "Further interfaces whose state counts; the default weight is 0.",
  }),
  track_script: keyword({
    type: trackedScripts,
    default: [],
    onChange: "live",
    doc: "Scripts that count for this instance; a weight here replaces that of the script.",
  }),
  track_file: keyword({
    type: trackedFiles,
    default: [],
    onChange: "live",
    feature: "track files",
    doc: "Files whose number, times the weight, is added to the priority.",
  }),
  track_process: keyword({
    type: trackedProcesses,
    default: [],
    onChange: "live",
    feature: "track processes",
    doc: "Processes that must run.",
  }),
  track_bfd: keyword({
    type: trackedBfds,
    default: [],
    onChange: "live",
    feature: "bfd",
    doc: "BFD sessions that must be up.",
  }),
};

/** `vrrp_instance <name> { … }` */
export const vrrpInstance = {
  ...linkKeywords,
  ...roleKeywords,
  ...heldKeywords,
  ...trackKeywords,
  authentication: keyword({
    type: block(authentication),
    onChange: "live",
    otherwise: "none",
    doc: "A password in the adverts of version 2.",
  }),
  ...needing("authentication", {
    auth_hmac: keyword({
      type: block(hmacAuthentication),
      onChange: "live",
      otherwise: "none",
      doc: "Adverts of either version are signed (HMAC-SHA-256).",
    }),
  }),
  ...announcementKeywords,
  ...notificationKeywords,
};

export type VrrpInstance = Infer<typeof vrrpInstance>;
