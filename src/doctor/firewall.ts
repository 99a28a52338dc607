import type { InstanceSettings } from "../core/vrrp/settings.ts";
import type { Configuration, Firewall, Interface, Machine } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { type Chain, type Fate, judge } from "./firewall/chain.ts";
import { readIptablesSave } from "./firewall/iptables.ts";
import type { Advert } from "./firewall/match.ts";
import { readNftRuleset } from "./firewall/nft.ts";
import { type Interval, networkOf } from "./interval.ts";

/** Protocol 112 that a chain of nftables or iptables drops on its way in or out, at each interface once. */
export function diagnoseFirewall({ settings }: Configuration, facts: Machine): readonly Finding[] {
  const links = facts.interfaces.flatMap((link) => {
    const instance = settings.instances.find((one) => one.interface === link.name);
    return instance ? [{ link, instance }] : [];
  });
  const adverts = links.flatMap(({ link, instance }) =>
    (["in", "out"] as const).map((direction) => {
      return { direction, interface: link.name, sources: sourcesOf(direction, link, instance) };
    }),
  );
  const [some] = adverts;
  const { nftRuleset } = facts.firewall;
  const unreadable = some && nftRuleset !== undefined && readNftRuleset(nftRuleset, some) === undefined;
  return [...(unreadable ? [UNREADABLE] : []), ...adverts.flatMap((advert) => diagnoseAdvert(advert, facts.firewall))];
}

const UNREADABLE: Finding = {
  severity: "note",
  name: "not-examined",
  what: 'The rules of nftables were not examined: "nft -j list ruleset" did not print a ruleset in JSON.',
  where: "nft -j list ruleset",
  cure: "install an nft with support for JSON",
};

const HOOKS: { readonly [Direction in Advert["direction"]]: readonly string[] } = {
  in: ["ingress", "prerouting", "input"],
  out: ["output", "postrouting", "egress"],
};

/** A peer has an address of the link; our own is known. Without either nothing is. */
function sourcesOf(direction: Advert["direction"], link: Interface, instance: InstanceSettings): readonly Interval[] {
  const own = instance.sourceAddress ?? link.addresses[0]?.address ?? "";
  const networks = link.addresses.filter(({ prefixLength }) => prefixLength < 32);
  const sources =
    direction === "out" ? [networkOf(own)] : networks.map((one) => networkOf(one.address, one.prefixLength));
  return sources.filter((one) => one !== undefined);
}

function diagnoseAdvert(advert: Advert, firewall: Firewall): readonly Finding[] {
  const hooks = HOOKS[advert.direction];
  return readFirewalls(advert, firewall).flatMap((chains) =>
    chains
      .filter(({ base }) => base !== undefined && hooks.includes(base.hook))
      .toSorted((one, other) => (one.base?.priority ?? 0) - (other.base?.priority ?? 0))
      .flatMap((chain) => describe(chain, judge(chain, chains), advert)),
  );
}

/**
 * The chains of each firewall: nftables, and the legacy tables beside it. nft sees everything but the inside of
 * iptables' extensions; iptables knows that of its own chains.
 */
function readFirewalls(advert: Advert, { nftRuleset, saves }: Firewall): readonly (readonly Chain[])[] {
  const nft = nftRuleset === undefined ? [] : (readNftRuleset(nftRuleset, advert) ?? []);
  const read = (inNftables: boolean) =>
    saves
      .filter((save) => save.inNftables === inNftables)
      .flatMap((save) => readIptablesSave(save.text, save.command, advert));
  const twins = read(true);
  if (nftRuleset === undefined) return [twins, read(false)];
  const named = new Map(twins.map((twin) => [`${twin.table} ${twin.name}`, twin]));
  const merged = nft.map((chain): Chain => {
    const twin = named.get(`${chain.table} ${chain.name}`);
    if (twin === undefined) return chain;
    const opaque = chain.rules.some(({ doubts }) => doubts.includes("xt"));
    return { ...chain, tool: twin.tool, rules: opaque ? twin.rules : chain.rules };
  });
  return [merged, read(false)];
}

function describe(chain: Chain, fate: Fate, advert: Advert): readonly Finding[] {
  if (fate.kind === "passes") return [];
  const inward = advert.direction === "in";
  const way = `VRRP adverts (IP protocol 112) ${inward ? "arriving at" : "leaving"} ${advert.interface}`;
  const doubt = fate.kind === "dropped" ? "" : `, depending on what cannot be judged here (${fate.doubts.join(", ")})`;
  const effect = inward
    ? "this router does not hear the other and becomes MASTER beside it"
    : "the other router does not hear this one and becomes MASTER beside it";
  return [
    {
      severity: fate.kind === "dropped" ? "error" : "warning",
      name: "protocol-dropped",
      what: `${way} ${fate.kind === "dropped" ? "are" : "may be"} dropped by the firewall's ${fate.by}${doubt}: ${effect}.`,
      where: `${chain.tool}, table ${chain.table}, chain ${chain.name}`,
      cure: "let VRRP through now, and in the firewall's own configuration so that it lasts",
      command: commandOf(chain, advert),
    },
  ];
}

/** An accept in front of everything else in the chain that the kernel calls. */
function commandOf({ table, name, tool, base }: Chain, advert: Advert): string {
  const device = base?.hook === "ingress" || base?.hook === "egress";
  const inward = advert.direction === "in";
  if (tool !== "nft") {
    const option = table === "ip filter" ? "" : `-t ${table.replace("ip ", "")} `;
    return `${tool} ${option}-I ${name} ${inward ? "-i" : "-o"} ${advert.interface} -p 112 -j ACCEPT`;
  }
  // firewalld owns its table, and lays it anew at every reload.
  if (table.endsWith(" firewalld")) {
    const zone = `$(firewall-cmd --get-zone-of-interface=${advert.interface})`;
    return `firewall-cmd --permanent --zone="${zone}" --add-protocol=vrrp && firewall-cmd --reload`;
  }
  const match = device ? "" : `${inward ? "iifname" : "oifname"} ${advert.interface} `;
  return `nft insert rule ${table} ${name} ${match}ip protocol 112 accept`;
}
