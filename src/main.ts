import { runCommand } from "./cli/command.ts";
import { commands } from "./cli/commands.ts";
import { run } from "./cli/run.ts";

// The name under which `ps`, `pidof` and `killall` find the daemon, whatever runs it.
process.title = "keepalived";

const [name, ...rest] = process.argv.slice(2);
const command = commands.find((row) => row.name === name);
process.exitCode = command === undefined ? run(process.argv.slice(2)) : await runCommand(command, rest);
