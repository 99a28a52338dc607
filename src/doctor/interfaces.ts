import type { InstanceSettings, VirtualAddress } from "../core/vrrp/settings.ts";
import type { Configuration, Interface, Machine } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { isWithin, networkOf } from "./interval.ts";
import { placeOf } from "./place.ts";

/** Interfaces that are missing, down or of no use to VRRP, and addresses that do not belong on theirs. */
export function diagnoseInterfaces(configuration: Configuration, { interfaces }: Machine): readonly Finding[] {
  return configuration.settings.instances.flatMap((instance) => {
    const at = (word: string) => placeOf(configuration, "vrrp_instance", instance.name, word);
    const own = diagnoseOwn(instance, interfaces, at("interface"));
    const others = [...instance.trackedInterfaces, ...instance.addresses, ...instance.excludedAddresses]
      .map((one) => one.interface)
      .filter((name) => name !== instance.interface);
    const lost = [...new Set(others)].flatMap((name) => diagnoseLink(name, interfaces, at(name), instance) ?? []);
    const addresses = [...instance.addresses, ...instance.excludedAddresses];
    return [...own, ...lost, ...addresses.flatMap((one) => diagnoseAddress(one, interfaces, at(one.address)))];
  });
}

function diagnoseOwn(instance: InstanceSettings, interfaces: readonly Interface[], where: string): readonly Finding[] {
  const name = instance.interface;
  const fault = diagnoseLink(name, interfaces, where, instance);
  const link = interfaces.find((one) => one.name === name);
  if (link === undefined || fault?.name === "interface-down") return fault ? [fault] : [];
  const findings = fault ? [fault] : [];
  if (!link.multicast) {
    findings.push({
      severity: "error",
      name: "interface-no-multicast",
      what: `${name} does not carry multicast, by which the routers hear each other: ${instance.name} stays in FAULT.`,
      where,
      cure: "let it carry multicast",
      command: `ip link set dev ${name} multicast on`,
    });
  }
  if (link.addresses.length === 0 && instance.sourceAddress === undefined) {
    findings.push({
      severity: "error",
      name: "interface-no-address",
      what: `${name} has no IPv4 address of its own to send adverts from: ${instance.name} stays in FAULT.`,
      where,
      cure: `give ${name} an address of the network that the routers share, or set mcast_src_ip`,
    });
  }
  return findings;
}

/** What keeps a link from working. */
function diagnoseLink(
  name: string,
  interfaces: readonly Interface[],
  where: string,
  instance: InstanceSettings,
): Finding | undefined {
  const link = interfaces.find((one) => one.name === name);
  if (link === undefined) return missing(name, interfaces, where, instance);
  if (!link.up) {
    const what = `The interface ${name} is down: ${instance.name} stays in FAULT.`;
    const cure = "switch it on, and in the machine's network configuration so that it lasts";
    return { severity: "error", name: "interface-down", what, where, cure, command: `ip link set dev ${name} up` };
  }
  if (link.carrier) return undefined;
  return {
    severity: "error",
    name: "interface-no-carrier",
    what: `The interface ${name} is switched on but has no link: ${instance.name} stays in FAULT.`,
    where,
    cure: `look at the cable of ${name}, at the switch's port, or at the other end of a virtual link`,
  };
}

function missing(name: string, interfaces: readonly Interface[], where: string, instance: InstanceSettings): Finding {
  const likely = interfaces.find((one) => instance.addresses.some(({ address }) => isOnLink(address, one)));
  const names = interfaces.map((one) => one.name).join(", ") || "none";
  const cure = likely
    ? `write "interface ${likely.name}", whose network holds the virtual address`
    : 'write the name of the interface which the routers share, as "ip link" shows it';
  const what = `There is no interface ${name}; this machine has ${names}.`;
  return { severity: "error", name: "interface-missing", what, where, cure };
}

/**
 * Hosts of the link ask for an address by ARP only if it lies in a network of theirs. A virtual address that brings its
 * own network along is meant so.
 */
function diagnoseAddress(
  { address, prefixLength, interface: name }: VirtualAddress,
  interfaces: readonly Interface[],
  where: string,
): readonly Finding[] {
  const link = interfaces.find((one) => one.name === name);
  if (link === undefined || prefixLength < 32 || isOnLink(address, link)) return [];
  const networks = link.addresses.map((own) => `${own.address}/${own.prefixLength}`).join(", ");
  if (networks === "") return [];
  return [
    {
      severity: "warning",
      name: "vip-outside-networks",
      what: `The virtual address ${address} lies in no network of ${name} (${networks}): hosts there cannot reach it without a route.`,
      where,
      cure: `take an address of that network, put it on the interface it belongs to ("${address} dev NAME"), give it its own network ("${address}/24"), or route it to this link`,
    },
  ];
}

/** Inside a network of the link that is more than the address itself. */
function isOnLink(address: string, link: Interface): boolean {
  const one = networkOf(address);
  return link.addresses.some((own) => {
    const network = networkOf(own.address, own.prefixLength);
    return own.prefixLength < 32 && one !== undefined && network !== undefined && isWithin(one, network);
  });
}
