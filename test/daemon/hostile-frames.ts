import { encodeIpv4, type Ipv4Header, parseIpv4 } from "../../src/wire/ipv4.ts";
import { type Advertisement, encodeVrrp, passwordData, VRRP_GROUP, VRRP_PROTOCOL } from "../../src/wire/vrrp.ts";

/** Of the virtual router that is attacked, and of the attacker. */
export const VIRTUAL_ROUTER = 51;
export const PASSWORD = "geheim";
export const ATTACKER = "192.168.0.66";

/** Something that nobody should send, as frames, and the counter under which each router must put it. */
export type Hostile = { readonly name: string; readonly frames: readonly Uint8Array[]; readonly counter: string };

/**
 * @param address the virtual one
 * @param routers their own addresses
 */
export function hostileFrames(address: string, routers: readonly string[]): readonly Hostile[] {
  // If one of them were believed, the master would give way: it is of a higher priority.
  const good: Advertisement = {
    version: 2,
    virtualRouterId: VIRTUAL_ROUTER,
    priority: 250,
    addresses: [bytesOf(address)],
    intervalSeconds: 1,
    authentication: { kind: "pass", data: passwordData(PASSWORD) },
  };
  const message = encode(good);
  return [
    { name: "an empty packet", frames: [frame(new Uint8Array())], counter: "truncated" },
    { name: "half a header", frames: [frame(message.subarray(0, 4))], counter: "truncated" },
    { name: "64 KiB of noise", frames: fragments(noise(65_515, 1)), counter: "truncated" },
    { name: "a missing address", frames: [frame(message.subarray(0, 12))], counter: "packet_len_err" },
    { name: "bytes too many", frames: [frame(Uint8Array.of(...message, 0, 0, 0, 0))], counter: "packet_len_err" },
    { name: "255 addresses promised", frames: [frame(changed(message, 3, 255))], counter: "packet_len_err" },
    { name: "TTL 254", frames: [frame(message, { ttl: 254 })], counter: "ip_ttl_err" },
    { name: "version 4", frames: [frame(changed(message, 0, 0x41))], counter: "vers_err" },
    { name: "the other version", frames: [frame(encode(version3(good)))], counter: "vers_err" },
    { name: "type 2", frames: [frame(changed(message, 0, 0x22))], counter: "invalid_type_rcvd" },
    { name: "a flipped bit", frames: [frame(changed(message, 11, (message[11] ?? 0) ^ 1))], counter: "chk_err" },
    { name: "authentication type 9", frames: [frame(changed(message, 4, 9))], counter: "invalid_authtype" },
    {
      name: "no authentication",
      frames: [frame(encode({ ...good, authentication: { kind: "none" } }))],
      counter: "authtype_mismatch",
    },
    {
      name: "a wrong password",
      frames: [frame(encode({ ...good, authentication: { kind: "pass", data: passwordData("geraten") } }))],
      counter: "auth_failure",
    },
    {
      name: "another interval",
      frames: [frame(encode({ ...good, intervalSeconds: 2 }))],
      counter: "advert_interval_err",
    },
    {
      name: "an unknown virtual router",
      frames: [frame(encode({ ...good, virtualRouterId: 99 }))],
      counter: "unknown_vrid",
    },
    {
      name: "not for the group",
      frames: routers.map((router) => frame(message, { destination: bytesOf(router) })),
      counter: "addr_list_err",
    },
    {
      name: "another list of addresses",
      // It is heard all the same, as keepalived does: so from one that has nothing to say.
      frames: [frame(encode({ ...good, priority: 1, addresses: [bytesOf("10.9.9.9")] }))],
      counter: "addr_list_err",
    },
  ];
}

/** Payloads of random length and content for the virtual router, the same each time. */
export function noiseFrames(count: number, seed: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    frame(changed(noise(8 + ((index * 37) % 1400), seed * 1000 + index), 1, VIRTUAL_ROUTER)),
  );
}

function version3({ virtualRouterId, priority, addresses }: Advertisement): Advertisement {
  return { version: 3, virtualRouterId, priority, addresses, intervalCentis: 100 };
}

function encode(advert: Advertisement): Uint8Array {
  return encodeVrrp(advert, bytesOf(ATTACKER), VRRP_GROUP);
}

/** An Ethernet frame to VRRP's multicast address. */
function frame(payload: Uint8Array, { ttl = 255, destination }: Partial<Ipv4Header> = {}): Uint8Array {
  const to = destination ?? VRRP_GROUP;
  const header = {
    typeOfService: 0xc0,
    identification: 1,
    ttl,
    protocol: VRRP_PROTOCOL,
    source: bytesOf(ATTACKER),
    destination: to,
  };
  return Uint8Array.of(...ETHERNET, ...encodeIpv4(header, payload));
}

const ETHERNET = [0x01, 0x00, 0x5e, 0x00, 0x00, 0x12, 0x02, 0, 0, 0, 0, 0x66, 0x08, 0x00];

/** One packet larger than any frame, RFC 791 §3.2. */
function fragments(payload: Uint8Array): Uint8Array[] {
  const size = 1480;
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, index) => {
    const more = (index + 1) * size < payload.length;
    const whole = frame(payload.subarray(index * size, (index + 1) * size));
    const packet = whole.subarray(ETHERNET.length);
    const offset = (index * size) / 8;
    packet.set([(more ? 0x20 : 0) | (offset >> 8), offset & 0xff], 6);
    packet.set([0, 0], 10);
    packet.set(headerChecksum(packet), 10);
    return whole;
  });
}

function headerChecksum(packet: Uint8Array): Uint8Array {
  const words = Array.from(
    { length: 10 },
    (_, index) => ((packet[index * 2] ?? 0) << 8) | (packet[index * 2 + 1] ?? 0),
  );
  const sum = words.reduce((total, word) => total + word, 0);
  const folded = ~((sum & 0xffff) + (sum >> 16));
  return Uint8Array.of((folded >> 8) & 0xff, folded & 0xff);
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? value : byte));
}

/** Marsaglia's xorshift. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed * 2_654_435_761;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

function bytesOf(address: string): Uint8Array {
  const bytes = parseIpv4(address);
  if (bytes === undefined) throw new Error(`${address} is no IPv4 address`);
  return bytes;
}
