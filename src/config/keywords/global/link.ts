import { quote } from "../../problem.ts";
import { need, refuse } from "../../reader.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import { multicastGroup } from "../../types/multicast.ts";
import { uint } from "../../types/numbers.ts";
import { orBare } from "../../types/optional.ts";
import { statement } from "../../types/statement.ts";
import { bool, choice, flag, interfaceName, onlyOne, word } from "../../types/text.ts";

const U32 = 4_294_967_295;
const bytes = uint(0, U32, " bytes");

/** A number of bytes, or what the size follows from. */
const bufferPolicy: Type<"MTU" | "ADVERT" | number> = {
  syntax: `MTU|ADVERT|${bytes.syntax}`,
  schema: { anyOf: [{ enum: ["MTU", "ADVERT"] }, bytes.schema] },
  examples: { good: ["MTU", "ADVERT", "advert", "4096"], bad: ["", "PACKET", "-1", `${U32 + 1}`] },
  json: (value) => value,
  print: (value) => statement(`${value}`),
  read: (words) => {
    if (/^\s*\d/.test(words.rest.text)) return bytes.read(words, undefined);
    const name = need(words, bufferPolicy.syntax);
    const policy = name?.text.toUpperCase();
    if (name === undefined) return undefined;
    if (policy === "MTU" || policy === "ADVERT") return policy;
    return refuse(words, "value-wrong", name.place, `${quote(words.owner.text)} takes ${bufferPolicy.syntax}`);
  },
};

/** Interfaces, and the packets on them. */
export const linkKeywords = {
  dynamic_interfaces: keyword({
    type: orBare(choice("allow_if_changes"), "of one kind"),
    onChange: "refused",
    feature: "dynamic interfaces",
    otherwise: "off",
    doc: "Interfaces need not be there at the start; allow_if_changes: they may come back as something else.",
  }),
  default_interface: keyword({
    type: interfaceName,
    default: "eth0",
    onChange: "live",
    feature: "configuration",
    doc: "The interface of static addresses that name none.",
  }),
  disable_local_igmp: keyword({
    type: flag,
    onChange: "refused",
    feature: "kernel settings",
    doc: "The kernel does not report the groups of the link itself (igmp_link_local_mcast_reports).",
  }),
  vrrp_mcast_group4: keyword({
    type: multicastGroup("inet"),
    default: "224.0.0.18",
    onChange: "restart",
    feature: "multicast groups",
    doc: "The group that IPv4 adverts are sent to.",
  }),
  vrrp_mcast_group6: keyword({
    type: multicastGroup("inet6"),
    default: "ff02::12",
    onChange: "restart",
    feature: "configuration",
    doc: "The group that IPv6 adverts are sent to; it should be one of the link, ff02::.",
  }),
  v3_checksum_as_v2: keyword({
    type: flag,
    onChange: "live",
    feature: "checksums",
    doc: "Default of v3_checksum_as_v2 of the instances.",
  }),
  ...needing("configuration", {
    vmac_prefix: keyword({
      type: word("prefix"),
      default: "vrrp",
      once: true,
      onChange: "restart",
      doc: "What the names of interfaces with a virtual MAC begin with.",
    }),
    vmac_addr_prefix: keyword({
      type: word("prefix"),
      once: true,
      onChange: "restart",
      inherits: ["vmac_prefix"],
      doc: "The same for those of single addresses.",
    }),
  }),
  vrrp_rx_bufs_policy: keyword({
    type: onlyOne(bufferPolicy),
    onChange: "restart",
    feature: "socket buffers",
    otherwise: "the kernel's",
    doc: "Room for received adverts: bytes, or a multiple of the interface's MTU or of an advert.",
  }),
  vrrp_rx_bufs_multiplier: keyword({
    type: uint(1, U32),
    default: 3,
    onChange: "restart",
    feature: "configuration",
    doc: "How many of them.",
  }),
  vrrp_netlink_cmd_rcv_bufs: receiveBuffer("netlink commands", "socket buffers"),
  vrrp_netlink_cmd_rcv_bufs_force: beyondLimit("vrrp_netlink_cmd_rcv_bufs"),
  vrrp_netlink_monitor_rcv_bufs: receiveBuffer("netlink events", "socket buffers"),
  vrrp_netlink_monitor_rcv_bufs_force: beyondLimit("vrrp_netlink_monitor_rcv_bufs"),
  process_monitor_rcv_bufs: receiveBuffer("process events (track_process)", "configuration"),
  process_monitor_rcv_bufs_force: beyondLimit("process_monitor_rcv_bufs"),
  lvs_netlink_cmd_rcv_bufs: receiveBuffer("netlink commands of load balancing", "configuration"),
  lvs_netlink_cmd_rcv_bufs_force: beyondLimit("lvs_netlink_cmd_rcv_bufs"),
  lvs_netlink_monitor_rcv_bufs: receiveBuffer("netlink events of load balancing", "configuration"),
  lvs_netlink_monitor_rcv_bufs_force: beyondLimit("lvs_netlink_monitor_rcv_bufs"),
};

/** `feature`: what of the daemon has such a socket. */
function receiveBuffer(what: string, feature: "socket buffers" | "configuration") {
  return keyword({
    type: bytes,
    default: 0,
    onChange: "restart",
    feature,
    otherwise: "the kernel's",
    doc: `Receive buffer for ${what}; 0: the kernel's.`,
  });
}

function beyondLimit(name: string) {
  return keyword({
    type: bool,
    default: false,
    onChange: "restart",
    feature: "configuration",
    doc: `${name} may exceed the kernel's limit.`,
  });
}
