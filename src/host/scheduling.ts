import { SCHED_OTHER, SCHED_RESET_ON_FORK, SCHED_RR } from "../kernel/constants.ts";
import { SystemError, schedSetscheduler } from "../kernel/syscalls.ts";

/**
 * Puts the calling thread into the real-time class, or out of it. Threads and scripts that it starts do not inherit it.
 * Returns why not, if the system does not allow it.
 */
export function scheduleRealtime(priority: number | undefined): string | undefined {
  try {
    if (priority === undefined) schedSetscheduler(SCHED_OTHER, 0);
    else schedSetscheduler(SCHED_RR | SCHED_RESET_ON_FORK, priority);
    return undefined;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return error.message;
  }
}
