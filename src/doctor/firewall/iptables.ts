import { networkOf } from "../interval.ts";
import type { Base, Chain, Rule, Verdict } from "./chain.ts";
import { groupBy } from "./group.ts";
import { type Advert, advertField, all, any, negate, type Pattern, type Truth, unknown } from "./match.ts";

/**
 * The chains of an `iptables-save` text, compared with the advert; `tool` is the command that changes them. What is not
 * known here makes a rule a "maybe".
 */
export function readIptablesSave(text: string, tool: string, advert: Advert): readonly Chain[] {
  const tracked = !/NOTRACK|--notrack/.test(text);
  return text.split(/^\*/m).flatMap((section) => {
    const [table = "", ...lines] = section.split("\n");
    const appended = lines.map((line) => line.replace(/^\[\d+:\d+\] /, "")).filter((line) => line.startsWith("-A "));
    const rules = groupBy(appended, (line) => line.split(" ", 2)[1] ?? "");
    return lines.flatMap((line) => {
      const [, name, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
      if (name === undefined || policy === undefined) return [];
      const base = baseOf(table, name, policy);
      const mine = (rules.get(name) ?? []).map((one) => readRule(one, advert, tracked));
      return [{ table: `ip ${table}`, name, ...(base && { base }), rules: mine, tool }];
    });
  });
}

/** What a target decides. An extension that marks or logs lets the packet go on, like a chain that is not there. */
export function readTarget(name: string): Verdict {
  if (name === "ACCEPT") return { kind: "accept" };
  if (name === "DROP" || name === "REJECT") return { kind: "drop" };
  if (name === "RETURN") return { kind: "return" };
  return { kind: "jump", chain: name };
}

type Test = { readonly truth: Truth; readonly doubt: string };

/** An option with its arguments; `match` is the extension it belongs to. */
type Option = {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
  readonly match: string;
};

const HOOKS: { readonly [chain: string]: string } = {
  PREROUTING: "prerouting",
  INPUT: "input",
  OUTPUT: "output",
  POSTROUTING: "postrouting",
};

const PRIORITIES: { readonly [table: string]: number } = {
  raw: -300,
  mangle: -150,
  nat: -100,
  filter: 0,
  security: 50,
};

/** Options that ask something of every packet; in the order in which iptables-save writes them. */
const FIELDS: { readonly [option: string]: string } = {
  "-s": "source",
  "-d": "destination",
  "-i": "input interface",
  "-o": "output interface",
  "-p": "protocol",
  "--state": "connection state",
  "--ctstate": "connection state",
  "--pkt-type": "packet type",
  "--dst-type": "destination type",
  "--ttl-eq": "ttl",
};

/** Extensions of which every option is in FIELDS or is judged singly; all others are a doubt as a whole. */
const KNOWN_MATCHES = new Set(["", "comment", "state", "conntrack", "pkttype", "addrtype", "ttl"]);

function baseOf(table: string, chain: string, policy: string): Base | undefined {
  const hook = HOOKS[chain];
  if (hook === undefined || policy === "-") return undefined;
  return { hook, priority: PRIORITIES[table] ?? 0, policy: policy === "DROP" ? "drop" : "accept" };
}

/** Only comments, prefixes of logs and their like are written in quotes: nothing that is judged here. */
function readRule(line: string, advert: Advert, tracked: boolean): Rule {
  const bare = line.replace(/"(?:\\.|[^"\\])*"/g, "?");
  const options = readOptions(bare.split(/\s+/).slice(2));
  const target = options.find(({ name }) => name === "-j" || name === "-g");
  const tests = options.flatMap((option) => readTest(option, advert, tracked));
  const name = target?.values[0];
  const text = `rule "${line}"`;
  // A program decides about what is queued.
  const queued = name === "NFQUEUE" || name === "QUEUE";
  if (queued) tests.push({ truth: "maybe", doubt: name });
  return {
    matches: all(tests.map(({ truth }) => truth)),
    verdict: queued ? { kind: "drop" } : verdictOf(target?.name, name),
    text,
    doubts: tests.filter(({ truth }) => truth === "maybe").map(({ doubt }) => doubt),
  };
}

function verdictOf(option: string | undefined, target: string | undefined): Verdict {
  if (target === undefined) return { kind: "continue" };
  return option === "-g" ? { kind: "goto", chain: target } : readTarget(target);
}

/** The options up to the target; those behind it are the target's own and decide nothing. */
function readOptions(words: readonly string[]): readonly Option[] {
  const options: (Option & { readonly values: string[] })[] = [];
  const end = words.findIndex((word) => word === "-j" || word === "-g");
  let negated = false;
  for (const word of end < 0 ? words : words.slice(0, end + 2)) {
    if (word === "!") negated = true;
    else if (word.startsWith("-")) {
      const match = word.startsWith("--") ? (options.findLast(({ name }) => name === "-m")?.values[0] ?? "") : "";
      options.push({ name: word, values: [], negated, match });
      negated = false;
    } else options.at(-1)?.values.push(word);
  }
  return options;
}

function readTest({ name, values, negated, match }: Option, advert: Advert, tracked: boolean): Test[] {
  const [value = ""] = values;
  if (name === "-j" || name === "-g" || match === "comment") return [];
  if (name === "-m") return KNOWN_MATCHES.has(value) ? [] : [{ truth: "maybe", doubt: `-m ${value}` }];
  // The extension as a whole is a doubt already.
  if (!KNOWN_MATCHES.has(match)) return [];
  // The second and further fragments of a packet.
  if (name === "-f") return [{ truth: negated ? "yes" : "no", doubt: name }];
  const field = FIELDS[name];
  const asked =
    field === undefined || (field === "connection state" && !tracked) ? unknown : advertField(field, advert);
  const patterns = value.split(",").map((one) => readPattern(one, name));
  const truth = any(patterns.map((pattern) => (pattern === undefined ? "maybe" : asked(pattern))));
  return [{ truth: negated ? negate(truth) : truth, doubt: name }];
}

function readPattern(value: string, option: string): Pattern | undefined {
  if (option === "-s" || option === "-d") {
    const [address = "", length = "32"] = value.split("/");
    // A mask with holes is written out as an address.
    return /^\d+$/.test(length) ? networkOf(address, Number(length)) : undefined;
  }
  if (option === "--ttl-eq") return { from: Number(value), to: Number(value) };
  if (option === "-i" || option === "-o") return value.replace(/\+$/, "*");
  return value.toLowerCase();
}
