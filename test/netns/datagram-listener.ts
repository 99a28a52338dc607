/**
 * Listens on a Unix datagram socket, which Node cannot, and prints each message as a line of JSON; the first line is null
 * and says that it listens. Usage: node datagram-listener.js PATH
 */
import { AF_UNIX, SOCK_DGRAM } from "../../src/kernel/constants.ts";
import { unixAddress } from "../../src/kernel/socket-address.ts";
import { bind, ReceiveRing, recvmmsg, socket, watch } from "../../src/kernel/syscalls.ts";

const [path = ""] = process.argv.slice(2);
const descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
bind(descriptor, unixAddress(path));
const ring = new ReceiveRing(16, 8192, 0);
watch(descriptor, () => {
  const count = recvmmsg(descriptor, ring);
  for (let slot = 0; slot < count; slot += 1) console.log(JSON.stringify(Buffer.from(ring.message(slot)).toString()));
});
console.log("null");
