import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { doctor } from "../../src/cli/doctor.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { ip } from "../kernel/namespace.ts";
import { requiring } from "../netns/requirements.ts";
import { layWire, layWitness, nft, prepare, receiver, sender } from "./wire.ts";

const options = prepare(import.meta.url);
const wire = options.skip ? undefined : layWire();
const directory = mkdtempSync(join(tmpdir(), "doctor-"));
after(() => rmSync(directory, { recursive: true }));

const VIP = "10.77.0.9";

/** Writes a file into the test's directory and gives its path. */
function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function configuration(link: string, more = ""): string {
  const text = `${more}vrrp_instance VI_1 {\n  interface ${link}\n  virtual_router_id 51\n  virtual_ipaddress {\n    ${VIP}\n  }\n`;
  return file("keepalived.conf", `${text}${more === "" ? "" : "  track_script {\n    check\n  }\n"}}\n`);
}

async function ask(...argv: readonly string[]): Promise<{ status: number; findings: readonly Finding[] }> {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  // The machine's own haproxy has nothing to do with this.
  const haproxy = argv.includes("--haproxy") ? [] : ["--haproxy", "/dev/null"];
  const status = await doctor([...argv, ...haproxy, "--json"], { write });
  return { status, findings: JSON.parse(text) };
}

async function names(...argv: readonly string[]): Promise<readonly string[]> {
  return (await ask(...argv)).findings.map(({ severity, name }) => `${severity} ${name}`);
}

function run(command: string | undefined): void {
  assert.ok(command, "there is no command");
  execFileSync("sh", ["-c", command]);
}

/** Firewalls that drop what arrives at the receiver, and where doctor must see that. */
const firewalls: readonly { readonly what: string; readonly lay: () => void; readonly where: string }[] = [
  {
    what: "a policy of drop",
    lay: () =>
      nft(`table inet filter {
        chain input { type filter hook input priority filter; policy drop; ct state established,related accept; tcp dport 22 accept; }
      }`),
    where: "nft, table inet filter, chain input",
  },
  {
    what: "an explicit drop",
    lay: () =>
      nft("table ip guard { chain arriving { type filter hook prerouting priority 0; ip protocol vrrp drop; }\n}"),
    where: "nft, table ip guard, chain arriving",
  },
  {
    what: "a set of protocols",
    lay: () =>
      nft(`table inet filter {
        set wanted { type inet_proto; elements = { tcp, udp, icmp } }
        chain input { type filter hook input priority 0; policy accept; meta l4proto != @wanted reject; }
      }`),
    where: "nft, table inet filter, chain input",
  },
  {
    what: "a jump to a chain that drops",
    lay: () =>
      nft(`table inet filter {
        chain multicast { ip daddr 224.0.0.0/24 goto junk; }
        chain junk { counter drop; }
        chain input { type filter hook input priority 0; iifname "lo" accept; iifname vmap { ${receiver.name} : jump multicast }; }
      }`),
    where: "nft, table inet filter, chain input",
  },
  {
    what: "a drop at the device",
    lay: () =>
      nft(`table netdev edge {
        chain in { type filter hook ingress device ${receiver.name} priority 0; ip daddr 224.0.0.0/4 drop; }
      }`),
    where: "nft, table netdev edge, chain in",
  },
  ...(["iptables-nft", "iptables-legacy"] as const).map((tool) => ({
    what: `${tool} with a policy of drop`,
    lay: () => run(`${tool} -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT && ${tool} -P INPUT DROP`),
    where: `${tool}, table ip filter, chain INPUT`,
  })),
  ...(["iptables-nft", "iptables-legacy"] as const).map((tool) => ({
    what: `${tool} with a drop in another table`,
    lay: () =>
      run(
        `${tool} -t mangle -N JUNK && ${tool} -t mangle -A JUNK -j DROP && ${tool} -t mangle -A PREROUTING -p 112 -m comment --comment "-j ACCEPT" -j JUNK`,
      ),
    where: `${tool}, table ip mangle, chain PREROUTING`,
  })),
];

function clear(): void {
  for (const table of ["filter", "mangle"]) {
    run(`iptables-legacy -t ${table} -F && iptables-legacy -t ${table} -X`);
  }
  run("iptables-legacy -P INPUT ACCEPT");
  nft("flush ruleset");
  layWitness();
}

for (const { what, lay, where } of firewalls) {
  test(`Doctor sees ${what}, and its command opens the firewall`, options, async () => {
    clear();
    lay();
    assert.equal(await wire?.passes(), false);
    const path = configuration(receiver.name);
    const { findings } = await ask("-f", path);
    const [finding] = findings;
    assert.deepEqual([findings.length, finding?.name, finding?.where], [1, "protocol-dropped", where]);
    run(finding?.command);
    assert.deepEqual((await ask("-f", path)).findings, []);
    assert.equal(await wire?.passes(), true);
    clear();
  });
}

test("What leaves may be dropped as well", options, async () => {
  nft(
    `table inet filter { chain output { type filter hook output priority 0; oifname ${sender.name} ip protocol 112 reject; }\n}`,
  );
  assert.equal(await wire?.passes(), false);
  const path = configuration(sender.name);
  const { status, findings } = await ask("-f", path);
  assert.deepEqual([status, findings.map(({ name }) => name)], [1, ["protocol-dropped"]]);
  run(findings[0]?.command);
  assert.deepEqual(await ask("-f", path), { status: 0, findings: [] });
  assert.equal(await wire?.passes(), true);
  clear();
});

