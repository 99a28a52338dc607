import { keyword, needing } from "../../schema.ts";
import { notifyScript, optionalNotifyScript } from "../../types/script.ts";
import { bool } from "../../types/text.ts";

/** Who is told of a change of state. */
export const notificationKeywords = {
  ...needing("notification", {
    notify_backup: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering BACKUP." }),
    notify_master: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering MASTER." }),
    notify_fault: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs on entering FAULT." }),
    notify_stop: keyword({ type: notifyScript, once: true, onChange: "live", doc: "Runs at the end of the daemon." }),
    notify_deleted: keyword({
      type: optionalNotifyScript,
      once: true,
      onChange: "live",
      otherwise: "FAULT is notified",
      doc: "Runs when a reload has removed the instance, with the state DELETED; without a script only the state.",
    }),
    notify: keyword({
      type: notifyScript,
      once: true,
      onChange: "live",
      doc: "Runs at every change, with the words INSTANCE, name, state and priority.",
    }),
    notify_master_rx_lower_pri: keyword({
      type: notifyScript,
      once: true,
      onChange: "live",
      doc: "Runs when a master hears an advert of lower priority.",
    }),
  }),
  notify_priority_changes: keyword({
    type: bool,
    onChange: "live",
    feature: "configuration",
    inherits: ["global_defs/vrrp_notify_priority_changes"],
    doc: "Changes of the priority are written to the FIFOs too.",
  }),
  smtp_alert: keyword({
    type: bool,
    onChange: "live",
    feature: "mail",
    inherits: ["global_defs/smtp_alert_vrrp", "global_defs/smtp_alert"],
    otherwise: "off",
    doc: "Mails changes of state.",
  }),
};
