import type { ProblemRows } from "../catalogue.ts";

/** What contradicts itself in or between virtual routers: KA04… */
export const instanceProblems = {
  "instance-incomplete": { code: "KA0401", severity: "error", status: 5, doc: "keepalived removes such an instance." },
  "instance-loopback": { code: "KA0402", severity: "error", status: 5, doc: "Nobody else can be heard there." },
  "instance-same-router": {
    code: "KA0403",
    severity: "error",
    status: 5,
    doc: "On one link a number names one virtual router; keepalived ends.",
  },
  "instance-same-address": {
    code: "KA0404",
    severity: "warning",
    status: 0,
    doc: "When one of the two gives the address up, the other loses it too.",
  },
  "owner-by-state": {
    code: "KA0405",
    severity: "warning",
    status: 0,
    doc: "An owner takes over without asking, and no check can lower its priority.",
  },
  "interval-corrected": {
    code: "KA0406",
    severity: "warning",
    status: 5,
    doc: "The protocol's field does not hold it.",
  },
  "preemption-idle": {
    code: "KA0407",
    severity: "warning",
    status: 5,
    doc: "Who starts as master has taken over before it could hear of another.",
  },
  "authentication-idle": { code: "KA0408", severity: "warning", status: 5, doc: "Adverts are sent without it." },
  "password-cut": {
    code: "KA0409",
    severity: "warning",
    status: 5,
    doc: "Adverts have room for 8 bytes; the other router must have the same 8.",
  },
  "addresses-none": {
    code: "KA0410",
    severity: "error",
    status: 5,
    doc: "An advert of version 3 names at least one address.",
  },
  "addresses-none-v2": { code: "KA0411", severity: "warning", status: 5, doc: "There is nothing to hold." },
  "addresses-too-many": { code: "KA0412", severity: "warning", status: 5, doc: "An advert has no room for more." },
  "lease-too-short": {
    code: "KA0413",
    severity: "error",
    status: 5,
    doc: "The kernel would take the address from a master that works.",
  },
  "lease-too-long": { code: "KA0414", severity: "warning", status: 0, doc: "Two routers would hold the address." },
  "lease-impossible": {
    code: "KA0415",
    severity: "warning",
    status: 0,
    doc: "A hung daemon would keep the address while a backup takes it.",
  },
  "track-unknown": {
    code: "KA0416",
    severity: "error",
    status: 5,
    doc: "keepalived drops the tracking: the failure would move nothing.",
  },
  "track-early": {
    code: "KA0417",
    severity: "error",
    status: 5,
    doc: "keepalived looks the name up where it stands, and drops the tracking.",
  },
  "track-own-interface": { code: "KA0418", severity: "warning", status: 5, doc: "The weight given here is ignored." },
  "track-owner": { code: "KA0419", severity: "warning", status: 5, doc: "Nothing changes the priority of an owner." },
  "script-missing": { code: "KA0420", severity: "error", status: 5, doc: "A check without a command is removed." },
} as const satisfies ProblemRows;
