import { config } from "./config.ts";
import { failover } from "./failover.ts";

/** `npm run bench -- NAME [OPTION]...`; each returns the exit status. */
const benches: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = { failover, config };

const [name = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`bench: say which: npm run bench -- ${Object.keys(benches).join(" | ")} [--help]`);
  process.exit(1);
}
try {
  // Not in a user namespace, as the lab: tcpdump wants to change its groups, which is not allowed there.
  if (process.geteuid?.() !== 0) throw new Error("run it as root");
  process.exitCode = await bench(rest);
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
