import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import {
  AF_INET,
  IP_ADD_MEMBERSHIP,
  IP_HDRINCL,
  IPPROTO_IP,
  IPPROTO_VRRP,
  SO_BINDTODEVICE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_SOCKET,
} from "../../src/kernel/constants.ts";
import { SystemError, sendto, setsockopt, socket } from "../../src/kernel/syscalls.ts";
import { encodeIpv4 } from "../../src/wire/ipv4.ts";
import { encodeVrrp } from "../../src/wire/vrrp.ts";
import { enterNamespace, ip } from "../kernel/namespace.ts";
import { type Bounded, requiring } from "../netns/requirements.ts";

/** Two ends of one link in this namespace: adverts leave at `sender` and arrive at `receiver`. */
export const sender = { name: "doctor0", address: "10.77.0.1", prefixLength: 24 } as const;
export const receiver = { name: "doctor1", address: "10.77.0.2", prefixLength: 24 } as const;

export type Wire = {
  /** Sends a real advert and tells whether it got through the firewall on its way out and in. */
  readonly passes: () => Promise<boolean>;
  readonly send: (priority: number) => void;
};

/** Called first in a test file: a namespace of its own, and the firewalls' commands. */
export function prepare(file: string): Bounded {
  const asked = requiring("nft", "iptables-nft", "iptables-legacy");
  return asked.skip === false ? enterNamespace(file) : asked;
}

/** Lays the link and the counters in front of and behind every other chain. Needs the namespace for itself. */
export function layWire(): Wire {
  ip(`link add ${sender.name} type veth peer name ${receiver.name}`);
  for (const { name, address, prefixLength } of [sender, receiver]) {
    ip(`address add ${address}/${prefixLength} dev ${name}`);
    ip(`link set ${name} up`);
    writeFileSync(`/proc/sys/net/ipv4/conf/${name}/rp_filter`, "0");
    writeFileSync(`/proc/sys/net/ipv4/conf/${name}/accept_local`, "1");
  }
  layWitness();
  const member = socket(AF_INET, SOCK_DGRAM, 0);
  setsockopt(member, IPPROTO_IP, IP_ADD_MEMBERSHIP, Uint8Array.of(224, 0, 0, 18, 10, 77, 0, 2));
  const raw = socket(AF_INET, SOCK_RAW, IPPROTO_VRRP);
  setsockopt(raw, SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${sender.name}\0`));
  setsockopt(raw, IPPROTO_IP, IP_HDRINCL, 1);
  return { passes: () => passes(raw), send: (priority) => send(raw, priority) };
}

export function nft(script: string): void {
  execFileSync("nft", ["-f", "-"], { input: script });
}

/** To be laid again after a `flush ruleset`. */
export function layWitness(): void {
  nft(`table netdev witness {
    counter early {}
    chain early { type filter hook ingress device ${receiver.name} priority -2000; ip protocol 112 counter name early; }
  }
  table ip witness {
    counter late {}
    chain late { type filter hook input priority 2000; ip protocol 112 counter name late; }
  }`);
}

const destination = Uint8Array.of(224, 0, 0, 18);
/** An advert of virtual router 51 for the tutorial's kind of instance, version 2, once a second. */
function advert(priority: number): Uint8Array {
  const source = Uint8Array.of(10, 77, 0, 1);
  const addresses = [Uint8Array.of(10, 77, 0, 9)];
  const authentication = { kind: "none" } as const;
  const message = { version: 2, virtualRouterId: 51, priority, intervalSeconds: 1, authentication, addresses } as const;
  const header = { typeOfService: 0xc0, identification: 1, ttl: 255, protocol: 112, source, destination };
  return encodeIpv4(header, encodeVrrp(message, source, destination));
}

function send(raw: number, priority: number): void {
  sendto(raw, advert(priority), Uint8Array.of(AF_INET, 0, 0, 0, ...destination, 0, 0, 0, 0, 0, 0, 0, 0));
}

async function passes(raw: number): Promise<boolean> {
  const before = counts();
  try {
    send(raw, 100);
  } catch (error) {
    // What a chain on the way out has dropped.
    if (error instanceof SystemError && error.code === "EPERM") return false;
    throw error;
  }
  // One packet runs through all its chains at once: when the first has counted it, the last has or never will.
  for (let tries = 0; tries < 500; tries += 1) {
    if (counts().early > before.early) return counts().late > before.late;
    await setTimeout(10);
  }
  throw new Error("the advert never arrived");
}

function counts(): { early: number; late: number } {
  const output = execFileSync("nft", ["-j", "list", "counters"], { encoding: "utf8" });
  const objects: { counter?: { name: string; packets: number } }[] = JSON.parse(output).nftables;
  const of = (name: string) => objects.find(({ counter }) => counter?.name === name)?.counter?.packets ?? 0;
  return { early: of("early"), late: of("late") };
}
