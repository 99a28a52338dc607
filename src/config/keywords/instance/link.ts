import { keyword, needing } from "../../schema.ts";
import { ip } from "../../types/ip.ts";
import { uint } from "../../types/numbers.ts";
import { bool, choice, flag, interfaceName, optional } from "../../types/text.ts";
import { ipvlan, vmac } from "./device.ts";
import { multicastGroup, unicastPeers } from "./peer.ts";

/** Where and how adverts travel. */
export const linkKeywords = {
  interface: keyword({
    type: interfaceName,
    onChange: "restart",
    otherwise: "required, but for unicast with a source address",
    doc: "Where VRRP is spoken, and where the addresses are put.",
  }),
  dont_track_primary: keyword({ type: flag, onChange: "live", doc: "The own interface's state does not matter." }),
  mcast_src_ip: keyword({
    type: ip(),
    onChange: "live",
    otherwise: "the interface's first address",
    doc: "Source address of the adverts.",
  }),
  mcast_dst_ip: keyword({
    type: multicastGroup,
    onChange: "restart",
    feature: "multicast groups",
    inherits: ["global_defs/vrrp_mcast_group4"],
    doc: "The group that adverts are sent to.",
  }),
  ...needing("unicast", {
    vrf: keyword({ type: interfaceName, onChange: "restart", doc: "The VRF of an instance without an interface." }),
    unicast_peer: keyword({
      type: unicastPeers,
      onChange: "restart",
      otherwise: "none: multicast",
      doc: "The other routers, each of which gets the adverts by unicast; both sides must name each other.",
    }),
    unicast_src_ip: keyword({
      type: ip(),
      onChange: "restart",
      otherwise: "the interface's first address",
      doc: "Source address of unicast adverts: what the peers have in their lists.",
    }),
    unicast_ttl: keyword({ type: uint(0, 255), default: 255, onChange: "live", doc: "TTL of unicast adverts." }),
    unicast_fault_no_peer: keyword({
      type: flag,
      onChange: "live",
      doc: "Without any peer the instance is in FAULT, instead of using multicast.",
    }),
    check_unicast_src: keyword({
      type: flag,
      onChange: "live",
      doc: "Adverts from others than the peers are dropped.",
    }),
    track_src_ip: keyword({
      type: flag,
      onChange: "live",
      doc: "The instance is in FAULT while the configured source address is not there.",
    }),
    old_unicast_checksum: keyword({
      type: optional(choice("never"), "never"),
      onChange: "live",
      otherwise: "found out from the first advert",
      doc: "Checksums of unicast adverts as before keepalived 1.3.6; never: do not try.",
    }),
  }),
  native_ipv6: keyword({
    type: flag,
    onChange: "restart",
    feature: "ipv6",
    otherwise: "as the addresses are",
    doc: "Adverts travel over IPv6, whatever the addresses.",
  }),
  ...needing("vmac", {
    use_vmac: keyword({
      type: vmac,
      onChange: "restart",
      doc: "The addresses are on an interface of their own, with the MAC address of the virtual router.",
    }),
    use_vmac_addr: keyword({
      type: flag,
      onChange: "restart",
      doc: "The same for addresses on other interfaces.",
    }),
    vmac_xmit_base: keyword({
      type: flag,
      onChange: "restart",
      doc: "Adverts go out on the real interface below; so they always do with unicast.",
    }),
    use_ipvlan: keyword({
      type: ipvlan,
      onChange: "restart",
      doc: "The addresses are on an ipvlan: an interface of their own with the real MAC address.",
    }),
    promote_secondaries: keyword({
      type: flag,
      onChange: "live",
      doc: "Other addresses of a network stay when its first one is taken away.",
    }),
  }),
  linkbeat_use_polling: keyword({
    type: flag,
    onChange: "restart",
    feature: "link polling",
    deprecated: "write linkbeat_interfaces outside the blocks",
    doc: "The link is asked for its state by polling.",
  }),
  v3_checksum_as_v2: keyword({
    type: bool,
    onChange: "live",
    feature: "checksums",
    inherits: ["global_defs/v3_checksum_as_v2"],
    doc: "The checksum of version 3 over IPv4 leaves out the pseudo header.",
  }),
  kernel_rx_buf_size: keyword({
    type: uint(0, 4_294_967_295),
    onChange: "restart",
    feature: "configuration",
    otherwise: "vrrp_rx_bufs_policy",
    doc: "Room for received adverts that wait in the kernel, in bytes.",
  }),
  lvs_sync_daemon_interface: keyword({
    type: interfaceName,
    onChange: "restart",
    feature: "ipvs",
    deprecated: "write lvs_sync_daemon in global_defs",
    doc: "Where the IPVS sync daemon speaks.",
  }),
};
