import { doctor } from "./cli/doctor.ts";
import { install } from "./cli/install.ts";
import { run } from "./cli/run.ts";
import { status } from "./cli/status.ts";
import { uninstall } from "./cli/uninstall.ts";

// The name under which `ps`, `pidof` and `killall` find the daemon, whatever runs it.
process.title = "keepalived";

/** The commands of our own; everything else is keepalived's command line. */
const commands: Readonly<Record<string, (argv: readonly string[]) => number | Promise<number>>> = {
  status,
  doctor,
  install,
  uninstall,
};

const [name = "", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  process.exitCode = command === undefined ? run(process.argv.slice(2)) : await command(rest);
} catch (error) {
  if (!isMisuse(error)) throw error;
  process.stderr.write(`keepalived ${name}: ${error.message}\n`);
  process.exitCode = 1;
}

/** parseArgs of Node has found a word that the command does not know. */
function isMisuse(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
