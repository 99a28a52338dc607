import { SECOND } from "../../../core/time.ts";
import { quote } from "../../problem.ts";
import { need, refuse, take } from "../../reader.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import type { Word } from "../../source/words.ts";
import { clamped, uint } from "../../types/numbers.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";
import { flag, optional, word } from "../../types/text.ts";

const U32 = 4_294_967_295;

/** The kernel's TASK_COMM_LEN, without the end of the string. */
const LONGEST_NAME = 15;

/** As it stands in /proc/PID/comm. */
const threadName: Type<string> = {
  ...word("name"),
  syntax: `<name of at most ${LONGEST_NAME} characters>`,
  schema: { type: "string", maxLength: LONGEST_NAME },
  examples: { good: ["kd_left", "a_name_of_more_than_fifteen"], bad: [""] },
  print: (value) => statement(quoteWord(value)),
  read: (words) => {
    const found = need(words, threadName.syntax);
    if (found === undefined || found.text.length <= LONGEST_NAME) return found?.text;
    const name = found.text.slice(0, LONGEST_NAME);
    words.reader.report("value-corrected", found.place, `${quote(found.text)} is cut to ${quote(name)}`);
    return name;
  },
};

/** Numbers of CPUs, as in /proc/cpuinfo; sched_setaffinity(2) knows 1024. */
const cpus: Type<readonly number[]> = {
  syntax: "<0..1023> [<0..1023> …]",
  schema: { type: "array", items: { type: "integer", minimum: 0, maximum: 1023 } },
  examples: { good: ["0", "0 1 3"], bad: ["", "first", "-1", "0 1024", "0-3"] },
  json: (value) => value,
  print: (value) => statement(value.join(" ")),
  read: (words) => {
    const found: number[] = [];
    for (let cpu: Word | undefined = need(words, cpus.syntax); cpu !== undefined; cpu = take(words)) {
      if (!/^\d{1,4}$/.test(cpu.text) || Number(cpu.text) > 1023) {
        return refuse(words, "value-wrong", cpu.place, `${quote(cpu.text)} is not the number of a CPU`);
      }
      found.push(Number(cpu.text));
    }
    return found.length === 0 ? undefined : found;
  },
};

/** What the daemon gets from the scheduler. `feature`: what of this program has such a thread. */
function schedulingOf<Prefix extends "vrrp" | "checker" | "bfd">(prefix: Prefix) {
  const feature = prefix === "vrrp" ? "process control" : "configuration";
  const what = { vrrp: "what does the failover", checker: "what checks real servers", bfd: "BFD" }[prefix];
  return {
    priority: keyword({ type: uint(-20, 19), default: 0, onChange: "live", feature, doc: `Nice value of ${what}.` }),
    noSwap: keyword({ type: flag, onChange: "live", feature, doc: `The memory of ${what} stays in RAM.` }),
    realtime: keyword({
      type: clamped(1, 99),
      onChange: "live",
      ...(prefix === "vrrp" ? {} : { feature }),
      otherwise: "not real-time",
      doc: `Priority in the real-time class SCHED_RR of ${what}; scripts do not inherit it.`,
    }),
    affinity: keyword({ type: cpus, onChange: "live", feature, otherwise: "all", doc: `The CPUs for ${what}.` }),
    limit: keyword({
      type: uint(1, U32, " microseconds"),
      default: 10_000,
      onChange: "live",
      feature,
      doc: `How long ${what} may run in the real-time class without a pause; then it is killed.`,
    }),
    limitMisspelt: keyword({
      type: uint(1, U32, " microseconds"),
      alias: `${prefix}_rlimit_rttime`,
      outdated: `write ${prefix}_rlimit_rttime`,
      onChange: "live",
      feature,
      doc: `The same as ${prefix}_rlimit_rttime.`,
    }),
  };
}

const [vrrp, checker, bfd] = [schedulingOf("vrrp"), schedulingOf("checker"), schedulingOf("bfd")];

/** The processes of keepalived, of which this program has one. */
export const daemonKeywords = {
  router_id: keyword({
    type: word("name"),
    onChange: "live",
    otherwise: "the host's name",
    doc: "What this router is called in reports.",
  }),
  ...needing("process control", {
    process_names: keyword({ type: flag, onChange: "live", doc: "The daemon's parts have names of their own in ps." }),
    process_name: keyword({ type: threadName, onChange: "live", doc: "The daemon's name in ps." }),
    vrrp_process_name: keyword({ type: threadName, onChange: "live", doc: "The same for what does the failover." }),
    max_auto_priority: keyword({
      type: optional(autoPriority(), 99),
      default: 0,
      onChange: "live",
      doc: "How far the daemon raises its real-time priority by itself when it is late; 0 and -1: not at all.",
    }),
  }),
  ...needing("configuration", {
    checker_process_name: keyword({ type: threadName, onChange: "live", doc: "The same for health checks." }),
    lvs_process_name: keyword({
      type: threadName,
      alias: "checker_process_name",
      outdated: "write checker_process_name",
      onChange: "live",
      doc: "The same as checker_process_name.",
    }),
    bfd_process_name: keyword({ type: threadName, onChange: "live", doc: "The same for BFD." }),
    min_auto_priority_delay: keyword({
      type: uint(1, 10_000_000, " microseconds"),
      default: SECOND,
      onChange: "live",
      doc: "How late that is.",
    }),
    random_seed: keyword({ type: uint(0, U32), onChange: "nothing", doc: "Without effect, as in keepalived." }),
  }),
  vrrp_priority: vrrp.priority,
  vrrp_no_swap: vrrp.noSwap,
  vrrp_rt_priority: vrrp.realtime,
  vrrp_cpu_affinity: vrrp.affinity,
  vrrp_rlimit_rttime: vrrp.limit,
  vrrp_rlimit_rtime: vrrp.limitMisspelt,
  checker_priority: checker.priority,
  checker_no_swap: checker.noSwap,
  checker_rt_priority: checker.realtime,
  checker_cpu_affinity: checker.affinity,
  checker_rlimit_rttime: checker.limit,
  checker_rlimit_rtime: checker.limitMisspelt,
  bfd_priority: bfd.priority,
  bfd_no_swap: bfd.noSwap,
  bfd_rt_priority: bfd.realtime,
  bfd_cpu_affinity: bfd.affinity,
  bfd_rlimit_rttime: bfd.limit,
  bfd_rlimit_rtime: bfd.limitMisspelt,
};

/** -1 and 0 are the same. */
function autoPriority(): Type<number> {
  const type = uint(-1, 99);
  return {
    ...type,
    read: (words, earlier) => {
      const value = type.read(words, earlier);
      return value === -1 ? 0 : value;
    },
  };
}
