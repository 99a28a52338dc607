import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { env } from "node:process";
import type { Settings } from "../core/settings.ts";
import { askDaemon, controlPath } from "../daemon/control.ts";
import type { Facts, Firewall, Gap, HeardMaster, Interface, IptablesSave, TextFile } from "../doctor/facts.ts";
import { findProgram } from "../host/program.ts";
import type { Report } from "../status/report.ts";

/** Doctor need not be started by the user that the daemon runs as. */
const DAEMON = { name: "root" };

const HAPROXY = "/etc/haproxy/haproxy.cfg";

/**
 * Asks this machine everything that the diagnosis of these settings needs: its commands, /proc, and files. Nothing is
 * changed. `haproxy`: configuration files of haproxy; undefined: Debian's and Red Hat's, if it is there.
 */
export function examine(
  settings: Settings,
  haproxy: readonly string[] | undefined,
  heard: readonly HeardMaster[],
): Facts {
  const gaps: Gap[] = [];
  const interfaces = examineInterfaces(gaps);
  const files = haproxy ?? (existsSync(HAPROXY) ? [HAPROXY] : []);
  return {
    ...(interfaces && { interfaces }),
    firewall: examineFirewall(gaps),
    haproxy: files.flatMap((path) => readText(path, gaps)),
    nonlocalBind: readFileSync("/proc/sys/net/ipv4/ip_nonlocal_bind", "utf8").trim() === "1",
    programs: settings.scripts.map(({ name, command, user }) => ({
      script: name,
      found: findProgram(command, user ?? DAEMON),
    })),
    heard,
    gaps,
  };
}

/** The masters that the daemon with this pid file hears as their backup; none if no daemon answers. */
export async function hearMasters(pidFile: string): Promise<readonly HeardMaster[]> {
  const answer = await askDaemon(controlPath(pidFile), "status").catch(() => undefined);
  if (answer === undefined) return [];
  const report: Report = JSON.parse(answer);
  return report.instances.flatMap(({ state, master, virtualRouterId, interface: link }) =>
    state === "BACKUP" && master ? [{ interface: link, virtualRouterId, ...master }] : [],
  );
}

type Answer =
  | { readonly kind: "output"; readonly text: string }
  | { readonly kind: "not installed" }
  | { readonly kind: "failed"; readonly reason: string };

/** What administrators' commands need to be found without a login shell of root's. */
const PATH = `${env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;

function ask(command: string, ...words: readonly string[]): Answer {
  const options = {
    encoding: "utf8",
    timeout: 10_000,
    maxBuffer: 1 << 30,
    env: { ...env, PATH, LC_ALL: "C" },
  } as const;
  const { error, status, stdout, stderr } = spawnSync(command, words, options);
  if (error && "code" in error && error.code === "ENOENT") return { kind: "not installed" };
  if (status === 0) return { kind: "output", text: stdout };
  const said = stderr?.trim().split("\n")[0];
  return {
    kind: "failed",
    reason: `${[command, ...words].join(" ")}: ${error?.message ?? (said || `status ${status}`)}`,
  };
}

function examineInterfaces(gaps: Gap[]): readonly Interface[] | undefined {
  const answer = ask("ip", "-json", "address", "show");
  if (answer.kind === "output") return readLinks(JSON.parse(answer.text));
  const reason = answer.kind === "failed" ? answer.reason : "there is no command ip";
  gaps.push({ what: "the interfaces", reason, cure: "install iproute2 (iproute on Red Hat)" });
  return undefined;
}

/** The part of `ip -json address show` that is read here. */
type Link = {
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly operstate: string;
  readonly addr_info: readonly { readonly family: string; readonly local: string; readonly prefixlen: number }[];
};

function readLinks(links: readonly Link[]): readonly Interface[] {
  return links.map(({ ifname, flags, operstate, addr_info }) => ({
    name: ifname,
    up: flags.includes("UP"),
    // IFF_RUNNING, netdevice(7): links without a notion of carrier are in the state UNKNOWN.
    carrier: operstate === "UP" || operstate === "UNKNOWN",
    multicast: flags.includes("MULTICAST"),
    addresses: addr_info
      .filter(({ family }) => family === "inet")
      .map(({ local, prefixlen }) => ({ address: local, prefixLength: prefixlen })),
  }));
}

function examineFirewall(gaps: Gap[]): Firewall {
  const nft = ask("nft", "-j", "list", "ruleset");
  const saves = ["iptables-nft", ...(hasLegacyTables() ? ["iptables-legacy"] : [])].map(askSave);
  // Systems that have but one kind of iptables call it so.
  if (saves.every(({ answer }) => answer.kind === "not installed")) saves.push(askSave("iptables"));
  const answers = [nft, ...saves.map(({ answer }) => answer)];
  for (const answer of answers) {
    // iptables-nft gives up on tables that nft alone understands, and otherwise complains of the same.
    const covered = nft.kind !== "not installed" && answer === saves[0]?.answer;
    if (answer.kind !== "failed" || covered) continue;
    gaps.push({ what: "the firewall", reason: answer.reason, cure: "run doctor as root" });
  }
  if (answers.every(({ kind }) => kind === "not installed")) {
    const reason = "neither nft nor iptables is installed";
    gaps.push({ what: "the firewall", reason, cure: "install nftables, if anything here filters packets" });
  }
  return { ...(nft.kind === "output" && { nftRuleset: nft.text }), saves: saves.flatMap(readSave) };
}

function askSave(command: string): { readonly command: string; readonly answer: Answer } {
  return { command, answer: ask(`${command}-save`) };
}

function readSave({ command, answer }: ReturnType<typeof askSave>): readonly IptablesSave[] {
  if (answer.kind !== "output") return [];
  return [{ command, inNftables: answer.text.includes("(nf_tables)"), text: answer.text }];
}

/** Asking iptables-legacy for tables that are not there would load its modules. */
function hasLegacyTables(): boolean {
  try {
    return readFileSync("/proc/net/ip_tables_names", "utf8").trim() !== "";
  } catch {
    return false; // No such module; or not root, of which nft complains as well.
  }
}

function readText(path: string, gaps: Gap[]): readonly TextFile[] {
  try {
    return [{ path, text: readFileSync(path, "utf8") }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    gaps.push({ what: path, reason, cure: "name haproxy's configuration with --haproxy FILE" });
    return [];
  }
}
