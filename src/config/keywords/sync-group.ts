import { type Infer, keyword, needing } from "../schema.ts";
import { nameList, naming } from "../types/names.ts";
import { notifyScript } from "../types/script.ts";
import { bool, flag } from "../types/text.ts";
import { trackedBfds, trackedFiles, trackedInterfaces, trackedProcesses, trackedScripts } from "./track.ts";

/** `vrrp_sync_group <name> { … }` */
export const syncGroup = needing("sync groups", {
  group: keyword({
    type: nameList(naming("instance")),
    once: true,
    onChange: "live",
    otherwise: "required",
    doc: "The instances that change their roles together.",
  }),
  track_interface: keyword({
    type: trackedInterfaces,
    default: [],
    onChange: "live",
    doc: "Interfaces whose state counts for every member.",
  }),
  track_script: keyword({ type: trackedScripts, default: [], onChange: "live", doc: "Scripts, the same." }),
  track_file: keyword({ type: trackedFiles, default: [], onChange: "live", doc: "Files, the same." }),
  track_process: keyword({ type: trackedProcesses, default: [], onChange: "live", doc: "Processes, the same." }),
  track_bfd: keyword({ type: trackedBfds, default: [], onChange: "live", doc: "BFD sessions, the same." }),
  sync_group_tracking_weight: keyword({
    type: flag,
    onChange: "live",
    doc: "The weights of what members track count; otherwise only what is tracked without a weight.",
  }),
  global_tracking: keyword({
    type: flag,
    alias: "sync_group_tracking_weight",
    deprecated: "write sync_group_tracking_weight, or track in the group",
    onChange: "live",
    doc: "The same as sync_group_tracking_weight.",
  }),
  notify_backup: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering BACKUP." }),
  notify_master: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering MASTER." }),
  notify_fault: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering FAULT." }),
  notify_stop: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs at the end of the daemon." }),
  notify: keyword({
    type: notifyScript,
    once: true,
    onChange: "live",
    doc: "Runs at every change, with the words GROUP, name, state and 0.",
  }),
  smtp_alert: keyword({
    type: bool,
    onChange: "live",
    inherits: ["global_defs/smtp_alert_vrrp"],
    otherwise: "off",
    doc: "Mails changes of state.",
  }),
  notify_priority_changes: keyword({
    type: bool,
    onChange: "live",
    inherits: ["global_defs/vrrp_notify_priority_changes"],
    doc: "Changes of the members' priorities are written to the FIFOs too.",
  }),
});

export type SyncGroup = Infer<typeof syncGroup>;
