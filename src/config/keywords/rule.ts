import type { Schema } from "../json.ts";
import { type Given, readOptions, refuse, type Words } from "../reader.ts";
import { type AnyTable, type Infer, keyword, needing, type Type } from "../schema.ts";
import { items, type Placed } from "../types/blocks.ts";
import { type Family, familyOf, oneFamily, type Prefix } from "../types/ip.ts";
import { jsonOfOptions, printOptions, schemaOfOptions } from "../types/options.ts";
import { word } from "../types/text.ts";
import { ruleOptions } from "./rule-options.ts";
import { withTrackedProtocol } from "./tracked-protocol.ts";

const virtualOptions = needing("routes", ruleOptions);

const staticOptions = needing("static items", {
  ...ruleOptions,
  track_group: keyword({
    type: word("track group"),
    once: true,
    onChange: "rehold",
    otherwise: "none",
    doc: "The instances of this group give up when the rule is lost; the rule must have a dev.",
  }),
});

type Options = Partial<Infer<typeof staticOptions>>;

/** The words that the other fields of a rule tell. */
type Folded = "inet" | "inet6" | "from" | "to" | "preference" | "type" | Action["kind"];
type Aliases = "lookup" | "order" | "priority" | "dsfield" | "sup_pl" | "sup_group" | "iif";

const plainActions = ["nop", "blackhole", "unreachable", "prohibit", "l3mdev"] as const;

/** What becomes of the packets. */
export type Action =
  | { readonly kind: "table"; readonly table: number }
  | { readonly kind: "goto"; readonly preference: number }
  | { readonly kind: (typeof plainActions)[number] };

/** A rule as it is asked of the kernel; the fields that are not described here are options of the table. */
export type Rule = Omit<Options, Aliases | Folded> &
  Placed & {
    readonly family: Family;
    /** Absent: any. */
    readonly from?: Prefix;
    readonly to?: Prefix;
    readonly preference: number;
    readonly action: Action;
  };

/** Of `virtual_rules`. */
export const virtualRules = ruleItems(virtualOptions, (line) => readOptions(line, virtualOptions, line.owner), {
  good: ["from 192.0.2.0/24 table 100 preference 5 no_track"],
  bad: ["from 192.0.2.0/24 table 100 preference 5 dev eth1 track_group G"],
});

/** Of `static_rules`. */
export const staticRules = ruleItems(staticOptions, (line) => readOptions(line, staticOptions, line.owner), {
  good: ["from 192.0.2.0/24 table 100 preference 5 dev eth1 track_group G"],
  bad: ["from 192.0.2.0/24 table 100 preference 5 track_group G"],
});

function ruleItems(
  table: AnyTable,
  optionsOf: (line: Words) => Given<Options> | undefined,
  examples: Type<unknown>["examples"],
): Type<readonly Rule[]> {
  return items<Rule>({
    syntax: "[from <IP address>[/<length>]] [to …] preference <n> table <table>|<other action> [<option> …]",
    examples: {
      good: [
        "from 192.0.2.0/24 table 100 preference 5",
        "not to 2001:db8::/32 lookup main priority 0x64",
        "inet6 fwmark 5/0xff table 100 order 6",
        "iif eth1 oif eth2 blackhole preference 7",
        "from any goto 200 preference 100",
        "uidrange 1-5 ipproto tcp sport 80 dport 1024-2047 type prohibit preference 8",
        "l3mdev preference 9",
        ...examples.good,
      ],
      bad: [
        "from 192.0.2.0/24 table 100",
        "from 192.0.2.0/24 preference 5",
        "from 192.0.2.0/24 to 2001:db8::/32 table 100 preference 5",
        "from 2001:db8::/32 table 100 realms 5 preference 5",
        "inet from 2001:db8::/32 table 100 preference 5",
        "table 100 nop preference 5",
        "table 100 table 101 preference 5",
        "goto 5 preference 5",
        "nop suppress_prefixlength 5 preference 5",
        "192.0.2.0/24 table 100 preference 5",
        ...examples.bad,
      ],
    },
    table,
    schema: schemaOfRules(table),
    json: (rule) => {
      const { family, preference } = rule;
      return { family, preference, ...jsonOfOptions(table, { ...rule, ...optionOf(rule.action) }) };
    },
    print: (rule) => {
      const { family, from, to } = rule;
      const options = printOptions(table, { ...rule, ...optionOf(rule.action) });
      return [...(family === "inet6" && from === undefined && to === undefined ? [family] : []), ...options].join(" ");
    },
    read: (line) => {
      const options = optionsOf(line);
      return options === undefined ? undefined : ruleOf(line, options);
    },
  });
}

