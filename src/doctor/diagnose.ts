import type { Configuration, Facts, Interface, Machine } from "./facts.ts";
import { type Finding, severities } from "./finding.ts";
import { diagnoseFirewall } from "./firewall.ts";
import { diagnoseHaproxy } from "./haproxy.ts";
import { diagnoseInterfaces } from "./interfaces.ts";
import { diagnosePeers } from "./peers.ts";
import { diagnoseScripts } from "./scripts.ts";

/**
 * Everything that is wrong with this router's configuration on this machine, and with its agreement with the other
 * routers' files; the gravest first.
 */
export function diagnose(own: Configuration, peers: readonly Configuration[], facts: Facts): readonly Finding[] {
  const { interfaces } = facts;
  const findings = [
    ...(interfaces ? diagnoseMachine(own, { ...facts, interfaces: withoutVirtual(own, interfaces) }) : []),
    ...diagnoseScripts(own, facts),
    ...diagnosePeers(own, peers, facts.heard),
    ...facts.gaps.map(({ what, reason, cure }): Finding => {
      return {
        severity: "note",
        name: "not-examined",
        what: `${what} was not examined: ${reason}.`,
        where: what,
        cure,
      };
    }),
  ];
  return sortFindings(findings);
}

export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function diagnoseMachine(own: Configuration, machine: Machine): readonly Finding[] {
  return [...diagnoseInterfaces(own, machine), ...diagnoseFirewall(own, machine), ...diagnoseHaproxy(own, machine)];
}

/** A router that is master just now has the virtual addresses; they are not its own. */
function withoutVirtual({ settings }: Configuration, interfaces: readonly Interface[]): readonly Interface[] {
  const virtual = settings.instances
    .filter(({ priority }) => priority !== 255)
    .flatMap((one) => [...one.addresses, ...one.excludedAddresses]);
  return interfaces.map((link) => ({
    ...link,
    addresses: link.addresses.filter(
      (own) => !virtual.some((one) => one.address === own.address && one.prefixLength === own.prefixLength),
    ),
  }));
}
