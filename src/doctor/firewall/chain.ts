import type { Truth } from "./match.ts";

/** A chain of nftables or iptables, already compared with one advert. */
export type Chain = {
  /** "inet filter", or "filter" in iptables: the space in which chains find each other by name. */
  readonly table: string;
  readonly name: string;
  readonly base?: Base;
  readonly rules: readonly Rule[];
  /** The command of the tool that made it, for a cure: "nft", "iptables-legacy". */
  readonly tool: string;
};

/** How a chain is hung into the kernel. */
export type Base = { readonly hook: string; readonly priority: number; readonly policy: "accept" | "drop" };

export type Rule = {
  readonly matches: Truth;
  readonly verdict: Verdict;
  /** How the user finds it. */
  readonly text: string;
  /** What could not be judged, in the tool's words; empty unless `matches` is "maybe". */
  readonly doubts: readonly string[];
};

export type Verdict =
  | { readonly kind: "accept" | "drop" | "return" | "continue" }
  | { readonly kind: "jump" | "goto"; readonly chain: string };

export type Fate =
  | { readonly kind: "passes" }
  | { readonly kind: "dropped"; readonly by: string }
  | { readonly kind: "may be dropped"; readonly by: string; readonly doubts: readonly string[] };

type End = { readonly kind: "accept" | "return" | "continue" } | { readonly kind: "drop"; readonly by: string };

type Walk = {
  readonly chains: ReadonlyMap<string, Chain>;
  readonly doubts: Set<string>;
  /** Each chain is walked once, however many rules jump to it. */
  readonly ends: Map<string, readonly End[]>;
};

/**
 * What becomes of the advert in one base chain; `chains` are all of the same firewall. Every way is followed that rules which
 * cannot be judged leave open.
 */
export function judge(base: Chain, chains: readonly Chain[]): Fate {
  const neighbours = chains.filter((chain) => chain.table === base.table);
  const named = new Map(neighbours.map((chain) => [chain.name, chain]));
  const walk: Walk = { chains: named, doubts: new Set(), ends: new Map() };
  const ends = walkChain(base, walk);
  const drop = ends.find((end) => end.kind === "drop");
  if (drop === undefined) return { kind: "passes" };
  if (ends.every((end) => end.kind === "drop")) return { kind: "dropped", by: drop.by };
  return { kind: "may be dropped", by: drop.by, doubts: [...walk.doubts] };
}

function walkChain(chain: Chain, walk: Walk): readonly End[] {
  const ends: End[] = [];
  for (const rule of chain.rules) {
    if (rule.matches === "no" || rule.verdict.kind === "continue") continue;
    const here = follow(rule, walk);
    ends.push(...here.filter((end) => end.kind !== "continue"));
    if (rule.matches === "maybe") for (const doubt of rule.doubts) walk.doubts.add(doubt);
    else if (here.every((end) => end.kind !== "continue")) return settle(ends, chain);
  }
  return settle([...ends, { kind: "return" }], chain);
}

function follow(rule: Rule, walk: Walk): readonly End[] {
  const { verdict } = rule;
  switch (verdict.kind) {
    case "accept":
    case "return":
    case "continue":
      return [{ kind: verdict.kind }];
    case "drop":
      return [{ kind: "drop", by: rule.text }];
    case "jump":
      return visit(verdict.chain, walk).map((end) => (end.kind === "return" ? { kind: "continue" } : end));
    case "goto":
      return visit(verdict.chain, walk);
  }
}

function visit(name: string, walk: Walk): readonly End[] {
  const known = walk.ends.get(name);
  if (known !== undefined) return known;
  // The kernel refuses a loop of chains; a text from outside may hold one, and must not hang us.
  walk.ends.set(name, [{ kind: "return" }]);
  const chain = walk.chains.get(name);
  const ends = chain === undefined ? [{ kind: "return" } as const] : walkChain(chain, walk);
  walk.ends.set(name, ends);
  return ends;
}

/** The first end of each kind; the end of a base chain is its policy. */
function settle(ends: readonly End[], { base, name }: Chain): readonly End[] {
  const policy: End =
    base?.policy === "drop" ? { kind: "drop", by: `policy drop of chain ${name}` } : { kind: "accept" };
  const settled = ends.map((end) => (end.kind === "return" && base !== undefined ? policy : end));
  return settled.filter((end, index) => settled.findIndex(({ kind }) => kind === end.kind) === index);
}
