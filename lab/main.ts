import { resolve } from "node:path";
import { ReadStream, WriteStream } from "node:tty";
import { parseArgs } from "node:util";
import { backendName } from "./backend.ts";
import { readConfigurations, tutorial } from "./configuration.ts";
import { runConsole } from "./console.ts";
import { killallPath, type Program, thisProgram } from "./daemon.ts";
import { type Lab, openLab } from "./lab.ts";
import { acquirePrivilege } from "./privilege.ts";
import { renderTable } from "./report.ts";
import { playStory } from "./story.ts";
import { watchLab } from "./watch.ts";

const USAGE = `Usage: npm start [-- [--script] [--program FILE] [CONFIGURATION...]]

Two routers and a client in network namespaces of their own, with the tutorial's configuration; or one router for each
CONFIGURATION, with the interfaces named in them. On a terminal a live view with keys; otherwise, and with --script, a
fixed story of failures (with CONFIGURATIONs: a log). Nothing is left on the machine.

  --script        play the story also on a terminal
  --program FILE  run this daemon, which takes keepalived's options, instead of the one built here
`;

/** All as it should be; a step failed, or no lab is possible here; a mistake in the arguments or files. */
const status = { good: 0, failed: 1, mistake: 2 } as const;

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function main(): Promise<number> {
  const { script, program, help, files } = readArguments();
  if (help) return print(USAGE, status.good);
  if (script && files.length > 0) return print("--script plays the tutorial's story, without files\n", status.mistake);
  const configurations = readConfigurations(files.length > 0 ? files : tutorial);
  if (typeof configurations === "string") return print(configurations, status.mistake);
  await acquirePrivilege();
  const interrupted = new Promise<number>((resolve) => {
    for (const [signal, value] of Object.entries(signals)) process.once(signal, () => resolve(value));
  });
  try {
    const lab = await openLab(configurations, program, (router, line) => {
      if (files.length > 0 && !onTerminal) tell(`${router.name}: ${line}`);
    });
    try {
      return await Promise.race([run(lab, script, files.length > 0), interrupted]);
    } finally {
      await lab.close();
    }
  } catch (error) {
    return print(`lab: ${error instanceof Error ? error.message : error}\n`, status.failed);
  }
}

const { stdin, stdout } = process;
const onTerminal = stdin instanceof ReadStream && stdout instanceof WriteStream;

async function run(lab: Lab, script: boolean, ownFiles: boolean): Promise<number> {
  if (!script && stdin instanceof ReadStream && stdout instanceof WriteStream) {
    await runConsole(lab, stdin, stdout);
    return status.good;
  }
  tell(`behind ${lab.target}: ${backendName}; the check's killall: ${killallPath()}`);
  if (ownFiles) return watchLab(lab, tell);
  const endings = await playStory(lab, tell);
  stdout.write(`\n${renderTable(endings)}\n`);
  return endings.every(({ failure }) => failure === undefined) ? status.good : status.failed;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        script: { type: "boolean", default: false },
        program: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    const program: Program = values.program === undefined ? thisProgram : [resolve(values.program)];
    return { ...values, program, files: positionals };
  } catch (error) {
    console.error(`lab: ${error instanceof Error ? error.message : error}`);
    process.exit(status.mistake);
  }
}

/** With the time of day, as a log has it. */
function tell(line: string): void {
  stdout.write(`${new Date().toTimeString().slice(0, 8)} ${line}\n`);
}

function print(text: string, ending: number): number {
  (ending === status.good ? stdout : process.stderr).write(text);
  return ending;
}

process.exit(await main());
