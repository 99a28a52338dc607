import { AF_UNIX, SOCK_DGRAM } from "../kernel/constants.ts";
import { unixAddress } from "../kernel/socket-address.ts";
import { close, sendto, socket } from "../kernel/syscalls.ts";

/** A Unix datagram socket, which Node has none of: syslog and systemd listen on such. */
export class UnixDatagram {
  readonly #descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);

  /**
   * @param path in the file system, or with a leading `@` a name in the abstract space
   * @throws SystemError: ENOENT and ECONNREFUSED if nobody listens there, EAGAIN if it is too slow.
   */
  send(path: string, text: string): void {
    sendto(this.#descriptor, new TextEncoder().encode(text), unixAddress(path));
  }

  close(): void {
    close(this.#descriptor);
  }
}
