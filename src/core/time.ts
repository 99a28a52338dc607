/** A moment on the monotonic clock, in microseconds. */
export type Instant = number;

/** A length of time, in microseconds. */
export type Duration = number;

export const MILLISECOND: Duration = 1_000;
export const SECOND: Duration = 1_000_000;

/** The deadline of something that waits for nothing. */
export const NEVER: Instant = Number.POSITIVE_INFINITY;
