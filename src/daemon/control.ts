import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";

/** Beside the pid file, so that several daemons on one machine keep apart: /run/keepalived.pid → /run/keepalived.sock. */
export function controlPath(pidFile: string): string {
  return `${pidFile.replace(/\.pid$/, "")}.sock`;
}

/** Answers everybody who connects with what `answer` returns, and closes. Only root may connect. */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;

  constructor(path: string, answer: () => string, complain: (text: string) => void) {
    this.#path = path;
    // The pid file is ours, so whoever left this socket is dead.
    rmSync(path, { force: true });
    this.#server = createServer((client) => {
      client.on("error", () => client.destroy());
      client.end(answer());
    });
    this.#server.on("error", (error) => complain(`cannot answer "keepalived status" on ${path}: ${error.message}`));
    this.#server.listen(path, () => chmodSync(path, 0o600));
  }

  close(): void {
    this.#server.close();
    rmSync(this.#path, { force: true });
  }
}

const ANSWER_MILLISECONDS = 5_000;

/** Asks the daemon behind the socket; rejects with the reason if none answers, or if it hangs. */
export function askDaemon(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: string[] = [];
    const socket = connect(path);
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => chunks.push(chunk));
    socket.on("error", reject);
    socket.setTimeout(ANSWER_MILLISECONDS, () => socket.destroy(new Error("it does not answer")));
    socket.on("end", () => resolve(chunks.join("")));
  });
}
