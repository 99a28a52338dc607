import type { ProblemRows } from "./row.ts";

/** What contradicts itself in global_defs, and outside the blocks: KA07… */
export const globalProblems = {
  "keyword-outdated": {
    code: "KA0701",
    severity: "advice",
    status: 0,
    doc: "Another spelling has replaced it; a later keepalived may not know it.",
  },
  "mail-impossible": { code: "KA0702", severity: "warning", status: 0, doc: "No mail is sent, and nobody says so." },
  "fifo-reader-idle": {
    code: "KA0703",
    severity: "warning",
    status: 0,
    doc: "The script is never started, and nobody says so.",
  },
  "fifo-shared": {
    code: "KA0704",
    severity: "advice",
    status: 0,
    doc: "Each change of an instance is written there twice.",
  },
  "multicast-wide": {
    code: "KA0705",
    severity: "warning",
    status: 5,
    doc: "VRRP does not leave the link (RFC 9568 §5.1.2.2), and routers may carry this group further.",
  },
  "gap-large": {
    code: "KA0706",
    severity: "advice",
    status: 0,
    doc: "With many addresses the last ones are announced long after the takeover.",
  },
  "minimum-overrides": {
    code: "KA0707",
    severity: "advice",
    status: 0,
    doc: "vrrp_min_garp changes what has the default before it, and leaves alone what comes behind it.",
  },
  "firewall-twice": {
    code: "KA0708",
    severity: "warning",
    status: 0,
    doc: "One of the two is enough, and it is not said which one counts.",
  },
  "sync-daemon-idle": {
    code: "KA0709",
    severity: "warning",
    status: 0,
    doc: "The IPVS sync daemon follows an instance; without one it is not started, and nobody says so.",
  },
} as const satisfies ProblemRows;
