/**
 * Sends Ethernet frames, whatever is in them, as fast as they go. Usage: node frame-sender.js INDEX ROUNDS, where INDEX is
 * that of the interface; the frames come on the standard input, one a line, in hexadecimal.
 */
import { text } from "node:stream/consumers";
import { FrameSocket } from "../../src/kernel/sockets.ts";
import { SystemError } from "../../src/kernel/syscalls.ts";

const [index, rounds] = process.argv.slice(2).map(Number);
const frames = (await text(process.stdin))
  .split("\n")
  .filter(Boolean)
  .map((line) => Buffer.from(line, "hex"));
const socket = new FrameSocket();
for (let round = 0; round < (rounds ?? 0); round += 1) for (const frame of frames) send(frame);
socket.close();

/** Again while the queue of the interface is full. */
function send(frame: Uint8Array): void {
  for (;;) {
    try {
      socket.send(index ?? 0, frame);
      return;
    } catch (error) {
      const full = error instanceof SystemError && (error.code === "ENOBUFS" || error.code === "EAGAIN");
      if (!full) throw error;
    }
  }
}
