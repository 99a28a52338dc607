import type { ProblemRows } from "./row.ts";

/** What contradicts itself in the checks of real servers: KA09… */
export const checkerProblems = {
  "check-incomplete": { code: "KA0901", severity: "error", status: 5, doc: "keepalived removes such a check." },
  "check-link-local": {
    code: "KA0902",
    severity: "error",
    status: 5,
    doc: "A link-local address says nothing without its link; keepalived removes the check.",
  },
  "check-family": { code: "KA0903", severity: "error", status: 5, doc: "keepalived leaves the address out." },
  "check-portless": { code: "KA0904", severity: "warning", status: 0, doc: "Nobody listens on port 0." },
  "check-port": {
    code: "KA0905",
    severity: "advice",
    status: 0,
    doc: "A check goes to the port of its real server, whatever it speaks.",
  },
  "check-slow": {
    code: "KA0906",
    severity: "advice",
    status: 0,
    doc: "While an attempt is under way no other is made: a failure is seen later than the interval says.",
  },
  "check-impossible": { code: "KA0907", severity: "error", status: 5, doc: "Such a check always fails." },
  "match-impossible": { code: "KA0908", severity: "warning", status: 0, doc: "Nothing can match." },
  "regex-escape": {
    code: "KA0909",
    severity: "warning",
    status: 0,
    doc: "keepalived interprets backslashes in the line first, and the regular expression gets what is left.",
  },
  "smtp-host": {
    code: "KA0910",
    severity: "advice",
    status: 0,
    doc: "keepalived calls it outdated and makes of it a check that fails.",
  },
  "check-interface": {
    code: "KA0911",
    severity: "warning",
    status: 0,
    doc: "A check that cannot leave the machine says nothing: the server stays up, whatever becomes of it.",
  },
  "ssl-absent": {
    code: "KA0912",
    severity: "warning",
    status: 0,
    doc: "keepalived's checks end with their process when it cannot be loaded.",
  },
  "ssl-key-readable": {
    code: "KA0913",
    severity: "security",
    status: 0,
    doc: "Whoever reads the key can pass for this machine.",
  },
} as const satisfies ProblemRows;