function schemaOfRules(table: AnyTable): Schema {
  const told: readonly string[] = ["inet", "inet6", "type"];
  const rest = Object.fromEntries(Object.entries(table).filter(([name]) => !told.includes(name)));
  return schemaOfOptions(rest, { family: { enum: ["inet", "inet6"] } });
}

/** The action as an option of the table. */
function optionOf(action: Action): { readonly [option: string]: unknown } {
  switch (action.kind) {
    case "table":
      return { table: action.table };
    case "goto":
      return { goto: action.preference };
    case "nop":
    case "blackhole":
    case "unreachable":
    case "prohibit":
    case "l3mdev":
      return { [action.kind]: true };
  }
}

function ruleOf(line: Words, given: Given<Options>): Rule | undefined {
  const { place } = line.owner;
  const { inet, inet6, type, from, to, preference, table, goto: target, ...rest } = given;
  const { nop, blackhole, unreachable, prohibit, l3mdev, ...options } = rest;
  const family = familyIn(line, given);
  const action = actionIn(line, given);
  if (family === undefined || action === undefined) return undefined;
  if (options.track_group !== undefined && options.dev === undefined) {
    return refuse(line, "item-option", place, "a rule of a track_group needs a dev", "add dev <interface>");
  }
  if (preference === undefined) {
    const cure = "add preference <n>, below 32766 to come before the table main";
    return refuse(line, "rule-without-preference", place, "this rule has no preference", cure);
  }
  if (action.kind === "goto" && action.preference <= preference) {
    const message = `goto ${action.preference} does not lead to a later rule than ${preference}`;
    return refuse(line, "item-option", place, message, `choose a preference below ${action.preference}`);
  }
  return withTrackedProtocol(line, {
    place,
    family,
    preference,
    action,
    ...(isPrefix(from) && { from }),
    ...(isPrefix(to) && { to }),
    ...options,
  });
}

function isPrefix(side: Prefix | "any" | undefined): side is Prefix {
  return side !== undefined && side !== "any";
}

function familyIn(line: Words, given: Given<Options>): Family | undefined {
  const sides = [given.from, given.to].filter(isPrefix);
  const told = sides.map(({ address }) => [address, familyOf(address)] as const);
  for (const name of ["inet", "inet6"] as const) if (given[name] !== undefined) told.push([name, name]);
  if (given.realms !== undefined) told.push(["realms", "inet"]);
  return oneFamily(line, "rule", told);
}

/** Exactly one; some options are of no use without a table. */
function actionIn(line: Words, given: Given<Options>): Action | undefined {
  const { place } = line.owner;
  const found: Action[] = plainActions.filter((name) => given[name] !== undefined).map((kind) => ({ kind }));
  if (given.table !== undefined) found.push({ kind: "table", table: given.table });
  if (given.goto !== undefined) found.push({ kind: "goto", preference: given.goto });
  const [action, second] = found;
  if (action === undefined) {
    return refuse(line, "item-option", place, "this rule does nothing", "add table <table>, or another action");
  }
  if (second !== undefined) {
    const message = `\`${action.kind}\` and \`${second.kind}\` in one rule: only one thing can be done`;
    return refuse(line, "item-option", place, message, "make two rules of it");
  }
  const idle = ["realms", "suppress_prefixlength", "suppress_ifgroup"] as const;
  const odd = action.kind === "table" ? undefined : idle.find((name) => given[name] !== undefined);
  if (odd === undefined) return action;
  return refuse(line, "item-option", place, `\`${odd}\` needs a table to ask`, "add table <table>");
}
