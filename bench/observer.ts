import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { type Namespace, runIn, signalTree, spawnIn } from "../lab/namespace.ts";
import { type Duration, SECOND } from "../src/core/time.ts";
import { decodeGratuitousArp } from "../src/wire/arp.ts";
import { decodeIpv4, formatIpv4, type IpAddress } from "../src/wire/ipv4.ts";
import { decodeVrrp } from "../src/wire/vrrp.ts";
import { CaptureReader, type Frame } from "./capture.ts";
import type { WallTime } from "./clock.ts";

/** What an observer has seen. Frames carry the time at which the kernel had them, the rest that of `ip monitor`. */
export type Sighting = Advert | Announcement | AddressAdded | CarrierGained;

export type Advert = {
  readonly kind: "advert";
  readonly at: WallTime;
  readonly source: IpAddress;
  readonly mac: string;
  readonly priority: number;
};

/** A gratuitous ARP. */
export type Announcement = {
  readonly kind: "announcement";
  readonly at: WallTime;
  readonly mac: string;
  readonly address: IpAddress;
};

export type AddressAdded = {
  readonly kind: "address";
  readonly at: WallTime;
  readonly interface: string;
  readonly address: IpAddress;
};

export type CarrierGained = { readonly kind: "carrier"; readonly at: WallTime; readonly interface: string };

type Of<Kind extends Sighting["kind"]> = Extract<Sighting, { readonly kind: Kind }>;

type Waiter = { readonly look: (sighting: Sighting) => void };

const PATIENCE: Duration = 30 * SECOND;
const LOOPBACK = "127.0.0.1";

/**
 * Watches a segment from the hub: its frames with the kernel's time stamps, and the addresses and interfaces of all
 * machines that hang on it. No program under test runs there, and none of them can tell that it is watched.
 */
export class Observer {
  readonly #sightings: Sighting[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #processes: ChildProcess[] = [];

  /** Watches when the promise resolves. Needs tcpdump; rejects with what it says. */
  static async open(hub: Namespace, bridge: string): Promise<Observer> {
    const observer = new Observer();
    await Promise.all([observer.#monitor(hub), observer.#capture(hub, bridge)]);
    return observer;
  }

  /** The first such sighting after a moment; what has been seen already counts. Rejects after half a minute. */
  async first<Kind extends Sighting["kind"]>(
    kind: Kind,
    after: WallTime,
    isWanted: (sighting: Of<Kind>) => boolean,
  ): Promise<Of<Kind>> {
    const matches = (each: Sighting): each is Of<Kind> => isOf(each, kind) && each.at > after && isWanted(each);
    const seen = this.#sightings.find(matches);
    if (seen !== undefined) return seen;
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        look: (sighting) => {
          if (!matches(sighting)) return;
          this.#waiters.delete(waiter);
          clearTimeout(timeout);
          resolve(sighting);
        },
      };
      const timeout = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`no ${kind} was seen within ${PATIENCE / SECOND} s`));
      }, PATIENCE / 1_000);
      this.#waiters.add(waiter);
    });
  }

  /** The last such sighting before a moment. */
  last<Kind extends Sighting["kind"]>(
    kind: Kind,
    before: WallTime,
    isWanted: (sighting: Of<Kind>) => boolean,
  ): Of<Kind> {
    const matches = (each: Sighting): each is Of<Kind> => isOf(each, kind) && each.at < before && isWanted(each);
    const found = this.#sightings.findLast(matches);
    if (found === undefined) throw new Error(`no ${kind} was seen before`);
    return found;
  }

  close(): void {
    for (const each of this.#processes) signalTree(each, "SIGKILL");
  }

  #see(sighting: Sighting): void {
    this.#sightings.push(sighting);
    for (const { look } of this.#waiters) look(sighting);
  }

  async #capture(hub: Namespace, bridge: string): Promise<void> {
    const options = ["-i", bridge, "--immediate-mode", "-U", "-Z", "root", "-w", "-", "ip proto 112 or arp"];
    const { stdout, stderr, exit } = this.#start(hub, ["tcpdump", ...options]);
    const reader = new CaptureReader();
    stdout.on("data", (piece: Buffer) => {
      for (const frame of reader.read(piece)) for (const sighting of recognise(frame)) this.#see(sighting);
    });
    const failed = exit.then(async () => {
      throw new Error(`tcpdump, which the bench watches with, has failed: ${(await text(stderr)).trim()}`);
    });
    // It says "listening on …" as soon as it does.
    await Promise.race([once(stderr, "data"), failed]);
    failed.catch(() => {});
    stderr.resume();
  }

  /** The routers' namespaces have an id in the hub because of the links between them, so that the hub hears of them. */
  async #monitor(hub: Namespace): Promise<void> {
    const command = ["ip", "-tshort", "-oneline", "monitor", "address", "link", "all-nsid"];
    // Its own clock is the time stamp: it must not wait for a processor, where that can be had.
    const swift = 'chrt -r 50 true 2>/dev/null && exec chrt -r 50 "$@"; exec "$@"';
    const { stdout } = this.#start(hub, ["sh", "-c", swift, "sh", ...command]);
    createInterface(stdout).on("line", (line) => {
      for (const sighting of readLine(line)) this.#see(sighting);
    });
    let listens = false;
    const heard = this.first("address", 0, ({ address }) => address === LOOPBACK).then(() => {
      listens = true;
    });
    // It does not say when it listens: it is told the same thing until it has heard it.
    while (!listens) {
      await Promise.race([runIn(hub, ["ip", "address", "replace", `${LOOPBACK}/8`, "dev", "lo"]), heard]);
    }
  }

  #start(hub: Namespace, command: readonly string[]) {
    const child = spawnIn(hub, command, { stdio: ["ignore", "pipe", "pipe"], env: { LC_ALL: "C", TZ: "UTC" } });
    this.#processes.push(child);
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error(`cannot start ${command.join(" ")}`);
    return { stdout, stderr, exit: once(child, "exit") };
  }
}

