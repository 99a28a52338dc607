import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { signalCommand, spawnIn } from "../../lab/namespace.ts";
import type { Network } from "../../lab/network.ts";
import { sendFrames } from "./frames.ts";
import { Journal } from "./journal.ts";
import { until } from "./until.ts";

/** What is asked of tshark about each packet, under our names; a field that occurs several times is joined by commas. */
const fields = {
  time: "frame.time_epoch",
  hardware: "eth.src",
  hardwareDestination: "eth.dst",
  source: "ip.src",
  destination: "ip.dst",
  ttl: "ip.ttl",
  identification: "ip.id",
  typeOfService: "ip.dsfield",
  headerChecksum: "ip.checksum.status",
  version: "vrrp.version",
  type: "vrrp.type",
  virtualRouterId: "vrrp.virt_rtr_id",
  priority: "vrrp.prio",
  count: "vrrp.addr_count",
  checksum: "vrrp.checksum.status",
  authentication: "vrrp.auth_type",
  password: "vrrp.auth_string",
  intervalSeconds: "vrrp.adver_int",
  intervalCentis: "vrrp.short_adver_int",
  addresses: "vrrp.ip_addr",
  gratuitous: "arp.isgratuitous",
  operation: "arp.opcode",
  sender: "arp.src.proto_ipv4",
  senderHardware: "arp.src.hw_mac",
  complaints: "_ws.expert.message",
  malformed: "_ws.malformed",
} as const;

/** A packet as tshark understands it; absent fields are empty. `at`: when it was seen, in seconds. */
export type Packet = { readonly [Name in keyof typeof fields]: string } & { readonly at: number };

export type Capture = {
  /** Ends the capture and has every packet explained. */
  readonly finish: () => Promise<readonly Packet[]>;
};

/**
 * Records everything on a segment that is not for one machine alone: VRRP and gratuitous ARP. Resolves when it runs.
 * @param filter in tcpdump's language, if not all is wanted; frames that are not IP must pass
 */
export async function startCapture(network: Network, segment: string, filter = ""): Promise<Capture> {
  const { hub } = network;
  const command = ["tcpdump", "-i", network.bridgeOf(segment), "-n", "-Z", "root", ...ROOM, "-U", "-w", FILE, filter];
  const child = spawnIn(hub, command, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  const file = `/proc/${hub.pid}/root${FILE}`;
  const journal = new Journal("tcpdump").read(child.stderr);
  await journal.find(/listening on/);
  return {
    finish: async () => {
      // tcpdump ends without a look at what still waits for it.
      await sendFrames(hub, network.bridgeOf(segment), [LAST], 1);
      await until(
        () => "tcpdump has recorded the last frame",
        () => readFileSync(file).includes(LAST),
      );
      signalCommand(child, "SIGINT");
      await ended;
      const [, lost] = await journal.find(/^(\d+) packets? dropped by kernel/);
      if (lost !== "0") throw new Error(`tcpdump has lost ${lost} packets`);
      return explain(file);
    },
  };
}

/** Each packet at once, as there is no end of a buffer to wait for; and room for a burst of them, in KiB. */
const ROOM = ["--immediate-mode", "--snapshot-length=2048", "--buffer-size=16384"];

/** Nobody's frame, of an EtherType for local experiments: all that was sent before it is recorded before it. */
const LAST = Buffer.from("ffffffffffff02000000000188b5656e64206f66207468652063617074757265", "hex");

/** In the hub's own /run. tshark reads no pipes. */
const FILE = "/run/capture.pcap";

/** tshark's own opinion, with every check that it can do switched on. */
async function explain(file: string): Promise<Packet[]> {
  // An address that moves is on two machines one after the other; that is no mistake.
  const preferences = ["ip.check_checksum:TRUE", "vrrp.v3_checksum_as_in_v2:FALSE", "arp.detect_duplicate_ips:FALSE"];
  const wanted = Object.values(fields).flatMap((field) => ["-e", field]);
  const options = [
    ...preferences.flatMap((each) => ["-o", each]),
    "-E",
    "separator=/t",
    "-E",
    "aggregator=,",
    ...wanted,
  ];
  const { stdout } = await execute("tshark", ["-n", "-r", file, "-T", "fields", ...options], {
    maxBuffer: LONGEST_OUTPUT,
  });
  return stdout.split("\n").filter(Boolean).map(toPacket);
}

const execute = promisify(execFile);
const LONGEST_OUTPUT = 2 ** 28;

function toPacket(line: string): Packet {
  const values = line.split("\t");
  const named = Object.keys(fields).map((name, index) => [name, values[index] ?? ""]);
  return { ...Object.fromEntries(named), at: Number(values[0]) };
}

/** The advertisements of one router, perhaps those of one virtual router only. */
export function advertsOf(
  packets: readonly Packet[],
  source: string,
  { virtualRouterId }: { readonly virtualRouterId?: number } = {},
): Packet[] {
  const wanted = virtualRouterId === undefined ? undefined : String(virtualRouterId);
  return packets.filter(
    (packet) =>
      packet.version !== "" && packet.source === source && (wanted === undefined || packet.virtualRouterId === wanted),
  );
}

/** The longest time in seconds between one packet and the next. */
export function longestPause(packets: readonly Packet[]): number {
  return Math.max(0, ...packets.slice(1).map(({ at }, index) => at - (packets[index]?.at ?? at)));
}
