import { spawn } from "node:child_process";
import { closeSync, writeSync } from "node:fs";

/** In the environment of the copy that runs in the background: the descriptor on which it reports to its starter. */
const REPORT_VARIABLE = "KEEPALIVED_REPORT_FD";
const REPORT_DESCRIPTOR = 3;
const READY = "ready\n";

/** Whether this process is the copy in the background, started by `startInBackground`. */
export function isInBackground(): boolean {
  return process.env[REPORT_VARIABLE] !== undefined;
}

/**
 * Starts this program again in a session of its own, as daemon(3) would by forking, which Node cannot. The starter stays
 * until the daemon works or has failed, so that its exit status tells; keepalived's own parent is gone before that.
 */
export function startInBackground(argv: readonly string[]): void {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, program, ...argv], {
    detached: true,
    env: { ...process.env, [REPORT_VARIABLE]: String(REPORT_DESCRIPTOR) },
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const words: string[] = [];
  const report = child.stdio[REPORT_DESCRIPTOR];
  if (report !== null && report !== undefined && "setEncoding" in report) {
    report.setEncoding("utf8").on("data", (text: string) => {
      words.push(text);
      const said = words.join("");
      if (!said.endsWith(READY)) return;
      process.stderr.write(said.slice(0, -READY.length));
      process.exit(0);
    });
  }
  child.on("error", (error) => {
    process.stderr.write(`keepalived: cannot start in the background: ${error.message}\n`);
    process.exit(1);
  });
  child.on("close", (status) => {
    process.stderr.write(words.join(""));
    process.exit(status ?? 1);
  });
}

/** Tells the starter what went wrong, in the background; on the console otherwise. */
export function complain(text: string): void {
  if (isInBackground()) writeSync(REPORT_DESCRIPTOR, text);
  else process.stderr.write(text);
}

/** Tells the starter that it may go. */
export function reportReady(): void {
  if (!isInBackground()) return;
  writeSync(REPORT_DESCRIPTOR, READY);
  closeSync(REPORT_DESCRIPTOR);
  delete process.env[REPORT_VARIABLE];
}