function isOf<Kind extends Sighting["kind"]>(sighting: Sighting, kind: Kind): sighting is Of<Kind> {
  return sighting.kind === kind;
}

const ETHERNET_BYTES = 14;
const SOURCE_MAC_AT = 6;

function recognise({ at, bytes }: Frame): Sighting[] {
  const announcement = decodeGratuitousArp(bytes);
  if (announcement !== undefined) {
    const { mac, address } = announcement;
    return [{ kind: "announcement", at, mac: mac.join(), address: formatIpv4(address) }];
  }
  const packet = decodeIpv4(bytes.subarray(ETHERNET_BYTES));
  const advert = packet === undefined ? undefined : decodeVrrp(packet);
  if (packet === undefined || typeof advert !== "object") return [];
  const mac = bytes.subarray(SOURCE_MAC_AT, SOURCE_MAC_AT + 6).join();
  return [{ kind: "advert", at, source: formatIpv4(packet.source), mac, priority: advert.priority }];
}

/**
 * A line of `ip monitor`. The interface of an address is its label, as index and name of other namespaces' interfaces are
 * looked up in the hub: `[2026-11-22T13:52:16.190240] [nsid 0]2: b0    inet 10.0.0.9/32 scope global lan1\ …`,
 * `[2026-11-22T13:52:15.959213] [nsid 0]2: lan1@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> … state UP …`.
 */
function readLine(line: string): Sighting[] {
  const [, time = "", news = ""] = /^\[([^\]]+)\] \[nsid \w+\](?!Deleted)(.*)$/.exec(line) ?? [];
  const at = parseTime(time);
  const address = /^\d+: \S+ +inet ([\d.]+).* scope \w+ (?:\w+ )*(\w+)\\/.exec(news);
  if (address !== null) {
    const [, value = "", label = ""] = address;
    return [{ kind: "address", at, interface: label, address: value }];
  }
  const link = /^\d+: (\w+)@\S+: <\S*LOWER_UP>.* state UP /.exec(news);
  return link === null ? [] : [{ kind: "carrier", at, interface: link[1] ?? "" }];
}

/** "2026-11-22T13:52:16.190240", in UTC. */
function parseTime(time: string): WallTime {
  const [second = "", microseconds = ""] = time.split(".");
  return Date.parse(`${second}Z`) * 1_000 + Number(microseconds);
}
