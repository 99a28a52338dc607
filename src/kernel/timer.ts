import { type Instant, NEVER, SECOND } from "../core/time.ts";
import { CLOCK_MONOTONIC, TFD_TIMER_ABSTIME } from "./constants.ts";
import { close, readTimer, timerfdCreate, timerfdSettime, type Watch, watch } from "./syscalls.ts";

/**
 * One deadline on the monotonic clock, from a timerfd: setTimeout counts whole milliseconds and wakes up to 1 ms late.
 * `onDue` is called once for each deadline that comes, never before monotonicNow() has reached it.
 */
export class Timer {
  readonly #descriptor: number;
  readonly #watch: Watch;

  constructor(onDue: () => void) {
    this.#descriptor = timerfdCreate(CLOCK_MONOTONIC);
    // Armed anew between the deadline and this call, the timer has not ended.
    this.#watch = watch(this.#descriptor, () => {
      if (readTimer(this.#descriptor) > 0) onDue();
    });
  }

  /** Replaces the deadline: NEVER disarms, what is past is due at once. */
  arm(at: Instant): void {
    // To the kernel zero means never; so the earliest deadline is 1 µs after boot.
    const due = at === NEVER ? 0 : Math.max(Math.ceil(at), 1);
    const seconds = Math.floor(due / SECOND);
    timerfdSettime(this.#descriptor, TFD_TIMER_ABSTIME, seconds, (due - seconds * SECOND) * 1_000);
  }

  close(): void {
    this.#watch.close();
    close(this.#descriptor);
  }
}
