import type { ProblemRows } from "./row.ts";

/** What contradicts itself in or between virtual servers, their groups and their real servers: KA08… */
export const virtualServerProblems = {
  "service-default": {
    code: "KA0801",
    severity: "warning",
    status: 5,
    doc: "keepalived fills in what is missing, and complains of it.",
  },
  "service-empty": { code: "KA0802", severity: "error", status: 5, doc: "keepalived removes such a virtual server." },
  "service-repeated": {
    code: "KA0803",
    severity: "warning",
    status: 0,
    doc: "The kernel has the service once: each of the two takes away and changes what the other one needs.",
  },
  "service-option": {
    code: "KA0804",
    severity: "warning",
    status: 5,
    doc: "The option does not go with this kind of service; it is left out.",
  },
  "option-early": {
    code: "KA0805",
    severity: "warning",
    status: 5,
    doc: "keepalived ignores an option that stands before what it belongs to, or without it.",
  },
  "persistence-forced": {
    code: "KA0806",
    severity: "warning",
    status: 5,
    doc: "All ports at once are possible only if a client gets to one real server with all of them.",
  },
  "fwmark-zero": {
    code: "KA0807",
    severity: "error",
    status: 5,
    doc: "Packets that nobody marked have the mark 0; it makes no service.",
  },
  "family-differs": {
    code: "KA0808",
    severity: "error",
    status: 5,
    doc: "Without a tunnel, a server of another family cannot be reached; keepalived leaves it out.",
  },
  "family-ignored": { code: "KA0809", severity: "warning", status: 5, doc: "The addresses decide about the family." },
  "port-ignored": {
    code: "KA0810",
    severity: "warning",
    status: 5,
    doc: "Without NAT a packet reaches the real server as it is: its port is that of the service.",
  },
  "quorum-corrected": { code: "KA0811", severity: "warning", status: 5, doc: "It could not be reached." },
  "quorum-unreachable": {
    code: "KA0812",
    severity: "warning",
    status: 0,
    doc: "A quorum is gained with the hysteresis on top: without it the sorry server serves, or nobody is told.",
  },
  "weights-zero": { code: "KA0813", severity: "warning", status: 5, doc: "Nobody gets a connection." },
  "threshold-order": {
    code: "KA0814",
    severity: "warning",
    status: 0,
    doc: "The kernel refuses a real server whose lower threshold is above its upper one.",
  },
  "sorry-inhibit": {
    code: "KA0815",
    severity: "warning",
    status: 5,
    doc: "One server cannot stay in the table and go out of it.",
  },
  "address-group-unknown": {
    code: "KA0816",
    severity: "error",
    status: 5,
    doc: "keepalived drops the virtual server, and says so in its log alone.",
  },
  "address-group-empty": { code: "KA0817", severity: "error", status: 5, doc: "keepalived removes such a group." },
  "address-group-mixed": {
    code: "KA0818",
    severity: "error",
    status: 5,
    doc: "The family of a mark is that of the addresses beside it; keepalived removes the group.",
  },
  "address-group-unused": { code: "KA0819", severity: "advice", status: 0, doc: "A group by itself does nothing." },
  "address-group-large": {
    code: "KA0820",
    severity: "warning",
    status: 0,
    doc: "Each address becomes a service of its own in the kernel.",
  },
  "quirk-avoided": {
    code: "KA0821",
    severity: "advice",
    status: 0,
    doc: "keepalived does something else with it than it says; here it is done as it is written.",
  },
  "mask-holes": { code: "KA0822", severity: "warning", status: 0, doc: "A netmask is ones, and behind them zeros." },
} as const satisfies ProblemRows;
