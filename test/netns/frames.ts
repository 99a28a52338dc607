import { fileURLToPath } from "node:url";
import { type Namespace, runIn } from "../../lab/namespace.ts";

/** Sends Ethernet frames from a machine's interface, all of them so many times, as fast as they go. */
export async function sendFrames(
  machine: Namespace,
  interfaceName: string,
  frames: readonly Uint8Array[],
  rounds: number,
): Promise<void> {
  const [link] = JSON.parse(await runIn(machine, ["ip", "-json", "link", "show", interfaceName]));
  const input = frames.map((frame) => Buffer.from(frame).toString("hex")).join("\n");
  await runIn(machine, [process.execPath, SENDER, String(link.ifindex), String(rounds)], input);
}

const SENDER = fileURLToPath(new URL("./frame-sender.js", import.meta.url));
