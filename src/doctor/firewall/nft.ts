import { networkOf } from "../interval.ts";
import type { Chain, Rule, Verdict } from "./chain.ts";
import { groupBy } from "./group.ts";
import { readTarget } from "./iptables.ts";
import { type Advert, advertField, all, any, type Field, negate, type Pattern, type Truth, unknown } from "./match.ts";

/**
 * The chains of `nft -j list ruleset` (libnftables-json(5)) that see IPv4, compared with the advert; undefined when the
 * text is no ruleset. What is not known here makes a rule a "maybe".
 */
export function readNftRuleset(text: string, advert: Advert): readonly Chain[] | undefined {
  const objects = parseObjects(text);
  if (objects === undefined) return undefined;
  const context: Context = { advert, sets: readSets(objects), tracked: !text.includes('"notrack"') };
  const rules = groupBy(every(objects, "rule"), (rule) => `${tableOf(rule)} ${rule.chain}`);
  const asleep = new Set(
    every(objects, "table")
      .filter(isDormant)
      .map((table) => `${table.family} ${table.name}`),
  );
  return every(objects, "chain")
    .filter((chain) => FAMILIES.includes(chain.family) && !asleep.has(tableOf(chain)) && hangsOn(chain, advert))
    .map((chain) => readChain(chain, rules.get(`${tableOf(chain)} ${chain.name}`) ?? [], context));
}

type Json = { readonly [key: string]: unknown };

type Context = {
  readonly advert: Advert;
  /** Elements of named sets and maps. */
  readonly sets: ReadonlyMap<string, readonly unknown[]>;
  readonly tracked: boolean;
};

type Test = { readonly truth: Truth; readonly doubt: string };

type Way = readonly [Test, Verdict];

const ALWAYS: Test = { truth: "yes", doubt: "" };

const FAMILIES: readonly unknown[] = ["ip", "inet", "netdev"];

/** Statements that neither decide nor depend on anything. */
const PASSING = new Set(["counter", "log", "mangle", "notrack", "dup", "secmark", "ct helper", "ct expectation"]);

const VERDICTS = {
  accept: { kind: "accept" },
  drop: { kind: "drop" },
  reject: { kind: "drop" },
  return: { kind: "return" },
  continue: { kind: "continue" },
} as const satisfies { readonly [word: string]: Verdict };

/** nft's expressions and what they ask of an advert. */
const FIELDS: { readonly [expression: string]: string } = {
  "meta l4proto": "protocol",
  "meta nfproto": "family",
  "meta protocol": "family",
  "meta iif": "input interface",
  "meta iifname": "input interface",
  "meta oif": "output interface",
  "meta oifname": "output interface",
  "meta pkttype": "packet type",
  "ct state": "connection state",
  "ct direction": "connection direction",
  "ct status": "connection status",
  "ip protocol": "protocol",
  "ip saddr": "source",
  "ip daddr": "destination",
  "ip ttl": "ttl",
  "ip version": "version",
  "ip frag-off": "fragment",
};

/** A header that no advert has: a rule that looks into one never matches, whatever it looks for. */
const ABSENT = new Set(["tcp", "udp", "udplite", "sctp", "dccp", "icmp", "igmp", "icmpv6", "ip6", "arp", "ah", "esp"]);

function readChain(chain: Json, rules: readonly Json[], context: Context): Chain {
  const { hook, prio } = chain;
  const base = typeof hook === "string" && {
    hook,
    priority: typeof prio === "number" ? prio : 0,
    policy: chain.policy === "drop" ? ("drop" as const) : ("accept" as const),
  };
  return {
    table: tableOf(chain),
    name: String(chain.name),
    ...(base && { base }),
    rules: [...deviceDoubt(chain), ...rules.flatMap((rule) => readRule(rule, context))],
    tool: "nft",
  };
}

