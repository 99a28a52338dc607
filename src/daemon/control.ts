import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";

/** What the running daemon can be asked. */
export type ControlRequest = "status" | "reload" | "reload dry-run";

/** Beside the pid file, so that several daemons on one machine keep apart: /run/keepalived.pid → /run/keepalived.sock. */
export function controlPath(pidFile: string): string {
  return `${pidFile.replace(/\.pid$/, "")}.sock`;
}

const LONGEST_REQUEST = 100;
const ANSWER_MILLISECONDS = 5_000;

/** Answers everybody who connects and says what is wanted with what `answer` returns. Only root may connect. */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;

  constructor(path: string, answer: (request: ControlRequest) => string, complain: (text: string) => void) {
    this.#path = path;
    // The pid file is ours, so whoever left this socket is dead.
    rmSync(path, { force: true });
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      let said = "";
      client.setEncoding("utf8");
      client.setTimeout(ANSWER_MILLISECONDS, () => client.destroy());
      client.on("error", () => client.destroy());
      client.on("data", (chunk: string) => {
        said += chunk;
        if (said.length > LONGEST_REQUEST) client.destroy();
      });
      client.on("end", () => {
        const request = requests.find((one) => one === said);
        if (request === undefined) client.destroy();
        else client.end(answer(request));
      });
    });
    this.#server.on("error", (error) => complain(`cannot answer "keepalived status" on ${path}: ${error.message}`));
    this.#server.listen(path, () => chmodSync(path, 0o600));
  }

  close(): void {
    this.#server.close();
    rmSync(this.#path, { force: true });
  }
}

const requests: readonly ControlRequest[] = ["status", "reload", "reload dry-run"];

/** Asks the daemon behind the socket; rejects with the reason if none answers, or if it hangs. */
export function askDaemon(path: string, request: ControlRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: string[] = [];
    const socket = connect({ path, allowHalfOpen: true });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => chunks.push(chunk));
    socket.on("error", reject);
    socket.setTimeout(ANSWER_MILLISECONDS, () => socket.destroy(new Error("it does not answer")));
    socket.on("end", () => resolve(chunks.join("")));
    socket.end(request);
  });
}
