import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readText, render } from "./reading.ts";

const REST = "interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 192.0.2.1\n }\n";
const instance = (lines: string): string => `vrrp_instance A {\n${REST} ${lines}\n}\n`;
const script = (lines: string): string => `vrrp_script s {\n${lines}\n}\n`;
const tracked = (lines: string): string => script('script "/bin/true"') + instance(`track_script {\n${lines}\n}`);

/** Files on which both programs agree: used by both, or complained of by both. */
const same: Readonly<Record<string, string>> = {
  nothing: "",
  "the smallest instance": instance(""),
  "braces on one line":
    "global_defs{router_id A}\nvrrp_instance A{interface eth0\nvirtual_router_id 1\nvirtual_ipaddress{192.0.2.1}}\n",
  "an opening brace on the next line": "global_defs\n{\n router_id A\n}\n",
  "comments in any place": 'global_defs { # {\n ! {\n router_id "a#b!c" # "\n}\n',
  definitions: `$ID=7\n$LINES=priority 9 \\\n advert_int 2\nvrrp_instance A {\ninterface eth0\nvirtual_router_id \${ID}\n virtual_ipaddress { 192.0.2.\${ID} }\n $LINES\n}\n`,
  "conditions of another id": `@nobody nonsense {\n${instance("@nobody priority 300")}`,
  "all options of an address": instance(
    "virtual_ipaddress {\n 10.0.0.1/24 dev eth1 scope link brd + label eth1:1\n 10.0.0.2/24 broadcast 10.0.0.255\n}",
  ),
  "a quoted script": tracked("s weight 10 reverse"),
  "a script with all keywords": script(
    'script "/bin/true"\n interval 2\n timeout 3\n weight -2\n rise 2\n fall 2\n user root\n init_fail',
  ),
  "gratuitous ARP": instance(
    "garp_master_delay 1\n garp_master_repeat 1\n garp_master_refresh 60\n garp_master_refresh_repeat 2\n garp_lower_prio_delay 10\n garp_lower_prio_repeat 1",
  ),
  "global defaults":
    "global_defs {\n vrrp_version 3\n vrrp_garp_master_delay 10\n vrrp_garp_master_repeat 1\n vrrp_garp_lower_prio_delay 0\n vrrp_garp_lower_prio_repeat 0\n vrrp_garp_master_refresh 0\n vrrp_garp_master_refresh_repeat 1\n vrrp_lower_prio_no_advert true\n vrrp_higher_prio_send_advert false\n vrrp_startup_delay 5.5\n}\n",
  "preempt and its delay": instance(
    "preempt\n preempt_delay 300\n state BACKUP\n dont_track_primary\n accept\n debug 0",
  ),
  "version 3 with hundredths": instance("version 3\n advert_int 0.25\n down_timer_adverts 3"),
  "a password": instance("authentication {\n auth_type PASS\n auth_pass 12345678\n}"),
  "repeated keywords": instance("priority 10\n priority 20"),
  "words too many": instance("priority 10 20"),
  "an unknown keyword": instance("prioritty 100"),
  "a keyword outside its block": "priority 100\n",
  "a block not closed": "global_defs {\n router_id a\n",
  "a brace too many": "global_defs {\n router_id a\n}\n}\n",
  "a keyword without its value": "global_defs {\n router_id\n}\n",
  "a number out of range": instance("priority 256"),
  "a number that is none": instance("advert_int 1s"),
  "an unknown state": instance("state FAULT"),
  "an unknown script": instance("track_script {\n s\n}"),
  "a script used before its definition": instance("track_script {\n s\n}") + script('script "/bin/true"'),
  "a weight out of range": tracked("s weight 300"),
  "an address that is none": instance("virtual_ipaddress {\n 192.0.2.300\n}"),
  "two addresses on a line": instance("virtual_ipaddress {\n 192.0.2.2 192.0.2.3\n}"),
  "no virtual_router_id": "vrrp_instance A {\n interface eth0\n virtual_ipaddress { 192.0.2.1 }\n}\n",
  "no interface": "vrrp_instance A {\n virtual_router_id 1\n virtual_ipaddress { 192.0.2.1 }\n}\n",
  "the loopback interface": instance("interface lo"),
  "one virtual_router_id twice": instance("") + instance("").replace("A {", "B {").replace("2.1", "2.2"),
  "one name twice": instance("") + instance("virtual_router_id 2"),
  "version 3 without addresses": "vrrp_instance A {\n version 3\n interface eth0\n virtual_router_id 1\n}\n",
  "a script without a command": script("interval 1"),
};

