import { need, take } from "../reader.ts";
import { type Infer, keyword, needing, type Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { seconds, uint } from "../types/numbers.ts";
import { orBare } from "../types/optional.ts";
import { quoteWord } from "../types/spelling.ts";
import { statement } from "../types/statement.ts";
import { choice, flag } from "../types/text.ts";
import { weightUpTo } from "../types/weight.ts";
import { weightOnce } from "./weight-once.ts";

/** The name of a program and the arguments it must have. */
const program: Type<readonly string[]> = {
  syntax: "<program> [<argument> …]",
  schema: { type: "array", items: { type: "string" } },
  examples: { good: ["haproxy", "haproxy -f /etc/haproxy.cfg", '"/usr/bin/my program" "an argument"'], bad: [""] },
  json: (value) => value,
  print: (value) => statement(value.map(quoteWord).join(" ")),
  read: (words) => {
    const found: string[] = [];
    for (let word: Word | undefined = need(words, program.syntax); word !== undefined; word = take(words))
      found.push(word.text);
    return found.length === 0 ? undefined : found;
  },
};

const delay = seconds(0.000001, 3600);

/** `vrrp_track_process <name> { … }` */
export const trackProcess = needing("track processes", {
  process: keyword({
    type: program,
    onChange: "restart",
    otherwise: "required",
    doc: "The program; with arguments it is compared with the whole command line.",
  }),
  param_match: keyword({
    type: orBare(choice("initial", "partial"), "exact"),
    default: "exact",
    onChange: "restart",
    doc: "partial: further arguments may follow; initial: so they may, and the last one may be only a beginning.",
  }),
  full_command: keyword({
    type: flag,
    onChange: "restart",
    doc: "The whole first word of the command line is compared, not the 15 characters that the kernel has.",
  }),
  weight: keyword({
    type: weightOnce(weightUpTo(254), 0),
    default: { weight: 0 },
    onChange: "live",
    doc: "What running (or, if negative, not running) adds to the priority of those who track it; 0: it is a fault.",
  }),
  quorum: keyword({
    type: uint(1, 65_535),
    default: 1,
    onChange: "live",
    otherwise: "1; with quorum_max 0 none",
    doc: "How many there must be.",
  }),
  quorum_max: keyword({ type: uint(0, 65_535), onChange: "live", otherwise: "any", doc: "How many there may be." }),
  delay: keyword({
    type: delay,
    onChange: "live",
    otherwise: "none",
    doc: "Sets terminate_delay and fork_delay.",
  }),
  terminate_delay: keyword({
    type: delay,
    onChange: "live",
    inherits: ["delay"],
    otherwise: "none",
    doc: "How long there may be too few before it counts.",
  }),
  fork_delay: keyword({
    type: delay,
    onChange: "live",
    inherits: ["delay"],
    otherwise: "none",
    doc: "How long there must be enough before it counts.",
  }),
});

export type TrackProcess = Infer<typeof trackProcess>;
