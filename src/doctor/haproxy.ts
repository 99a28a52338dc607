import type { IpAddress } from "../wire/ipv4.ts";
import type { Configuration, Machine, TextFile } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { addressNumber, type Interval } from "./interval.ts";

/** One address and its ports of a `bind` line. */
export type Bind = {
  readonly line: number;
  /** "any": every address of the machine, also those that come later. */
  readonly host: IpAddress | "any";
  readonly ports: Interval;
  /** With it haproxy binds addresses that the machine does not have. */
  readonly transparent: boolean;
};

/** The tutorial's last note, from both sides: haproxy bound to the VIP, or to the machine's own address only. */
export function diagnoseHaproxy({ settings }: Configuration, facts: Machine): readonly Finding[] {
  const addresses = settings.instances.flatMap((one) => [...one.addresses, ...one.excludedAddresses]);
  const virtual = new Set(addresses.map(({ address }) => address));
  const watched = settings.scripts.some(({ command }) => command.join(" ").includes("haproxy"));
  return facts.haproxy.flatMap((file) => {
    const binds = readBinds(file.text);
    const blocked = facts.nonlocalBind ? [] : diagnoseBlocked(file, binds, virtual, facts);
    return [...blocked, ...diagnoseUnreachable(file, binds, virtual, facts, watched ? "error" : "warning")];
  });
}

/** Every IPv4 address of the `bind` lines in `frontend` and `listen` sections; names and variables are passed over. */
export function readBinds(text: string): readonly Bind[] {
  let section = "";
  return text.split("\n").flatMap((line, index) => {
    const words = line
      .replace(/(^|\s)#.*/, "")
      .replace(/["']/g, "")
      .trim()
      .split(/\s+/);
    const [keyword = "", addresses = ""] = words;
    if (SECTIONS.has(keyword)) section = keyword;
    if (keyword !== "bind" || (section !== "frontend" && section !== "listen")) return [];
    return addresses.split(",").flatMap((one) => readBind(one, words.slice(2), index + 1));
  });
}

/** What begins a section: haproxy's configuration manual, chapters 2 to 4 and 12. */
const SECTIONS = new Set([
  ...["global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "mailers", "userlist", "program"],
  ...["cache", "http-errors", "ring", "log-forward", "log-profile", "fcgi-app", "crt-store", "traces", "acme"],
]);

/** Prefixes of IPv4 in haproxy's addresses; the others name sockets of another kind. */
const IPV4_PREFIX = /^(?:stream\+|dgram\+)?(?:ipv4|tcp4?|udp4?|quic4?|mptcp4?)@/;

function readBind(address: string, options: readonly string[], line: number): readonly Bind[] {
  const [, host = "", first = "", last = first] =
    /^([^@/$]*):(\d{1,5})(?:-(\d{1,5}))?$/.exec(address.replace(IPV4_PREFIX, "")) ?? [];
  const ports = { from: Number(first), to: Number(last) };
  if (first === "") return [];
  const transparent = options.includes("transparent");
  if (["", "*", "0.0.0.0"].includes(host)) return [{ line, host: "any", ports, transparent }];
  // The unspecified address of IPv6 takes IPv4 with it unless told otherwise.
  if (["::", "[::]"].includes(host))
    return options.includes("v6only") ? [] : [{ line, host: "any", ports, transparent }];
  return addressNumber(host) === undefined ? [] : [{ line, host, ports, transparent }];
}

function diagnoseBlocked(
  { path }: TextFile,
  binds: readonly Bind[],
  virtual: ReadonlySet<IpAddress>,
  { interfaces }: Machine,
): readonly Finding[] {
  const local = interfaces.flatMap((one) => one.addresses.map(({ address }) => address));
  return binds.flatMap(({ host, ports, transparent, line }): Finding[] => {
    if (host === "any" || transparent || host.startsWith("127.")) return [];
    if (!virtual.has(host) && local.includes(host)) return [];
    const reason = virtual.has(host)
      ? `the virtual address ${host}, which only the master has: on the backup haproxy cannot start, and its check keeps failing`
      : `${host}, which no interface of this machine has: haproxy cannot start`;
    return [
      {
        severity: "error",
        name: "haproxy-cannot-bind",
        what: `haproxy binds ${reason} (net.ipv4.ip_nonlocal_bind is 0).`,
        where: `${path}:${line}`,
        cure: `write "bind *:${show(ports)}", or allow it, in /etc/sysctl.d/ too so that it lasts`,
        command: "sysctl -w net.ipv4.ip_nonlocal_bind=1",
      },
    ];
  });
}

/** Only where no bind takes the VIP: a second one at a fixed address, as for statistics, is meant so. */
function diagnoseUnreachable(
  { path }: TextFile,
  binds: readonly Bind[],
  virtual: ReadonlySet<IpAddress>,
  { interfaces }: Machine,
  severity: Finding["severity"],
): readonly Finding[] {
  if (virtual.size === 0 || binds.some(({ host }) => host === "any" || virtual.has(host))) return [];
  const local = interfaces.flatMap((one) => one.addresses.map(({ address }) => address));
  const fixed = binds.filter(({ host }) => local.includes(host) && !host.startsWith("127."));
  const [vip] = virtual;
  return fixed.map(({ host, ports, line }) => ({
    severity,
    name: "haproxy-not-on-vip",
    what: `haproxy binds only ${host}, this machine's own address: it answers there, but not at the virtual address ${vip}.`,
    where: `${path}:${line}`,
    cure: `write "bind *:${show(ports)}"`,
  }));
}

function show({ from, to }: Interval): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
