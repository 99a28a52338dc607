import type { ProblemRows } from "./row.ts";

/** What can be wrong with addresses, routes and rules, virtual and static ones: KA11… */
export const networkProblems = {
  "name-unknown": {
    code: "KA1101",
    severity: "error",
    status: 5,
    doc: "iproute2's files and the well-known names are looked through; keepalived leaves the route or rule out.",
  },
  "option-ignored": {
    code: "KA1102",
    severity: "warning",
    status: 5,
    doc: "The option says nothing there; keepalived leaves it out too.",
  },
  "value-adjusted": {
    code: "KA1103",
    severity: "warning",
    status: 0,
    doc: "What is written is impossible: the nearest that is possible is done.",
  },
  "two-families": {
    code: "KA1104",
    severity: "error",
    status: 5,
    doc: "An address, a route and a rule belong to IPv4 or to IPv6.",
  },
  "kernel-refuses": {
    code: "KA1105",
    severity: "error",
    status: 5,
    doc: "keepalived finds out when it becomes master, and holds less than the file says.",
  },
  "route-untracked": {
    code: "KA1106",
    severity: "warning",
    status: 5,
    doc: "When somebody deletes the route, or its interface goes down, the instance stays master without it.",
  },
  "rule-without-preference": {
    code: "KA1107",
    severity: "error",
    status: 5,
    doc: "The order of the rules decides; keepalived counts down from 16384 in the order of the file.",
  },
  "network-repeated": { code: "KA1108", severity: "warning", status: 0, doc: "The kernel holds it once." },
  "address-static-and-virtual": {
    code: "KA1109",
    severity: "warning",
    status: 0,
    doc: "A static address stays on every router, also on those that are backup: two hosts answer for it.",
  },
} as const satisfies ProblemRows;