test("A firewall that lets VRRP through before it drops is no finding", options, async () => {
  nft(`table inet filter {
    chain input { type filter hook input priority 0; policy drop; ip daddr 224.0.0.18 accept; meta l4proto 112 drop; }
  }`);
  assert.equal(await wire?.passes(), true);
  assert.deepEqual(await names("-f", configuration(receiver.name)), []);
  clear();
});

test("A rule that nobody can judge without the packet is a warning that names it", options, async () => {
  nft(
    "table inet filter { chain input { type filter hook input priority 0; policy drop; limit rate 1/hour accept; }\n}",
  );
  const { status, findings } = await ask("-f", configuration(receiver.name));
  assert.equal(status, 0);
  assert.deepEqual(
    findings.map(({ severity, name }) => [severity, name]),
    [["warning", "protocol-dropped"]],
  );
  assert.match(findings[0]?.what ?? "", /may be dropped .* depending on .*\(limit\)/);
  clear();
});

test(
  "An interface that is down is switched on by the command, and one without a peer has no link",
  options,
  async () => {
    ip("link add doctor2 type veth peer name doctor3");
    ip("address add 10.77.0.3/24 dev doctor2");
    const path = configuration("doctor2");
    const { findings } = await ask("-f", path);
    assert.deepEqual(
      findings.map(({ severity, name }) => `${severity} ${name}`),
      ["error interface-down"],
    );
    run(findings[0]?.command);
    assert.deepEqual(await names("-f", path), ["error interface-no-carrier"]);
    ip("link set doctor3 up");
    assert.deepEqual(await names("-f", path), []);
    ip("link set doctor2 multicast off");
    const [deaf] = (await ask("-f", path)).findings;
    assert.equal(deaf?.name, "interface-no-multicast");
    run(deaf?.command);
    ip("address flush dev doctor2");
    assert.deepEqual(await names("-f", path), ["error interface-no-address"]);
    ip("link delete doctor2");
    const [missing] = (await ask("-f", path)).findings;
    assert.equal(missing?.name, "interface-missing");
    assert.match(missing?.cure ?? "", new RegExp(`"interface (${sender.name}|${receiver.name})"`));
    assert.equal(missing?.where, `${path}:2`);
  },
);

test("A script is looked for as its user would start it", options, async () => {
  const script = file("check.sh", "#!/bin/sh\nexit 0\n");
  chmodSync(directory, 0o755);
  chmodSync(script, 0o700);
  const with_ = (lines: string) => configuration(receiver.name, `vrrp_script check {\n  ${lines}\n}\n`);
  assert.deepEqual(await names("-f", with_(`script ${script}`)), []);
  const closed = await ask("-f", with_(`script ${script}\n  user nobody`));
  assert.deepEqual(
    closed.findings.map(({ name }) => name),
    ["script-not-executable"],
  );
  chmodSync(script, 0o755);
  assert.deepEqual(await names("-f", with_(`script ${script}\n  user nobody`)), []);
  assert.deepEqual(await names("-f", with_(`script ${script}\n  user nobody-of-that-name`)), [
    "error script-not-executable",
  ]);
  assert.deepEqual(await names("-f", with_("script /nowhere/check.sh")), ["error script-missing"]);
});

/** Debian's haproxy with one `bind` line: whether it starts here. */
function haproxyStarts(path: string): boolean {
  const pidFile = join(directory, "haproxy.pid");
  const { status, error } = spawnSync("haproxy", ["-D", "-f", path, "-p", pidFile], { timeout: 20_000 });
  if (error !== undefined) throw error;
  if (status === 0) process.kill(Number(readFileSync(pidFile, "utf8")), "SIGTERM");
  return status === 0;
}

function haproxy(bind: string): string {
  return file(
    "haproxy.cfg",
    `defaults\n  mode tcp\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nlisten web\n  bind ${bind}\n`,
  );
}

const withHaproxy = options.skip ? options : requiring("haproxy");

test(
  "Where haproxy cannot start because of the VIP, doctor says so, and each of its cures helps",
  withHaproxy,
  async () => {
    ip("link set lo up");
    const path = configuration(receiver.name);
    const bound = haproxy(`${VIP}:8080`);
    const { findings } = await ask("-f", path, "--haproxy", bound);
    assert.deepEqual(
      findings.map(({ severity, name, where }) => [severity, name, where]),
      [["error", "haproxy-cannot-bind", `${bound}:7`]],
    );
    assert.equal(haproxyStarts(bound), false);
    run(findings[0]?.command);
    assert.deepEqual(await names("-f", path, "--haproxy", bound), []);
    assert.equal(haproxyStarts(bound), true);
    writeFileSync("/proc/sys/net/ipv4/ip_nonlocal_bind", "0");
    const advised = haproxy(/"bind ([^"]+)"/.exec(findings[0]?.cure ?? "")?.[1] ?? "");
    assert.deepEqual(await names("-f", path, "--haproxy", advised), []);
    assert.equal(haproxyStarts(advised), true);
  },
);

test("The machine is not changed by asking, and without a firewall none is made", options, async () => {
  nft("flush ruleset");
  const state = () =>
    execFileSync("sh", ["-c", "nft list ruleset; ip address; cat /proc/net/ip_tables_names"], { encoding: "utf8" });
  const before = state();
  assert.deepEqual(await names("-f", configuration(receiver.name)), []);
  assert.equal(state(), before);
});