/** A rule for each verdict: one for every way out of a verdict map. */
function readRule(rule: Json, context: Context): readonly Rule[] {
  const text = `rule with handle ${rule.handle} of chain ${rule.chain}`;
  const tests: Test[] = [];
  const rules: Rule[] = [];
  for (const [kind, body] of list(rule.expr).flatMap(entries)) {
    const ways = readWays(kind, body, context, tableOf(rule));
    if (ways === undefined) tests.push(...readTests(kind, body, context, tableOf(rule)));
    else rules.push(...ways.map(([test, verdict]) => makeRule([...tests, test], verdict, text)));
  }
  return rules;
}

function makeRule(tests: readonly Test[], verdict: Verdict, text: string): Rule {
  const matches = all(tests.map((test) => test.truth));
  return { matches, verdict, text, doubts: tests.filter(({ truth }) => truth === "maybe").map(({ doubt }) => doubt) };
}

/** The verdicts of a statement, each with its condition; undefined when it has none to give. */
function readWays(kind: string, body: unknown, context: Context, table: string): readonly Way[] | undefined {
  if (kind === "vmap") return readVerdictMap(body, context, table);
  // A program or another device decides.
  if (kind === "queue" || kind === "fwd") return [[{ truth: "maybe", doubt: kind }, { kind: "drop" }]];
  const xtables = kind === "xt" && read(body, "type") === "target";
  const verdict = xtables ? readTarget(String(read(body, "name"))) : readVerdict(kind, body);
  return verdict && [[ALWAYS, verdict]];
}

function readVerdictMap(vmap: unknown, context: Context, table: string): readonly Way[] {
  const key = read(vmap, "key");
  const doubt = nameOf(key);
  const elements = alternatives(read(vmap, "data"), context, table);
  if (elements === undefined) return [[{ truth: "maybe", doubt }, { kind: "drop" }]];
  return elements.map(list).map(([pattern, verdict]) => {
    const [kind, body] = entries(verdict)[0] ?? ["continue", null];
    const truth = compare(key, bare(pattern), context);
    return [{ truth, doubt }, readVerdict(kind, body) ?? { kind: "continue" }];
  });
}

function readTests(kind: string, body: unknown, context: Context, table: string): readonly Test[] {
  if (kind === "match" && isRecord(body)) return [readMatch(body, context, table)];
  return PASSING.has(kind) ? [] : [{ truth: "maybe", doubt: kind }];
}

function readVerdict(kind: string, body: unknown): Verdict | undefined {
  if (kind === "jump" || kind === "goto") return { kind, chain: String(read(body, "target")) };
  const known: { readonly [word: string]: Verdict } = VERDICTS;
  return known[kind];
}

function readMatch({ op, left, right }: Json, context: Context, table: string): Test {
  const doubt = nameOf(left);
  if (isAbsent(left)) return { truth: "no", doubt };
  const patterns = typeof right === "number" ? compareNumber(op, right) : alternatives(right, context, table);
  if (patterns === undefined) return { truth: "maybe", doubt };
  const truth = any(patterns.map((pattern) => compare(left, bare(pattern), context)));
  return { truth: op === "!=" ? negate(truth) : truth, doubt };
}

/** `ip ttl < 255` is a range like any other. */
function compareNumber(op: unknown, number: number): readonly unknown[] {
  if (op === "<") return [{ range: [0, number - 1] }];
  if (op === "<=") return [{ range: [0, number] }];
  if (op === ">") return [{ range: [number + 1, Number.MAX_SAFE_INTEGER] }];
  if (op === ">=") return [{ range: [number, Number.MAX_SAFE_INTEGER] }];
  return [number];
}

/** The members of a set, of a list or of a named set; undefined when the set is not in the ruleset. */
function alternatives(right: unknown, { sets }: Context, table: string): readonly unknown[] | undefined {
  if (typeof right === "string" && right.startsWith("@")) return sets.get(`${table} ${right.slice(1)}`);
  const set = read(right, "set");
  if (Array.isArray(set)) return set;
  return Array.isArray(right) ? right : [right];
}

