import type { ProblemRows } from "./row.ts";

/** What contradicts itself in or between BFD sessions: KA10… */
export const bfdProblems = {
  "bfd-incomplete": { code: "KA1001", severity: "error", status: 5, doc: "keepalived disables such a session." },
  "bfd-family": { code: "KA1002", severity: "error", status: 5, doc: "keepalived disables such a session." },
  "bfd-twin": {
    code: "KA1003",
    severity: "error",
    status: 5,
    doc: "The packets of the two could not be told apart; keepalived leaves out the second.",
  },
  "bfd-hops": {
    code: "KA1004",
    severity: "warning",
    status: 5,
    doc: "A packet cannot come over more routers than its time to live allows.",
  },
  "bfd-slow": {
    code: "KA1005",
    severity: "advice",
    status: 0,
    doc: "BFD is there to see a failure within a fraction of a second; the unit is milliseconds.",
  },
  "bfd-elsewhere": {
    code: "KA1006",
    severity: "error",
    status: 5,
    doc: "vrrp and checker name who may know of the session; to the others it does not exist.",
  },
} as const satisfies ProblemRows;
