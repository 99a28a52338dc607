import { VRRP_GROUP } from "../wire/vrrp.ts";
import {
  AF_INET,
  AF_PACKET,
  IP_ADD_MEMBERSHIP,
  IP_HDRINCL,
  IP_MULTICAST_ALL,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  IPPROTO_VRRP,
  MSG_DONTROUTE,
  SO_BINDTODEVICE,
  SO_PRIORITY,
  SOCK_RAW,
  SOL_SOCKET,
  TC_PRIO_CONTROL,
} from "./constants.ts";
import { ipv4Address, linkAddress } from "./socket-address.ts";
import { close, ReceiveRing, recvmmsg, sendto, setsockopt, socket, type Watch, watch } from "./syscalls.ts";

const VRRP_GROUP_ADDRESS = ipv4Address(VRRP_GROUP);
const ANY_ADDRESS = new Uint8Array(4);

/** More than the longest advert (255 addresses); of a longer packet the rest is cut off, so that its length is wrong. */
const PACKET_BYTES = 2_048;
/** As many packets are read per turn of the event loop: a flood must not keep the timer waiting. */
const PACKETS_PER_TURN = 16;

/** One for all sockets: they are read one after the other, and nobody keeps what they hand over. */
const ring = new ReceiveRing(PACKETS_PER_TURN, PACKET_BYTES, 0);

/**
 * IPv4's VRRP on one interface: sends to the group, hears all packets of the protocol that come in there, whatever their
 * virtual router. The interface is meant by its index: one that is made anew needs a new socket.
 */
export class VrrpSocket {
  readonly #descriptor: number;
  readonly #watch: Watch;
  #open = true;

  /** @param onPacket is handed whole IPv4 packets, which are valid until it returns. */
  constructor(interfaceName: string, index: number, onPacket: (bytes: Uint8Array) => void) {
    this.#descriptor = socket(AF_INET, SOCK_RAW, IPPROTO_VRRP);
    try {
      prepare(this.#descriptor, interfaceName, index);
      this.#watch = watch(this.#descriptor, () => this.#read(onPacket));
    } catch (error) {
      close(this.#descriptor);
      throw error;
    }
  }

  /** A whole IPv4 packet; the kernel fills in its checksum. It is on its way when this returns. */
  send(packet: Uint8Array): void {
    sendto(this.#descriptor, packet, VRRP_GROUP_ADDRESS, MSG_DONTROUTE);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#watch.close();
    close(this.#descriptor);
  }

  #read(onPacket: (bytes: Uint8Array) => void): void {
    const count = recvmmsg(this.#descriptor, ring);
    for (let slot = 0; slot < count && this.#open; slot += 1) onPacket(ring.message(slot));
  }
}

/** Sends Ethernet frames on any interface. It hears nothing: its protocol is 0. */
export class FrameSocket {
  readonly #descriptor = socket(AF_PACKET, SOCK_RAW, 0);

  constructor() {
    setsockopt(this.#descriptor, SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
  }

  /** @param frame with its Ethernet header */
  send(index: number, frame: Uint8Array): void {
    const etherType = ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
    sendto(this.#descriptor, frame, linkAddress(index, etherType));
  }

  close(): void {
    close(this.#descriptor);
  }
}

function prepare(descriptor: number, interfaceName: string, index: number): void {
  setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${interfaceName}\0`));
  setsockopt(descriptor, IPPROTO_IP, IP_HDRINCL, 1);
  // Only the group that this socket has joined, not those of other sockets of the machine.
  setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership(VRRP_GROUP, index));
  setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, membership(ANY_ADDRESS, index));
  setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
  // Adverts leave a busy interface first.
  setsockopt(descriptor, SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
}

/** struct ip_mreqn */
function membership(group: Uint8Array, index: number): Uint8Array {
  const out = new Uint8Array(12);
  out.set(group);
  out.set(new Uint8Array(Int32Array.of(index).buffer), 8);
  return out;
}
