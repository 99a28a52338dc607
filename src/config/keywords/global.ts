import { type Infer, keyword } from "../schema.ts";
import { announcementKeywords } from "./global/announcement.ts";
import { daemonKeywords } from "./global/daemon.ts";
import { fileKeywords } from "./global/files.ts";
import { firewallKeywords } from "./global/firewall.ts";
import { ipvsKeywords } from "./global/ipvs.ts";
import { linkKeywords } from "./global/link.ts";
import { mailKeywords } from "./global/mail.ts";
import { notificationKeywords } from "./global/notification.ts";
import { reloadKeywords } from "./global/reload.ts";
import { roleKeywords } from "./global/role.ts";
import { scriptKeywords } from "./global/scripts.ts";
import { lease } from "./lease.ts";

/** `global_defs { … }`; much of it is the default of what each instance can set for itself. */
export const globalDefs = {
  ...daemonKeywords,
  ...roleKeywords,
  ...announcementKeywords,
  vrrp_address_lease: keyword({
    type: lease,
    onChange: "live",
    own: true,
    otherwise: "as long as is safe",
    doc: "Default of address_lease.",
  }),
  ...linkKeywords,
  ...firewallKeywords,
  ...scriptKeywords,
  ...notificationKeywords,
  ...mailKeywords,
  ...ipvsKeywords,
  ...reloadKeywords,
  ...fileKeywords,
};

export type GlobalDefs = Infer<typeof globalDefs>;
