import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Duration, type Instant, MILLISECOND } from "../src/core/time.ts";
import { type Namespace, spawnIn } from "./namespace.ts";

/** What became of one request; `at` is when it was sent, `by` the name of the router that answered. */
export type Answer = { readonly at: Instant; readonly by: string } | { readonly at: Instant; readonly error: string };

/** The client's requests to one address, from the moment `startProber` was called. */
export type Prober = {
  /** In the order of their outcome; failures are known only `TIMEOUT` later. */
  readonly answers: readonly Answer[];
};

/** Between two requests: how finely an outage is measured. */
const PROBE_INTERVAL: Duration = 25 * MILLISECOND;
const TIMEOUT: Duration = 250 * MILLISECOND;

/** Starts the client's requests on its machine; they end with it. */
export function startProber(client: Namespace, address: string): Prober {
  const program = fileURLToPath(new URL("client.js", import.meta.url));
  const words = [address, "80", String(PROBE_INTERVAL / MILLISECOND), String(TIMEOUT / MILLISECOND)];
  const child = spawnIn(client, [process.execPath, program, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const answers: Answer[] = [];
  if (child.stdout !== null) {
    createInterface(child.stdout).on("line", (line) => {
      answers.push(JSON.parse(line));
    });
  }
  return { answers };
}

/**
 * The longest time without a successful request between two moments: from the sending of one success to the sending of
 * the next, of which the later lies after `from`. Without any outage it is about one `PROBE_INTERVAL`.
 */
export function longestGap(answers: readonly Answer[], from: Instant, to: Instant): Duration {
  const successes = answers.flatMap((answer) => ("by" in answer ? [answer.at] : [])).sort((a, b) => a - b);
  const before = successes.filter((at) => at < from).at(-1) ?? from;
  const moments = [before, ...successes.filter((at) => at >= from && at <= to), to];
  return Math.max(...moments.slice(1).map((at, index) => at - (moments[index] ?? at)));
}
