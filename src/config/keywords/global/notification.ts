import { keyword, needing } from "../../schema.ts";
import { seconds } from "../../types/numbers.ts";
import { notifyScript } from "../../types/script.ts";
import { bool, flag, word } from "../../types/text.ts";
import { fifo } from "./fifo.ts";

/** `events`: what is written to the FIFO. */
function fifoKeyword(events: string) {
  return keyword({ type: fifo, once: true, onChange: "live", doc: `A named pipe that ${events} are written to.` });
}

function readerKeyword(name: string) {
  return keyword({ type: notifyScript, once: true, onChange: "live", doc: `Runs all the time and reads the ${name}.` });
}

const fifoKeywords = {
  ...needing("notification", {
    notify_fifo: fifoKeyword("all changes of state"),
    notify_fifo_script: readerKeyword("notify_fifo"),
    vrrp_notify_fifo: fifoKeyword("changes of VRRP"),
    vrrp_notify_fifo_script: readerKeyword("vrrp_notify_fifo"),
  }),
  ...needing("configuration", {
    lvs_notify_fifo: fifoKeyword("changes of real and virtual servers"),
    lvs_notify_fifo_script: readerKeyword("lvs_notify_fifo"),
    vrrp_notify_priority_changes: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Default of notify_priority_changes.",
    }),
    fifo_write_vrrp_states_on_reload: keyword({
      type: flag,
      onChange: "live",
      doc: "After a reload all states are written to the FIFOs again.",
    }),
  }),
};

const interval = seconds(0.001, 30);

const snmpKeywords = {
  ...needing("snmp", {
    enable_traps: keyword({ type: flag, onChange: "live", doc: "SNMP traps are sent." }),
    enable_snmp_vrrp: keyword({ type: flag, onChange: "live", doc: "The VRRP part of KEEPALIVED-MIB." }),
    enable_snmp_keepalived: keyword({
      type: flag,
      alias: "enable_snmp_vrrp",
      outdated: "write enable_snmp_vrrp",
      onChange: "live",
      doc: "The same as enable_snmp_vrrp.",
    }),
    enable_snmp_rfc: keyword({ type: flag, onChange: "live", doc: "Both MIBs of the RFCs." }),
    enable_snmp_rfcv2: keyword({ type: flag, onChange: "live", doc: "VRRP-MIB, RFC 2787." }),
    enable_snmp_rfcv3: keyword({ type: flag, onChange: "live", doc: "VRRPV3-MIB, RFC 6527." }),
    enable_snmp_checker: keyword({ type: flag, onChange: "live", doc: "The IPVS part of KEEPALIVED-MIB." }),
  }),
  ...needing("configuration", {
    snmp_socket: keyword({
      type: word("address"),
      once: true,
      onChange: "live",
      otherwise: "unix:/var/agentx/master",
      doc: "Where the AgentX master listens.",
    }),
    snmp_vs_stats_update_interval: keyword({
      type: interval,
      default: 5_000_000,
      onChange: "live",
      doc: "How old figures of virtual servers may be.",
    }),
    snmp_rs_stats_update_interval: keyword({
      type: interval,
      onChange: "live",
      inherits: ["snmp_vs_stats_update_interval"],
      doc: "The same for real servers.",
    }),
  }),
};

const dbusKeywords = {
  enable_dbus: keyword({ type: flag, onChange: "live", feature: "dbus", doc: "The daemon is on the system bus." }),
  ...needing("configuration", {
    dbus_service_name: keyword({
      type: word("name"),
      default: "org.keepalived.Vrrp1",
      onChange: "live",
      doc: "Its name there.",
    }),
    dbus_no_interface_name: keyword({
      type: word("name"),
      default: "none",
      onChange: "live",
      doc: "What stands for the interface in the paths of instances without one.",
    }),
  }),
};

/** Who hears of changes, but for mail. */
export const notificationKeywords = { ...fifoKeywords, ...snmpKeywords, ...dbusKeywords };
