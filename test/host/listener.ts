import { AF_UNIX, SOCK_DGRAM } from "../../src/kernel/constants.ts";
import { unixAddress } from "../../src/kernel/socket-address.ts";
import { bind, close, ReceiveRing, recvmmsg, socket } from "../../src/kernel/syscalls.ts";

/** A Unix datagram socket at a path or an abstract name: the other end of syslog and of systemd. */
export class Listener {
  readonly #descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
  readonly #ring = new ReceiveRing(64, 4_096, 0);

  constructor(path: string) {
    bind(this.#descriptor, unixAddress(path));
  }

  /** What has come in since the last time. A datagram is there as soon as it is sent. */
  heard(): string[] {
    const texts: string[] = [];
    for (
      let count = recvmmsg(this.#descriptor, this.#ring);
      count > 0;
      count = recvmmsg(this.#descriptor, this.#ring)
    ) {
      for (let slot = 0; slot < count; slot += 1) texts.push(new TextDecoder().decode(this.#ring.message(slot)));
    }
    return texts;
  }

  close(): void {
    close(this.#descriptor);
  }
}
