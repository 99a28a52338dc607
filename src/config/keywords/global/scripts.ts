import { SECOND } from "../../../core/time.ts";
import { keyword, needing } from "../../schema.ts";
import { wholeSeconds } from "../../types/numbers.ts";
import { notifyScript, user } from "../../types/script.ts";
import { bool, flag } from "../../types/text.ts";

const patience = wholeSeconds(1, 1000);

/** How all scripts run, and those of the daemon itself. */
export const scriptKeywords = {
  ...needing("configuration", {
    script_user: keyword({
      type: user,
      onChange: "live",
      otherwise: "keepalived_script if there is such a user, else the daemon's own",
      doc: "As whom the scripts run that say nothing themselves.",
    }),
    enable_script_security: keyword({
      type: flag,
      onChange: "live",
      doc: "What would run as root and could be changed by others does not run.",
    }),
    use_symlink_paths: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Scripts are started by their paths as they are written, symbolic links and all.",
    }),
  }),
  set_supplementary_groups: keyword({
    type: bool,
    default: false,
    onChange: "live",
    feature: "supplementary groups",
    doc: "Scripts have the other groups of their users too.",
  }),
  startup_script: keyword({
    type: notifyScript,
    once: true,
    onChange: "nothing",
    feature: "start scripts",
    doc: "Runs, and ends, before anything else is started.",
  }),
  startup_script_timeout: keyword({
    type: patience,
    default: 10 * SECOND,
    onChange: "nothing",
    feature: "configuration",
    doc: "How long it may take before it is killed.",
  }),
  shutdown_script: keyword({
    type: notifyScript,
    once: true,
    onChange: "live",
    feature: "start scripts",
    doc: "Runs when everything else has ended.",
  }),
  shutdown_script_timeout: keyword({
    type: patience,
    default: 10 * SECOND,
    onChange: "live",
    feature: "configuration",
    doc: "How long it may take before it is killed.",
  }),
};
