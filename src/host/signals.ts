/** What a signal asks the daemon for; the numbers are those of Linux (reference: interfaces, section 2). */
const rows = [
  { name: "STOP", signal: "SIGTERM", number: 15 },
  { name: "RELOAD", signal: "SIGHUP", number: 1 },
  { name: "DATA", signal: "SIGUSR1", number: 10 },
  { name: "STATS", signal: "SIGUSR2", number: 12 },
] as const;

export type Request = (typeof rows)[number]["name"];

/** For `--signum`: undefined for a name that is none. */
export function signalNumber(name: string): number | undefined {
  return rows.find((row) => row.name === name)?.number;
}

export function onSignals(act: (request: Request) => void, options: { readonly ignoreInterrupt: boolean }): void {
  for (const { name, signal } of rows) process.on(signal, () => act(name));
  process.on("SIGINT", () => {
    if (!options.ignoreInterrupt) act("STOP");
  });
}
