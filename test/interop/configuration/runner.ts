import { availableParallelism } from "node:os";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { Program } from "../../../lab/daemon.ts";
import { type Namespace, openNamespace, runIn } from "../../../lab/namespace.ts";

/** What a program answers to `-t -f FILE`: its exit status, and all that it says. */
export type Answer = {
  /** As a shell tells it: 128 and the signal's number for a program that a signal has ended; 137 if it took too long. */
  readonly status: number;
  readonly said: string;
};

/** By file. */
export type Answers = ReadonlyMap<string, Answer>;

/** A machine that has the host name `lb1` and every interface that the files name, all of them up, without addresses. */
export async function openMachine(): Promise<Namespace> {
  const machine = await openNamespace("lb1");
  await runIn(machine, ["sh", "-ec", LINKS]);
  return machine;
}

const LINKS = `
for pair in eth0:eth1 eth2:eth3 bond0:eno16780032 ens192:ens224 enp1s0:enp2s0 bond0.20:eth0.100; do
  ip link add "\${pair%:*}" type veth peer name "\${pair#*:}"
  ip link set "\${pair%:*}" up
  ip link set "\${pair#*:}" up
done`;

/** Asks a program about each file (absolute paths), on the machine, in the file's directory, as a process of its own. */
export async function ask(machine: Namespace, program: Program, files: readonly string[]): Promise<Answers> {
  const workers = availableParallelism();
  const shares = Array.from({ length: workers }, (_, worker) => files.filter((_, at) => at % workers === worker));
  const command = ["sh", "-c", ASK_EACH, "sh", ...program];
  const outputs = await Promise.all(shares.map((share) => runIn(machine, command, lines(share))));
  return answersIn(outputs.join(""));
}

/** Five seconds are fifty times what either program needs for any of the files; some make Debian's run for ever. */
const ASK_EACH = `
while IFS= read -r file; do
  cd "\${file%/*}" || exit 1
  said=$(timeout --signal=KILL 5 "$@" -t -f "$file" 2>&1 </dev/null)
  printf '%s\\0%s\\0%s\\0' "$file" "$?" "$said"
done`;

/** Asks ours about each file in one process: starting Node takes twenty times as long as the reading of a file. */
export async function askOurs(machine: Namespace, files: readonly string[]): Promise<Answers> {
  const command = [execPath, fileURLToPath(new URL("respondent.js", import.meta.url))];
  return answersIn(await runIn(machine, command, lines(files)));
}

function lines(files: readonly string[]): string {
  return files.map((file) => `${file}\n`).join("");
}

/** File, status and text, each ended by NUL. */
function answersIn(output: string): Answers {
  const fields = output.split("\0");
  return new Map(
    Array.from({ length: Math.floor(fields.length / 3) }, (_, at) => {
      const [file = "", status = "", said = ""] = fields.slice(3 * at);
      return [file, { status: Number(status), said }];
    }),
  );
}
