import assert from "node:assert/strict";
import { test } from "node:test";
import type { RealServer } from "../../src/config/keywords/real-server.ts";
import type { Machine } from "../../src/config/machine.ts";
import { severityOf } from "../../src/config/problem.ts";
import { type Reading, readSettings } from "../../src/config/read.ts";
import { filesOf, readText } from "./reading.ts";

/** A real server with these checks, in a service that nothing is wrong with. */
function text(checks: string, head = "10.0.0.1 80", service = "192.0.2.1 80"): string {
  const protocol = service.startsWith("fwmark") ? "" : "protocol TCP\n";
  const basics = `lvs_sched rr\nlvs_method NAT\n${protocol}`;
  return `virtual_server ${service} {\n${basics}real_server ${head} {\n${checks.replaceAll("; ", "\n")}\n}\n}\n`;
}

function told({ problems }: Reading): string[] {
  return problems.map((problem) => `${severityOf(problem)}: ${problem.message}`);
}

function said(checks: string, head?: string, service?: string): string[] {
  return told(readText(text(checks, head, service)));
}

function read(checks: string): Partial<RealServer> {
  return readText(text(checks)).document.virtual_server?.[0]?.given.real_server?.[0]?.given ?? {};
}

test("nothing is said of checks that are right", () => {
  const right = [
    "TCP_CHECK {; }",
    "TCP_CHECK {; connect_ip fe80::1; bind_if eth0; bindto 2001:db8::1; bind_port 99; }",
    "PING_CHECK {; retry 4; }; PING_CHECK {; connect_ip 2001:db8::1; }",
    "UDP_CHECK {; payload 01 02; require_reply 01 XX; min_reply_length 2; }",
    "SMTP_CHECK {; connect_port 2525; helo_name here; }",
    "DNS_CHECK {; connect_port 5353; type aaaa; name www.example.org.; }",
    "HTTP_GET {; url {; path /; }; url {; path /a; regex a; regex_no_match; regex_options caseless; }; }",
    "SSL_GET {; connect_port 443; enable_sni; virtualhost a; url {; path /; tls_compliant off; }; }",
    "SSL_GET {; connect_port 443; sni_name a; url {; path /; }; }",
    "SSL_GET {; connect_port 443; sni_name; url {; path /; virtualhost a; }; }",
  ];
  for (const checks of right) assert.deepEqual(said(checks), [], checks);
  assert.deepEqual(said("TCP_CHECK {; connect_port 80; }; PING_CHECK {; }", "10.0.0.1", "fwmark 7"), []);
});

test("several checks of one kind are kept in the order of the file", () => {
  const { TCP_CHECK = [], HTTP_GET = [] } = read(
    "TCP_CHECK {; connect_port 1; }; HTTP_GET {; url {; path /a; }; url {; path /b; }; }; TCP_CHECK {; connect_port 2; }",
  );
  assert.deepEqual(
    TCP_CHECK.map(({ given }) => given.connect_port),
    [1, 2],
  );
  assert.deepEqual(
    HTTP_GET[0]?.given.url?.map(({ given }) => given.path),
    ["/a", "/b"],
  );
});

test("octets are pairs of digits, a single digit before a blank is one, X is any digit", () => {
  const given = (lines: string) => read(`UDP_CHECK {; ${lines}; }`).UDP_CHECK?.[0]?.given;
  assert.equal(given("payload Ab12f 3 456 546443123")?.payload, "ab120f0345065464431203");
  assert.equal(given('payload "01 02" 3')?.payload, "010203");
  assert.equal(given("require_reply 0x X 1X")?.require_reply, "0X0X1X");
  assert.equal(given("require_reply")?.require_reply, "");
  assert.equal(given("payload 0X")?.payload, undefined);
});

test("status codes of several lines add up", () => {
  const { HTTP_GET } = read("HTTP_GET {; url {; path /; status_code 200 301-304; status_code 404; }; }");
  assert.deepEqual(HTTP_GET?.[0]?.given.url?.[0]?.given.status_code, [
    { first: 200, last: 200 },
    { first: 301, last: 304 },
    { first: 404, last: 404 },
  ]);
});

test("backslashes are interpreted before a regular expression is read, and those that are lost are told", () => {
  const expression = (word: string) =>
    read(`HTTP_GET {; url {; path /; regex ${word}; }; }`).HTTP_GET?.[0]?.given.url?.[0]?.given.regex;
  assert.equal(expression('"a\\\\d{2} \\x41\\t$"'), "a\\d{2} A\t$");
  assert.equal(expression("'say \"ok\"'"), 'say "ok"');
  assert.equal(expression("bare"), "bare");
  const warned = said('HTTP_GET {; url {; path /; regex "a\\.b\\d"; }; }');
  assert.deepEqual(warned, ["warning: `\\.` is interpreted first: the regular expression has `.` there"]);
  assert.deepEqual(said('HTTP_GET {; url {; path /; regex "a\\\\.b\\n"; }; }'), []);
});

