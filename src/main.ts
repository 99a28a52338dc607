// The name under which `ps`, `pidof` and `killall` find the daemon, whatever runs it.
process.title = "keepalived";

/**
 * A command of our own, or keepalived's command line, which has no words. Only what the one needs is loaded:
 * docs/decisions/one-file.md.
 */
async function main(argv: readonly string[]): Promise<number | undefined> {
  const [name = "-", ...rest] = argv;
  if (!name.startsWith("-")) {
    const { commands } = await import("./cli/commands.ts");
    const command = commands.find((row) => row.name === name);
    const { refuseCommand, runCommand } = await import("./cli/command.ts");
    return command === undefined ? refuseCommand(name, commands) : runCommand(command, rest);
  }
  const { run } = await import("./cli/run.ts");
  return run(argv);
}

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
