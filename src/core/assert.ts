/** A condition that only our own mistake can break: better to stop than to go on with it. */
export function assert(condition: unknown, whatIsWrong: string): asserts condition {
  if (!condition) throw new Error(`keepalived-ts made a mistake, please report it: ${whatIsWrong}`);
}
