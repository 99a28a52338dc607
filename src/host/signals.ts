/** What a signal asks the daemon for; the numbers are those of Linux (reference: interfaces, section 2). */
export const signalRows = [
  { name: "STOP", signal: "SIGTERM", number: 15, does: "give up every address and stop" },
  {
    name: "RELOAD",
    signal: "SIGHUP",
    number: 1,
    does: "read the configuration anew, and change only what has changed",
  },
  { name: "DATA", signal: "SIGUSR1", number: 10, does: "write the state to keepalived.data" },
  { name: "STATS", signal: "SIGUSR2", number: 12, does: "write the counters to keepalived.stats" },
] as const;

export type Request = (typeof signalRows)[number]["name"];

/** For `--signum`: undefined for a name that is none. */
export function signalNumber(name: string): number | undefined {
  return signalRows.find((row) => row.name === name)?.number;
}

export function onSignals(act: (request: Request) => void, options: { readonly ignoreInterrupt: boolean }): void {
  for (const { name, signal } of signalRows) process.on(signal, () => act(name));
  process.on("SIGINT", () => {
    if (!options.ignoreInterrupt) act("STOP");
  });
}