function compare(left: unknown, pattern: unknown, context: Context): Truth {
  const fields = read(left, "concat");
  const parts = read(pattern, "concat");
  if (Array.isArray(fields) && Array.isArray(parts)) {
    return all(fields.map((field, index) => compare(field, bare(parts[index]), context)));
  }
  if (isAbsent(left)) return "no";
  const known = readPattern(pattern);
  return known === undefined ? "maybe" : fieldOf(left, context)(known);
}

function fieldOf(left: unknown, { advert, tracked }: Context): Field {
  if (read(left, "ct") !== undefined && !tracked) return unknown;
  const name = nameOf(left);
  // Whatever is masked out of a field that is 0 throughout is 0.
  if (name === "ip frag-off &") return advertField("fragment", advert);
  // Only what arrives has its link-layer header already.
  if (name === "ether type") return advert.direction === "in" ? advertField("family", advert) : unknown;
  if (name === "fib daddr type") return advertField("destination type", advert);
  return advertField(FIELDS[name] ?? name, advert);
}

function isAbsent(left: unknown): boolean {
  const inner = list(read(left, "&"))[0] ?? left;
  return ABSENT.has(String(read(read(inner, "payload"), "protocol"))) || read(inner, "tcp option") !== undefined;
}

/** As nft writes the expression, near enough for the user to find it. */
function nameOf(left: unknown): string {
  const [kind, body] = entries(left)[0] ?? ["?", null];
  if (kind === "&") return `${nameOf(list(body)[0])} &`;
  if (kind === "concat") return list(body).map(nameOf).join(" . ");
  if (kind === "payload") return `${read(body, "protocol") ?? read(body, "base")} ${read(body, "field") ?? "bytes"}`;
  if (kind === "fib") return `fib ${list(read(body, "flags")).join(" . ")} ${read(body, "result")}`;
  const key = read(body, "key");
  return key === undefined ? kind : `${kind} ${key}`;
}

function readPattern(value: unknown): Pattern | undefined {
  if (typeof value === "number") return { from: value, to: value };
  if (typeof value === "string") return networkOf(value) ?? value;
  const prefix = read(value, "prefix");
  if (isRecord(prefix)) return networkOf(String(prefix.addr), Number(prefix.len));
  const [from, to] = list(read(value, "range")).map(readPattern);
  return typeof from === "object" && typeof to === "object" ? { from: from.from, to: to.to } : undefined;
}

/** An element of a set may be wrapped with its counter, timeout or comment. */
function bare(element: unknown): unknown {
  const wrapped = read(element, "elem");
  return wrapped === undefined ? element : read(wrapped, "val");
}

function readSets(objects: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const sets = [...every(objects, "set"), ...every(objects, "map")];
  return new Map(sets.map((set) => [`${tableOf(set)} ${set.name}`, list(set.elem)]));
}

function isDormant(table: Json): boolean {
  return [table.flags].flat().includes("dormant");
}

/** A chain at a device sees that device only. */
function hangsOn(chain: Json, advert: Advert): boolean {
  return chain.dev === undefined || [chain.dev].flat().includes(advert.interface);
}

/** nft 1.0.6 leaves the device out of its JSON; newer ones name it. */
function deviceDoubt(chain: Json): readonly Rule[] {
  const hook = chain.hook;
  if ((hook !== "ingress" && hook !== "egress") || chain.dev !== undefined) return [];
  return [{ matches: "maybe", verdict: { kind: "accept" }, text: "", doubts: ["the device of the chain"] }];
}

function tableOf(object: Json): string {
  return `${object.family} ${object.table}`;
}

function parseObjects(text: string): readonly unknown[] | undefined {
  try {
    const objects = read(JSON.parse(text), "nftables");
    return Array.isArray(objects) ? objects : undefined;
  } catch {
    return undefined;
  }
}

/** The objects of one kind. */
function every(objects: readonly unknown[], kind: string): readonly Json[] {
  return objects.map((object) => read(object, kind)).filter(isRecord);
}

function read(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
