import { SECOND } from "../../../core/time.ts";
import { keyword, needing } from "../../schema.ts";
import { nameLists, naming } from "../../types/names.ts";
import { notZero, wholeSeconds } from "../../types/numbers.ts";
import { bool, flag, optional, word } from "../../types/text.ts";
import { smtpServer } from "./smtp-server.ts";

/** Only `smtp_alert` asks for mail; the rest says how. */
export const mailKeywords = {
  ...needing("configuration", {
    notification_email: keyword({
      type: nameLists(naming("mail address")),
      default: [],
      onChange: "live",
      doc: "Who gets mail.",
    }),
    notification_email_from: keyword({
      type: word("mail address"),
      onChange: "live",
      otherwise: "the daemon's user at this host",
      doc: "The sender.",
    }),
    smtp_server: keyword({
      type: smtpServer,
      onChange: "live",
      otherwise: "none: no mail",
      doc: "Where mail is handed over.",
    }),
    smtp_helo_name: keyword({
      type: optional(word("name"), ""),
      onChange: "live",
      otherwise: "the host's name",
      doc: "What this host calls itself there.",
    }),
    smtp_connect_timeout: keyword({
      type: notZero(wholeSeconds(0, 4294), SECOND, "1 second"),
      default: 30 * SECOND,
      onChange: "live",
      doc: "How long a connection may take.",
    }),
    no_email_faults: keyword({ type: flag, onChange: "live", doc: "No mail for FAULT." }),
    no_checker_emails: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "No mail for single checks, only for real and virtual servers.",
    }),
    smtp_alert_checker: keyword({
      type: bool,
      onChange: "live",
      inherits: ["smtp_alert"],
      otherwise: "off; for real servers on",
      doc: "Default of smtp_alert of virtual and real servers.",
    }),
  }),
  ...needing("mail", {
    smtp_alert: keyword({
      type: bool,
      onChange: "live",
      otherwise: "off; for real servers on",
      doc: "Default of smtp_alert_vrrp and smtp_alert_checker.",
    }),
    smtp_alert_vrrp: keyword({
      type: bool,
      onChange: "live",
      inherits: ["smtp_alert"],
      otherwise: "off",
      doc: "Default of smtp_alert of instances and groups.",
    }),
  }),
};