test("a check without a port of its own goes to that of the real server, else of the service, else nowhere", () => {
  const advice = "advice: this TCP_CHECK goes to port 80; keepalived's would go to port 0";
  assert.deepEqual(said("TCP_CHECK {; }", "10.0.0.1"), [advice]);
  const nowhere = "warning: there is no port that this TCP_CHECK could go to";
  assert.deepEqual(said("TCP_CHECK {; }", "10.0.0.1", "fwmark 7"), [nowhere]);
  assert.deepEqual(said("TCP_CHECK {; }", "10.0.0.1 80", "fwmark 7"), []);
});

test("a timeout longer than the interval is told once, where it is given nearest to the check", () => {
  const slow = "an attempt may take 9 s, which is longer than the interval of 6 s";
  const checks = "delay_loop 6; connect_timeout 9; TCP_CHECK {; }; PING_CHECK {; }";
  assert.deepEqual(said(checks), [`advice: ${slow}`]);
  assert.deepEqual(said("delay_loop 6; TCP_CHECK {; connect_timeout 6; }"), []);
  assert.deepEqual(said("TCP_CHECK {; connect_timeout 61; delay_loop 70; }"), []);
  const misc = "delay_loop 6; MISC_CHECK {; misc_path /check; misc_timeout 7; }";
  const security = "security: scripts are run without enable_script_security";
  assert.deepEqual(said(misc).toSorted(), [
    "advice: the command may take 7 s, which is longer than the interval of 6 s",
    security,
  ]);
  assert.deepEqual(said(misc.replace("misc_timeout 7", "misc_timeout 0")), [security]);
});

test("a session that only virtual routers may know of is none for a check", () => {
  const session = (lines: string) => `bfd_instance peer {\nneighbor_ip 10.0.0.1\n${lines}\n}\n`;
  const check = text("BFD_CHECK {; name peer; }");
  assert.deepEqual(told(readText(session("") + check)), []);
  assert.deepEqual(told(readText(session("checker") + check)), []);
  assert.deepEqual(told(readText(session("vrrp\nchecker") + check)), []);
  assert.deepEqual(told(readText(session("vrrp") + check)), ["error: bfd_instance `peer` is for virtual routers only"]);
  const late = "error: bfd_instance `peer` is defined only in line 11";
  assert.deepEqual(told(readText(check + session(""))), [late]);
});

test("a FILE_CHECK names a file that is tracked above it", () => {
  const file = "track_file level {\nfile /run/level\n}\n";
  const check = text("FILE_CHECK {; track_file level; weight -2 reverse; }");
  assert.deepEqual(told(readText(file + check)), []);
  assert.deepEqual(told(readText(file.replace("track_file", "vrrp_track_file") + check)).filter(isError), []);
  assert.deepEqual(told(readText(check + file)), ["error: track_file `level` is defined only in line 12"]);
  const other = "error: there is no track_file `levle`";
  assert.deepEqual(told(readText(file + check.replace("level", "levle"))), [other]);
});

function isError(line: string): boolean {
  return line.startsWith("error");
}

/** A machine on which everything is as it should be, but for what a test says. */
const machine: Machine = {
  interfaces: new Map([["eth0", { loopback: false, addresses: [] }]]),
  hasUser: () => true,
  hasGroup: () => true,
  examineScript: () => ({ kind: "safe" }),
  examineSecret: () => "private",
};

function onMachine(source: string, changes: Partial<Machine> = {}): string[] {
  const options = { configId: "node1", machine: { ...machine, ...changes } };
  return told(readSettings("k", filesOf({ k: source }), options));
}

test("an interface that the machine lacks keeps a check from being made", () => {
  const checks = text("TCP_CHECK {; bind_if eth1; }; PING_CHECK {; bind_if eth0; }");
  assert.deepEqual(onMachine(checks), ["warning: this machine has no interface `eth1`"]);
  assert.deepEqual(onMachine(`global_defs {\ndynamic_interfaces\n}\n${checks}`), []);
  assert.deepEqual(onMachine(checks, { interfaces: undefined }), []);
});

test("the files of the SSL block are there, its key is for its owner alone, and somebody uses it", () => {
  const block = "SSL {\nkey /k.pem\ncertificate /c.pem\n}\n";
  const checks = text("SSL_GET {; connect_port 443; url {; path /; }; }");
  assert.deepEqual(onMachine(block + checks), []);
  assert.deepEqual(onMachine(block + checks, { examineSecret: () => "readable by others" }), [
    "security: others than the owner may read /k.pem",
  ]);
  assert.deepEqual(onMachine(block + checks, { examineSecret: () => "missing" }), [
    "warning: there is no file `/k.pem`",
    "warning: there is no file `/c.pem`",
  ]);
  assert.deepEqual(onMachine(block), ["advice: no SSL_GET uses the SSL block"]);
});

test("a MISC_CHECK whose program is missing is told, though keepalived drops it without a word", () => {
  const scripts = "global_defs {\nenable_script_security\nscript_user root\n}\n";
  const checks = scripts + text('MISC_CHECK {; misc_path "/check one"; }');
  assert.deepEqual(onMachine(checks), []);
  const missing = onMachine(checks, { examineScript: () => ({ kind: "missing" }) });
  assert.deepEqual(missing, ["warning: there is no program `/check`"]);
});
