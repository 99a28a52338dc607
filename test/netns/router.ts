import { readFileSync, writeFileSync } from "node:fs";
import { type Daemon, type Program, startDaemon } from "../../lab/daemon.ts";
import { type Namespace, runIn, spawnIn } from "../../lab/namespace.ts";
import { readReport } from "../../lab/status.ts";
import type { Report } from "../../src/status/report.ts";
import { Journal } from "./journal.ts";
import { until } from "./until.ts";

/** The other program: Debian's. */
export const debian: Program = ["/usr/sbin/keepalived"];

/** A machine with a VRRP daemon, ours or another's: what both understand, say and do. */
export class Router {
  readonly machine: Namespace;
  readonly address: string;
  /** What the daemon has said since it was last started. */
  journal: Journal;
  readonly #program: Program;
  #daemon: Daemon | undefined;

  /** @param address its own, from which its adverts come */
  constructor(machine: Namespace, address: string, program: Program) {
    this.machine = machine;
    this.address = address;
    this.journal = new Journal(machine.name);
    this.#program = program;
  }

  configure(text: string): void {
    this.write("/run/keepalived.conf", text);
  }

  start(): void {
    const journal = new Journal(this.machine.name);
    this.journal = journal;
    this.#daemon = startDaemon(this.machine, this.#program, "/run/keepalived.conf", (line) => journal.lines.push(line));
  }

  get daemon(): Daemon {
    if (this.#daemon === undefined) throw new Error(`the daemon of ${this.machine.name} was never started`);
    return this.#daemon;
  }

  /** The state that the daemon last said it entered, by instance. */
  get states(): ReadonlyMap<string, string> {
    return new Map(
      this.journal.matches(/\((\S+)\) Entering (\w+) STATE/).map(([, name = "", state = ""]) => [name, state]),
    );
  }

  /** Whether the machine's kernel answers for this address. */
  holds(address: string): boolean {
    const trie = readFileSync(`/proc/${this.machine.pid}/net/fib_trie`, "latin1");
    return new RegExp(`\\|-- ${address.replaceAll(".", "\\.")}\\n\\s+/32 host LOCAL`).test(trie);
  }

  /** What our daemon says of itself, once it answers. */
  report(): Promise<Report> {
    return until(
      () => `${this.machine.name} answers "keepalived status"`,
      () => readReport(this.machine),
    );
  }

  run(script: string): Promise<string> {
    return runIn(this.machine, ["sh", "-ec", script]);
  }

  /** @param path below /run, which is the machine's own */
  write(path: string, text: string): void {
    writeFileSync(this.inside(path), text);
  }

  read(path: string): string {
    return readFileSync(this.inside(path), "utf8");
  }

  inside(path: string): string {
    return `/proc/${this.machine.pid}/root${path}`;
  }

  /** What becomes of the machine's addresses from now on, line by line as `ip monitor` says it. */
  async watchAddresses(): Promise<Journal> {
    const command = ["ip", "-oneline", "monitor", "address"];
    const { stdout } = spawnIn(this.machine, command, { stdio: ["ignore", "pipe", "inherit"] });
    const journal = new Journal("ip monitor").read(stdout);
    // It does not say when it listens: it does when it sees what is done for it.
    await until(
      () => "ip monitor sees an address come and go",
      async () => {
        await this.run("ip addr add 127.0.0.9/32 dev lo; ip addr del 127.0.0.9/32 dev lo");
        return journal.matches(/Deleted .*127\.0\.0\.9/).length > 0;
      },
    );
    return journal;
  }
}
