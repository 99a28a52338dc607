/**
 * The lab's client: asks the address for its HTTP service every INTERVAL ms, whatever became of the earlier requests,
 * and writes one JSON line (`Answer`) per request. It knows of the routers only what ARP tells its kernel.
 * Usage: node client.js ADDRESS PORT INTERVAL TIMEOUT
 */
import { createConnection } from "node:net";
import { monotonicNow } from "../src/host/clock.ts";
import type { Answer } from "./prober.ts";

const [address = "", port, interval, timeout] = process.argv.slice(2);
setInterval(() => void ask().then((answer) => console.log(JSON.stringify(answer))), Number(interval));

function ask(): Promise<Answer> {
  const at = monotonicNow();
  const socket = createConnection({ host: address, port: Number(port) });
  return new Promise((resolve) => {
    let text = "";
    const late = setTimeout(() => socket.destroy(new Error("no answer in time")), Number(timeout));
    socket.setEncoding("latin1").on("data", (part) => {
      text += part;
    });
    socket.on("error", ({ message }) => resolve({ at, error: message }));
    socket.on("close", () => {
      clearTimeout(late);
      const [head, body] = text.split("\r\n\r\n");
      const ok = head?.startsWith("HTTP/1.") && head.includes(" 200") && body;
      resolve(ok ? { at, by: body.trim() } : { at, error: "the answer is not HTTP 200" });
    });
    socket.end("GET / HTTP/1.0\r\n\r\n");
  });
}
