import { quote } from "../../problem.ts";
import { peek, refuse, take } from "../../reader.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import type { Word } from "../../source/words.ts";
import { uint } from "../../types/numbers.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";
import { flag, optional, word } from "../../types/text.ts";

type Chains = { readonly in: string; readonly out?: string };

/** iptables-extensions: XT_EXTENSION_MAXNAMELEN less the NUL. */
const chain = word("chain", 28);

/** With one name there is no chain for what goes out. */
const chains: Type<Chains> = {
  syntax: "[<chain for input> [<chain for output>]]",
  schema: { type: "object", properties: { in: { type: "string" }, out: { type: "string" } } },
  examples: { good: ["", "KEEP_IN", "KEEP_IN KEEP_OUT"], bad: ["x".repeat(29), `KEEP_IN ${"x".repeat(29)}`] },
  json: (value) => value,
  print: ({ in: input, out }) => statement([input, ...(out === undefined ? [] : [out])].map(quoteWord).join(" ")),
  read: (words) => {
    if (peek(words) === undefined) return { in: "INPUT", out: "OUTPUT" };
    const input = chain.read(words, undefined);
    if (input === undefined || peek(words) === undefined) return input === undefined ? undefined : { in: input };
    const out = chain.read(words, undefined);
    return out === undefined ? undefined : { in: input, out };
  },
};

/** What the names of the sets end in: IPv4, IPv6, IPv6 with interface, IGMP, MLD, neighbour discovery of virtual MACs. */
const setEndings = ["", "6", "_if6", "_igmp", "_mld", "_nd"] as const;

function setNames(first: string): readonly string[] {
  return setEndings.map((ending) => first + ending);
}

/** Names that are not given begin with the first; none at all: no sets. */
const sets: Type<readonly string[]> = {
  syntax: "[<IPv4> [<IPv6> [<IPv6 and interface> [<IGMP> [<MLD> [<neighbour discovery>]]]]]]",
  schema: { type: "array", items: { type: "string" } },
  examples: { good: ["", "set", "set4 set6 set6if", "a b c d e f"], bad: ["a a", "a b c d e a", "a b a_if6 d a_if6"] },
  json: (value) => value,
  print: (value) => statement(value.map(quoteWord).join(" ")),
  read: (words) => {
    const given: Word[] = [];
    for (let name = take(words); name !== undefined; name = given.length < setEndings.length ? take(words) : undefined)
      given.push(name);
    const names = setNames(given[0]?.text ?? "").map((name, index) => given[index]?.text ?? name);
    const twin = given.find(({ text }) => names.filter((name) => name === text).length > 1);
    if (given.length === 0 || twin === undefined) return given.length === 0 ? [] : names;
    return refuse(words, "value-wrong", twin.place, `two sets would have the name ${quote(twin.text)}`, "name each");
  },
};

const I32 = 2_147_483_648;
const priority = uint(-I32, I32 - 1);

/** How packets to addresses of `no_accept` are kept out. Without such an address none of this does anything. */
export const firewallKeywords = needing("configuration", {
  vrrp_iptables: keyword({
    type: chains,
    onChange: "live",
    otherwise: "off",
    doc: "iptables is used, in these chains.",
  }),
  vrrp_ipsets: keyword({
    type: sets,
    default: setNames("keepalived"),
    onChange: "live",
    doc: "The sets that the rules of iptables look into; no names: a rule for each address.",
  }),
  nftables: keyword({
    type: optional(word("table"), "keepalived"),
    once: true,
    onChange: "refused",
    otherwise: "off, but on when a firewall is needed without vrrp_iptables",
    doc: "nftables is used, in this table.",
  }),
  nftables_priority: keyword({ type: priority, default: -1, onChange: "live", doc: "Priority of its chains." }),
  nftables_ifindex: keyword({ type: flag, onChange: "live", doc: "Its sets hold numbers of interfaces, not names." }),
  nftables_counters: keyword({ type: flag, onChange: "live", doc: "Its rules count." }),
});
