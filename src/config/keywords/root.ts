import { type Infer, keyword, needing } from "../schema.ts";
import { block, blocks, namedBlocks, singleBlock } from "../types/blocks.ts";
import { serviceHead } from "../types/endpoint.ts";
import { headedBlocks } from "../types/headed.ts";
import { staticAddresses } from "./address.ts";
import { bfdInstance } from "./bfd.ts";
import { trackFile } from "./file.ts";
import { garpGroup } from "./garp-group.ts";
import { globalDefs } from "./global.ts";
import { vrrpInstance } from "./instance.ts";
import { linkbeats, linkDelays } from "./interface-items.ts";
import { trackProcess } from "./process.ts";
import { rootKeywords } from "./root-keywords.ts";
import { staticRoutes } from "./route.ts";
import { staticRules } from "./rule.ts";
import { vrrpScript } from "./script.ts";
import { ssl } from "./ssl.ts";
import { syncGroup } from "./sync-group.ts";
import { trackGroup } from "./track-group.ts";
import { virtualServer } from "./virtual-server.ts";
import { virtualServerGroups } from "./virtual-server-group.ts";

/** What stands outside all blocks. */
export const root = {
  ...rootKeywords,
  global_defs: keyword({ type: block(globalDefs), onChange: "live", doc: "What holds for the whole daemon." }),
  ...needing("static items", {
    static_ipaddress: keyword({
      type: staticAddresses,
      default: [],
      onChange: "rehold",
      doc: "Addresses that are there from the start to the end of the daemon, whoever is master.",
    }),
    static_routes: keyword({ type: staticRoutes, default: [], onChange: "rehold", doc: "Routes of the same kind." }),
    static_rules: keyword({
      type: staticRules,
      default: [],
      onChange: "rehold",
      doc: "Routing rules of the same kind.",
    }),
  }),
  vrrp_script: keyword({
    type: namedBlocks(vrrpScript),
    onChange: "live",
    doc: "A check that instances can track; it must stand before them.",
  }),
  track_file: keyword({
    type: namedBlocks(trackFile),
    onChange: "live",
    feature: "track files",
    doc: "A file with a number that instances and real servers can track; it must stand before them.",
  }),
  vrrp_track_file: keyword({
    type: namedBlocks(trackFile),
    alias: "track_file",
    outdated: "write track_file",
    onChange: "live",
    feature: "track files",
    doc: "The same as track_file.",
  }),
  vrrp_track_process: keyword({
    type: namedBlocks(trackProcess),
    onChange: "live",
    feature: "track processes",
    doc: "A program that has to run, for instances to track; it must stand before them.",
  }),
  vrrp_instance: keyword({
    type: namedBlocks(vrrpInstance, "refused"),
    onChange: "live",
    doc: "A virtual router: addresses that exactly one of several routers holds.",
  }),
  vrrp_sync_group: keyword({
    type: namedBlocks(syncGroup, "refused"),
    onChange: "live",
    feature: "sync groups",
    doc: "Instances that are master together or not at all.",
  }),
  track_group: keyword({
    type: namedBlocks(trackGroup, "refused"),
    onChange: "live",
    feature: "configuration",
    doc: "Instances that depend on static addresses, routes and rules, which name the group; it must stand before them.",
  }),
  garp_group: keyword({
    type: blocks(garpGroup),
    onChange: "live",
    feature: "paced announcements",
    doc: "Interfaces that share a pace of gratuitous ARP.",
  }),
  linkbeat_interfaces: keyword({
    type: linkbeats,
    onChange: "restart",
    feature: "link polling",
    doc: "Interfaces that are asked for their state again and again, each by its method.",
  }),
  interface_up_down_delays: keyword({
    type: linkDelays,
    onChange: "live",
    feature: "link delays",
    doc: "How many seconds an interface must be down, and up, before it counts.",
  }),
  bfd_instance: keyword({
    type: namedBlocks(bfdInstance),
    onChange: "live",
    feature: "bfd",
    doc: "A BFD session: it sees within milliseconds that a neighbour is gone. It must stand before its users.",
  }),
  virtual_server_group: keyword({
    type: virtualServerGroups,
    onChange: "live",
    feature: "ipvs",
    doc: "Addresses and marks that are one service.",
  }),
  virtual_server: keyword({
    type: headedBlocks(serviceHead, virtualServer, "virtual_server"),
    onChange: "live",
    feature: "ipvs",
    doc: "A service that is shared out among real servers by the kernel (IPVS).",
  }),
  SSL: keyword({
    type: singleBlock(ssl),
    onChange: "restart",
    feature: "checkers",
    once: true,
    doc: "The certificate with which SSL_GET introduces itself.",
  }),
};

export type Document = Infer<typeof root>;
