import { acquirePrivilege } from "../lab/privilege.ts";
import { failover } from "./failover.ts";

/** `npm run bench -- NAME [OPTION]...`; each returns the exit status. */
const benches: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = { failover };

const [name = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`bench: say which: npm run bench -- ${Object.keys(benches).join(" | ")} [--help]`);
  process.exit(1);
}
await acquirePrivilege();
try {
  process.exitCode = await bench(rest);
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
