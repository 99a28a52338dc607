import type { ProblemRows } from "./row.ts";

/** What does not fit the machine that the file is for, and what runs there: KA06… */
export const machineProblems = {
  "script-security-off": {
    code: "KA0601",
    severity: "security",
    status: 6,
    doc: "Whoever can write to a script, or to a folder above it, becomes root.",
  },
  "script-unsafe": { code: "KA0602", severity: "security", status: 6, doc: "Whoever can change it becomes root." },
  "script-refused": {
    code: "KA0603",
    severity: "error",
    status: 5,
    doc: "enable_script_security keeps such a script from being run.",
  },
  "script-user-missing": {
    code: "KA0604",
    severity: "error",
    status: 5,
    doc: "There is no script_user, and no user keepalived_script on this machine: keepalived runs none of the scripts.",
  },
  "check-absent": { code: "KA0605", severity: "warning", status: 5, doc: "keepalived removes such a check." },
  "script-absent": { code: "KA0606", severity: "warning", status: 0, doc: "It will not be run, and nobody says so." },
  "script-not-executable": { code: "KA0607", severity: "warning", status: 0, doc: "Each run would fail." },
  "user-unknown": { code: "KA0608", severity: "error", status: 5, doc: "keepalived removes such a check." },
  "notify-user-unknown": {
    code: "KA0609",
    severity: "warning",
    status: 0,
    doc: "keepalived drops the script in silence. What stands behind a command that is not quoted is a user and a group.",
  },
  "secret-readable": { code: "KA0610", severity: "security", status: 6, doc: "Whoever reads it can be master." },
  "file-absent": { code: "KA0611", severity: "error", status: 5, doc: "Without the file there is no key." },
  "interface-missing": {
    code: "KA0612",
    severity: "warning",
    status: 5,
    doc: "keepalived does not start without its interfaces, unless dynamic_interfaces allows it.",
  },
  "address-permanent": {
    code: "KA0613",
    severity: "warning",
    status: 0,
    doc: "Two machines would have the address, and what answers is a matter of luck.",
  },
  "feature-missing": {
    code: "KA0614",
    severity: "error",
    status: 0,
    doc: "The file is right; this version of keepalived-ts does not start with it.",
  },
  "script-shell": {
    code: "KA0615",
    severity: "warning",
    status: 0,
    doc: "Scripts run without a shell: the program gets the rest of the line as its arguments.",
  },
  "check-security-off": {
    code: "KA0616",
    severity: "security",
    status: 6,
    doc: "As KA0601, if other scripts are run than those of VRRP: keepalived tells it even where an interface is missing.",
  },
} as const satisfies ProblemRows;
