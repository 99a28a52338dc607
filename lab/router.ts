import { readFileSync } from "node:fs";
import type { Settings } from "../src/core/settings.ts";
import type { Report } from "../src/status/report.ts";
import type { IpAddress } from "../src/wire/ipv4.ts";
import { type Backend, startBackend } from "./backend.ts";
import { type Condition, type Daemon, type Program, startDaemon } from "./daemon.ts";
import type { Namespace } from "./namespace.ts";
import type { Cut, MachinePlan, Network } from "./network.ts";
import { readReport } from "./status.ts";

/** A router's configuration: the file its daemon reads, and what that amounts to. */
export type Configuration = { readonly file: string; readonly settings: Settings };

/** One router of the lab: a machine with a daemon and an HTTP server, both of which can be made to fail. */
export class Router {
  readonly name: string;
  readonly machine: Namespace;
  readonly configuration: Configuration;
  /** What the daemon last said of itself; absent while none answers. */
  report: Report | undefined;
  /** The last lines of the daemon's log. */
  readonly log: string[] = [];
  link: "up" | Cut = "up";
  #network: Network;
  #interfaces: readonly string[];
  #program: Program;
  #onLine: (router: Router, line: string) => void;
  #daemon: Daemon | undefined;
  #backend: Backend | undefined;
  #asking = false;

  constructor(
    network: Network,
    plan: MachinePlan,
    configuration: Configuration,
    program: Program,
    onLine: (router: Router, line: string) => void,
  ) {
    this.name = plan.name;
    this.machine = network.machine(plan.name);
    this.configuration = configuration;
    this.#network = network;
    this.#interfaces = plan.interfaces.map(({ name }) => name);
    this.#program = program;
    this.#onLine = onLine;
  }

  get daemon(): Condition {
    return this.#daemon?.condition() ?? "stopped";
  }

  get backend(): "up" | "down" {
    return this.#backend === undefined ? "down" : "up";
  }

  startDaemon(): void {
    if (this.daemon === "running" || this.daemon === "frozen") return;
    this.#daemon = startDaemon(this.machine, this.#program, this.configuration.file, (line) => {
      this.log.push(line);
      if (this.log.length > KEPT_LINES) this.log.shift();
      this.#onLine(this, line);
    });
  }

  async stopDaemon(): Promise<void> {
    await this.#daemon?.stop();
  }

  async killDaemon(): Promise<void> {
    await this.#daemon?.kill();
  }

  freezeDaemon(): void {
    this.#daemon?.freeze();
  }

  thawDaemon(): void {
    this.#daemon?.thaw();
  }

  startBackend(): void {
    this.#backend ??= startBackend(this.machine, () => {
      this.#backend = undefined;
    });
  }

  async stopBackend(): Promise<void> {
    await this.#backend?.kill();
  }

  /** All of its links at once. */
  async cut(how: Cut): Promise<void> {
    await Promise.all(this.#interfaces.map((each) => this.#network.cut(this.name, each, how)));
    this.link = how;
  }

  async mend(): Promise<void> {
    await Promise.all(this.#interfaces.map((each) => this.#network.mend(this.name, each)));
    this.link = "up";
  }

  /** Asks the daemon anew, unless it still owes an answer. */
  async refresh(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.report = await readReport(this.machine);
    this.#asking = false;
  }

  /** The IPv4 addresses that the router's kernel answers for, as it says itself. */
  addresses(): ReadonlySet<IpAddress> {
    const trie = readFileSync(`/proc/${this.machine.pid}/net/fib_trie`, "latin1");
    return new Set([...trie.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g)].map(([, address]) => address ?? ""));
  }
}

const KEPT_LINES = 200;
