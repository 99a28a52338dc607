import { setTimeout as delay } from "node:timers/promises";

/**
 * Looks every 20 ms until there is something to be seen, and gives that. Rejects when it has not come within the bound,
 * which only keeps a failing test from hanging.
 * @param what the end of the sentence "… did not come", asked for only then
 */
export async function until<Seen>(
  what: () => string,
  look: () => Seen | false | undefined | Promise<Seen | false | undefined>,
): Promise<Seen> {
  const start = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== undefined) return seen;
    if (performance.now() - start > BOUND)
      throw new Error(`within ${BOUND / 1000} s it did not come to this: ${what()}`);
    await delay(20);
  }
}

const BOUND = 40_000;
