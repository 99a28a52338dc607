import { AF_INET, AF_NETLINK, AF_PACKET, AF_UNIX } from "./constants.ts";

// The kernel's struct sockaddr_… of each family: numbers in the machine's byte order, unless they are the network's.

/** All of the kernel for a netlink socket: port id 0, no groups. */
export function netlinkAddress(): Uint8Array {
  return withFamily(AF_NETLINK, 12);
}

/** Without a port: for a raw socket. */
export function ipv4Address(address: Uint8Array): Uint8Array {
  const out = withFamily(AF_INET, 16);
  out.set(address, 4);
  return out;
}

/** An interface and an EtherType, for frames that bring their own header. */
export function linkAddress(index: number, etherType: number): Uint8Array {
  const out = withFamily(AF_PACKET, 20);
  out.set([etherType >> 8, etherType & 0xff], 2);
  out.set(new Uint8Array(Int32Array.of(index).buffer), 4);
  return out;
}

/** A path, or with "@" in front a name in the abstract namespace. */
export function unixAddress(path: string): Uint8Array {
  const bytes = new TextEncoder().encode(path.startsWith("@") ? path.replace("@", "\0") : `${path}\0`);
  const out = withFamily(AF_UNIX, 2 + bytes.length);
  out.set(bytes, 2);
  return out;
}

function withFamily(family: number, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  out.set(new Uint8Array(Uint16Array.of(family).buffer));
  return out;
}
