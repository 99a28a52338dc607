import { AF_UNIX, SOCK_DGRAM } from "../kernel/constants.ts";
import { close, sendto, socket } from "../kernel/syscalls.ts";

/** A path in the file system, or with a leading `@` a name in the abstract space. */
export function unixAddress(path: string): Uint8Array {
  const name = Buffer.from(path.startsWith("@") ? `\0${path.slice(1)}` : `${path}\0`);
  const address = Buffer.alloc(2 + name.length);
  address.writeUInt16LE(AF_UNIX, 0);
  name.copy(address, 2);
  return address;
}

/** A Unix datagram socket, which Node has none of: syslog and systemd listen on such. */
export class UnixDatagram {
  readonly #descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);

  /** @throws SystemError, ENOENT and ECONNREFUSED if nobody listens there. */
  send(address: Uint8Array, text: string): void {
    sendto(this.#descriptor, Buffer.from(text), address);
  }

  close(): void {
    close(this.#descriptor);
  }
}
