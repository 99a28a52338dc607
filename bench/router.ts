import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Namespace, runInNetwork } from "../lab/namespace.ts";
import { SECOND } from "../src/core/time.ts";
import type { IpAddress } from "../src/wire/ipv4.ts";
import { parseEpoch, type WallTime } from "./clock.ts";
import { type Daemon, type Program, startDaemon } from "./daemon.ts";
import type { Timing } from "./timing.ts";

export const VIRTUAL_ADDRESS: IpAddress = "10.9.0.100";

/** What a router is to be. Its interface has its name, so that an observer can tell the routers' interfaces apart. */
export type Role = {
  readonly name: string;
  readonly address: IpAddress;
  readonly state: "MASTER" | "BACKUP";
  readonly priority: number;
};

/** A machine with a daemon, whose state hangs on a check script if it is tracked. */
export class Router {
  readonly role: Role;
  readonly #machine: Namespace;
  readonly #program: Program;
  readonly #file: string;
  readonly #check: string;
  #daemon: Daemon | undefined;

  /** Writes its files into the directory. */
  constructor(machine: Namespace, role: Role, timing: Timing, program: Program, directory: string, tracked: boolean) {
    this.role = role;
    this.#machine = machine;
    this.#program = program;
    this.#file = join(directory, `${role.name}.conf`);
    this.#check = join(directory, `check-${role.name}`);
    writeFileSync(this.#check, checkScript(this.#check), { mode: 0o755 });
    writeFileSync(this.#file, configuration(role, timing, program, tracked ? this.#check : undefined));
  }

  /** Starts the daemon on a machine where none has left an address. */
  async start(): Promise<Daemon> {
    await this.kill();
    const leftover = ["ip", "address", "flush", "dev", this.role.name, "to", VIRTUAL_ADDRESS];
    await runInNetwork(this.#machine, leftover);
    this.#daemon = startDaemon(this.#machine, this.#program, this.#file);
    return this.#daemon;
  }

  /** SIGTERM; returns when it was sent. */
  stop(): Promise<WallTime> {
    return this.daemon().stop();
  }

  async kill(): Promise<void> {
    await this.#daemon?.kill();
    this.#daemon = undefined;
  }

  /** From its next run on the check ends like this. */
  setCheck(outcome: "succeeds" | "fails"): void {
    const flag = `${this.#check}.fails`;
    if (outcome === "fails") writeFileSync(flag, "");
    else rmSync(flag, { force: true });
  }

  /** When the first run of the check after a moment ended like this, by its own clock. */
  checkEnded(outcome: "succeeds" | "fails", after: WallTime): WallTime | undefined {
    const log = `${this.#check}.log`;
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    const ends = lines.filter((line) => line.endsWith(` ${outcome}`)).map(parseEpoch);
    return ends.find((end) => end > after);
  }

  /** Resolves when the daemon hears VRRP: its interface has joined the group. */
  async untilListening(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (readFileSync(`/proc/${this.#machine.pid}/net/igmp`, "latin1").includes(VRRP_GROUP)) return;
      await delay(PAUSE_MILLISECONDS);
    }
    throw new Error(`the daemon on ${this.role.name} does not listen for VRRP; it says: ${this.complaints()}`);
  }

  daemon(): Daemon {
    if (this.#daemon === undefined) throw new Error(`no daemon runs on ${this.role.name}`);
    return this.#daemon;
  }

  complaints(): string {
    return this.#daemon?.complaints() ?? "nothing";
  }
}

const PAUSE_MILLISECONDS = 10;
const ATTEMPTS = 1_000;

/** 224.0.0.18 as /proc/net/igmp has it: its four bytes taken for a number of this machine. */
const [GROUP_NUMBER = 0] = new Uint32Array(Uint8Array.of(224, 0, 0, 18).buffer);
const VRRP_GROUP = GROUP_NUMBER.toString(16).toUpperCase().padStart(8, "0");

/** Says when it ends, as late as it can. */
function checkScript(path: string): string {
  return `#!/bin/bash
export LC_ALL=C
outcome=succeeds status=0
if [[ -e ${path}.fails ]]; then outcome=fails status=1; fi
echo "$EPOCHREALTIME $outcome" >>${path}.log
exit $status
`;
}

/** Without a weight: a check that fails is a fault, and the master resigns. */
function configuration(
  role: Role,
  { version, interval }: Timing,
  { realtime }: Program,
  check: string | undefined,
): string {
  const script = `vrrp_script check {
  script "${check}"
  interval 1
  fall 1
  rise 1
}
`;
  return `global_defs {
  router_id ${role.name}
  vrrp_version ${version}
  script_user root
${realtime ? "  vrrp_rt_priority 50\n" : ""}}

${check === undefined ? "" : script}
vrrp_instance bench {
  state ${role.state}
  interface ${role.name}
  virtual_router_id 51
  priority ${role.priority}
  advert_int ${interval / SECOND}
  virtual_ipaddress {
    ${VIRTUAL_ADDRESS}/24
  }
${check === undefined ? "" : "  track_script {\n    check\n  }\n"}}
`;
}
