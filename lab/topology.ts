import type { Settings } from "../src/core/settings.ts";
import type { InstanceSettings, VirtualAddress } from "../src/core/vrrp/settings.ts";
import { formatIpv4, type IpAddress, parseIpv4 } from "../src/wire/ipv4.ts";
import type { InterfacePlan, MachinePlan } from "./network.ts";

/** A network in which `settings`, one for each router, can run, and the virtual address that the client asks. */
export type Topology = { readonly plan: readonly MachinePlan[]; readonly target: IpAddress };

/**
 * Every interface that a file names becomes a segment shared by all routers under that name. The routers, and on the
 * first virtual address's segment the client, get the first free addresses of the virtual addresses' networks; a /32
 * says nothing about its network and is taken for a /24. Undefined when there is no virtual address at all.
 */
export function topologyFor(settings: readonly Settings[]): Topology | undefined {
  const instances = settings.flatMap((each) => each.instances);
  const virtual = instances.flatMap(virtualAddresses);
  const first = virtual[0];
  if (first === undefined) return undefined;
  const segments = [...new Set(instances.flatMap(interfaceNames))].map((name, index): Segment => {
    const networks = virtual.filter((each) => each.interface === name).map(networkOf);
    // An interface without virtual addresses still needs an address of its own to speak VRRP.
    return {
      name,
      networks: distinct(networks.length > 0 ? networks : [{ base: (10 << 24) | (index << 16), length: 24 }]),
    };
  });
  const fixed = instances.flatMap(({ sourceAddress }) => (sourceAddress === undefined ? [] : [sourceAddress]));
  const taken = new Set([...virtual.map(({ address }) => address), ...fixed].map(toNumber));
  const routers = settings.map((each, index) => ({
    name: `router${index + 1}`,
    interfaces: segments.map((segment) => attach(segment, taken, fixedAddress(each, segment))),
  }));
  const near = segments.filter(({ name }) => name === first.interface);
  const client = { name: "client", interfaces: near.map((segment) => ({ ...attach(segment, taken), name: "eth0" })) };
  return { plan: [...routers, client], target: first.address };
}

type Segment = { readonly name: string; readonly networks: readonly Subnet[] };

type Subnet = { readonly base: number; readonly length: number };

/** Takes a free address of each network; in the network of a fixed address, that one. */
function attach({ name, networks }: Segment, taken: Set<number>, fixed?: number): InterfacePlan {
  const addresses = networks.map((network) => {
    const address = fixed !== undefined && contains(network, fixed) ? fixed : firstFree(network, taken);
    taken.add(address);
    return `${toText(address)}/${network.length}`;
  });
  const outside = fixed !== undefined && !networks.some((network) => contains(network, fixed));
  return { name, segment: name, addresses: outside ? [`${toText(fixed)}/24`, ...addresses] : addresses };
}

/** `mcast_src_ip` of the first instance on the segment that has one. */
function fixedAddress({ instances }: Settings, segment: Segment): number | undefined {
  const found = instances.find((each) => each.interface === segment.name && each.sourceAddress !== undefined);
  return found?.sourceAddress === undefined ? undefined : toNumber(found.sourceAddress);
}

function firstFree({ base }: Subnet, taken: ReadonlySet<number>): number {
  let address = base + 1;
  while (taken.has(address)) address += 1;
  return address;
}

function virtualAddresses({ addresses, excludedAddresses }: InstanceSettings): VirtualAddress[] {
  return [...addresses, ...excludedAddresses];
}

function interfaceNames(instance: InstanceSettings): string[] {
  return [instance, ...virtualAddresses(instance), ...instance.trackedInterfaces].map((each) => each.interface);
}

/** Shorter than /30 there is no room for routers and a client beside the virtual address. */
const LONGEST_PREFIX = 28;

function networkOf({ address, prefixLength }: VirtualAddress): Subnet {
  const length = prefixLength > LONGEST_PREFIX ? 24 : prefixLength;
  return { base: mask(toNumber(address), length), length };
}

function contains({ base, length }: Subnet, address: number): boolean {
  return mask(address, length) === base;
}

function distinct(networks: readonly Subnet[]): Subnet[] {
  const sameBase = (network: Subnet) => networks.findIndex(({ base }) => base === network.base);
  return networks.filter((network, index) => sameBase(network) === index);
}

function mask(address: number, length: number): number {
  const size = 2 ** (32 - length);
  return address - (address % size);
}

function toNumber(address: IpAddress): number {
  const bytes = parseIpv4(address) ?? new Uint8Array(4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

function toText(address: number): IpAddress {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, address);
  return formatIpv4(bytes);
}