/** Files that keepalived complains of and corrects, and that are used here, with a warning. */
const corrected: Readonly<Record<string, string>> = {
  "nopreempt with state MASTER": instance("state MASTER\n priority 100\n nopreempt"),
  "advert_int with a fraction in version 2": instance("advert_int 1.5"),
  "a long password": instance("authentication {\n auth_type PASS\n auth_pass 123456789\n}"),
  "a password in version 3": instance("version 3\n authentication {\n auth_type PASS\n auth_pass x\n}"),
  "a script tracked twice": tracked("s\n s"),
  "the own interface tracked": instance("track_interface {\n eth0\n}"),
  "a repeat of 0": instance("garp_master_repeat 0"),
};

/** Files that keepalived chokes on, and that are read here as they are meant. */
const better: Readonly<Record<string, string>> = {
  "blanks of other scripts": instance("priority 120\u3000\u3000# 优先级\n state\u00a0BACKUP"),
  "a byte order mark": `\ufeffglobal_defs {\n router_id a\n}\n`,
};

/** Files that keepalived uses in a way that nobody can have meant. */
const stricter: Readonly<Record<string, string>> = {
  "a script with arguments but without quotes": script("script /bin/test -f /run/x"),
};

const missing = [
  ...(existsSync("/usr/sbin/keepalived") ? [] : ["keepalived is not installed"]),
  ...(process.getuid?.() === 0 ? [] : ["it needs root, to make a network namespace"]),
].join(", ");
const skip = missing === "" || process.env.CI === "true" ? false : missing;

test("files are used and refused as by Debian's keepalived, but for known differences", {
  skip,
  timeout: 120_000,
}, () => {
  assert.equal(missing, "");
  const all = { ...same, ...corrected, ...better, ...stricter };
  const statuses = testWithKeepalived(all);
  const surprises: string[] = [];
  for (const [name, text] of Object.entries(all)) {
    const reading = readText(text);
    const [here, there] = [reading.settings !== undefined, statuses.get(name) === 0];
    const expected = name in same ? here === there : name in stricter ? there && !here : here && !there;
    const told = reading.problems.length > 0 || !(name in corrected);
    if (!expected || !told) surprises.push(`${name}: status ${statuses.get(name)}; here:\n${render(reading)}`);
  }
  assert.equal(surprises.join("\n"), "");
});

/** The exit status of `keepalived -t` for each text, in a network namespace with the interfaces eth0 and eth1. */
function testWithKeepalived(texts: Readonly<Record<string, string>>): ReadonlyMap<string, number> {
  const directory = mkdtempSync(join(tmpdir(), "verdicts-"));
  try {
    const names = Object.keys(texts);
    // What it says of scripts as such is not what is compared here.
    const prelude = "global_defs {\n script_user root\n enable_script_security\n}\n";
    for (const [index, name] of names.entries()) writeFileSync(join(directory, `${index}`), `${texts[name]}${prelude}`);
    const commands =
      "ip link add eth0 type veth peer name eth1 && ip link set eth0 up && ip link set eth1 up || exit 1";
    const loop = `for n in $(seq 0 ${names.length - 1}); do keepalived -t -f $n >/dev/null 2>&1; echo $?; done`;
    const run = spawnSync("unshare", ["--net", "sh", "-c", `${commands}; ${loop}`], {
      cwd: directory,
      encoding: "utf8",
    });
    assert.equal(run.stderr, "");
    const statuses = run.stdout.trim().split("\n").map(Number);
    return new Map(names.map((name, index) => [name, statuses[index] ?? Number.NaN]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
