import type { ProblemRows } from "./row.ts";

/** What is wrong with groups and with what they and the instances track: KA05… */
export const groupProblems = {
  "group-empty": { code: "KA0501", severity: "error", status: 5, doc: "keepalived removes such a group." },
  "group-member-unknown": {
    code: "KA0502",
    severity: "error",
    status: 5,
    doc: "keepalived leaves it out, and the group does not hold together what it should.",
  },
  "group-member-taken": {
    code: "KA0503",
    severity: "error",
    status: 5,
    doc: "An instance can follow one group only; keepalived leaves it out of the second.",
  },
  "group-single": {
    code: "KA0504",
    severity: "warning",
    status: 5,
    doc: "A group is there to keep instances together.",
  },
  "group-weight-dropped": {
    code: "KA0505",
    severity: "error",
    status: 5,
    doc: "keepalived does not track it at all: the failure moves nothing, and nobody notices.",
  },
  "group-weight-fault": {
    code: "KA0506",
    severity: "warning",
    status: 5,
    doc: "With weight 0 a failure is a fault, of the instance and of the whole group.",
  },
  "group-tracks-again": {
    code: "KA0507",
    severity: "warning",
    status: 5,
    doc: "The group's trackers count for every member anyway.",
  },
  "group-members-differ": {
    code: "KA0508",
    severity: "advice",
    status: 0,
    doc: "The members change their roles together; where they disagree, they hold each other up.",
  },
  "track-group-member-unknown": {
    code: "KA0509",
    severity: "warning",
    status: 0,
    doc: "keepalived leaves it out in silence.",
  },
  "track-group-empty": { code: "KA0510", severity: "warning", status: 0, doc: "Nobody depends on such a group." },
  "list-empty": { code: "KA0511", severity: "warning", status: 5, doc: "keepalived warns of a list without items." },
  "garp-group-idle": {
    code: "KA0512",
    severity: "error",
    status: 5,
    doc: "keepalived removes such a group, and nothing is paced.",
  },
  "garp-group-nowhere": {
    code: "KA0513",
    severity: "warning",
    status: 0,
    doc: "The group holds for no interface.",
  },
  "tracked-file-missing": {
    code: "KA0514",
    severity: "error",
    status: 5,
    doc: "keepalived removes it, and whoever tracks it tracks nothing.",
  },
  "tracked-file-special": {
    code: "KA0515",
    severity: "error",
    status: 5,
    doc: "inotify does not tell of changes there, so that keepalived refuses such files.",
  },
  "tracked-file-relative": {
    code: "KA0516",
    severity: "advice",
    status: 0,
    doc: "It is looked for in the folder that the daemon happens to be started in.",
  },
  "process-missing": {
    code: "KA0517",
    severity: "error",
    status: 5,
    doc: "keepalived removes it, and whoever tracks it tracks nothing.",
  },
  "quorum-impossible": {
    code: "KA0518",
    severity: "error",
    status: 5,
    doc: "keepalived leaves the second of the two limits out.",
  },
  "delay-overrides": {
    code: "KA0519",
    severity: "advice",
    status: 0,
    doc: "delay sets terminate_delay and fork_delay, whatever they were before.",
  },
  "tracker-unused": {
    code: "KA0520",
    severity: "advice",
    status: 0,
    doc: "It looks as if its failure would move an address, and nothing happens.",
  },
  "track-group-unused": { code: "KA0521", severity: "advice", status: 0, doc: "Nothing depends on such a group." },
} as const satisfies ProblemRows;
