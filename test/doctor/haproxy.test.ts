import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { diagnoseHaproxy, readBinds } from "../../src/doctor/haproxy.ts";
import { eth0, healthy, tutorial } from "./configuration.ts";

function binds(...lines: readonly string[]): readonly string[] {
  return readBinds(["frontend web", ...lines].join("\n")).map(({ host, ports }) =>
    ports.from === ports.to ? `${host}:${ports.from}` : `${host}:${ports.from}-${ports.to}`,
  );
}

test("Every form of an IPv4 address in a bind line is read", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["bind 192.168.0.121:80", ["192.168.0.121:80"]],
    ["  bind   192.168.0.121:80 ssl crt /etc/ssl/x.pem", ["192.168.0.121:80"]],
    ["bind 10.0.0.1:80,10.0.0.2:443", ["10.0.0.1:80", "10.0.0.2:443"]],
    ["bind 10.0.0.1:8000-8010", ["10.0.0.1:8000-8010"]],
    ["bind *:80", ["any:80"]],
    ["bind :80,:443", ["any:80", "any:443"]],
    ["bind 0.0.0.0:80", ["any:80"]],
    ["bind ipv4@10.0.0.1:80", ["10.0.0.1:80"]],
    ["bind quic4@10.0.0.1:443 ssl", ["10.0.0.1:443"]],
    ["bind :::80 v4v6", ["any:80"]],
    ["bind [::]:80", ["any:80"]],
    ["bind :::80 v6only", []],
    ["bind [fe80::1]:80", []],
    ["bind ipv6@:80", []],
    ["bind /run/haproxy.sock", []],
    ["bind unix@/run/haproxy.sock", []],
    ["bind abns@name", []],
    ["bind fd@7", []],
    ['bind "$VIP:80"', []],
    ["bind www.example.org:80", []],
    ['bind "10.0.0.1:80"', ["10.0.0.1:80"]],
    ["# bind 10.0.0.1:80", []],
    ["bind 10.0.0.1:80 # :443", ["10.0.0.1:80"]],
    ["bind 10.0.0.1", []],
    ["bind", []],
  ];
  for (const [line, expected] of table) assert.deepEqual(binds(line), expected, line);
});

test("Only frontends and listens bind for clients", () => {
  const text = [
    "global",
    " bind :1",
    "listen a",
    " bind :2",
    "backend b",
    " bind :3",
    "peers p",
    " bind :4",
    "frontend f",
    " bind :5",
  ];
  assert.deepEqual(
    readBinds(text.join("\n")).map(({ line, ports }) => [line, ports.from]),
    [
      [4, 2],
      [10, 5],
    ],
  );
});

test("No text makes the reader throw", () => {
  const token = fc.constantFrom(
    "bind",
    "frontend",
    "listen",
    " ",
    "\n",
    ":",
    "*",
    ",",
    "-",
    "@",
    "[",
    "]",
    "10.0.0.1",
    "ipv4@",
    '"',
    "#",
    "99999",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(token, fc.string())), (parts) => {
      for (const { ports } of readBinds(`frontend x\nbind ${parts.join("")}`)) assert.ok(Number.isInteger(ports.from));
    }),
  );
});

function diagnose(bind: string, more: { readonly nonlocalBind?: boolean } = {}) {
  const haproxy = [{ path: "/etc/haproxy/haproxy.cfg", text: `listen web\n  bind ${bind}\n` }];
  const interfaces = [eth0, { ...eth0, name: "lo", addresses: [{ address: "127.0.0.1", prefixLength: 8 }] }];
  return diagnoseHaproxy(tutorial("priority 100"), { ...healthy, interfaces, haproxy, ...more });
}

test("haproxy on the VIP cannot start where the VIP is not", () => {
  assert.deepEqual(diagnose("192.168.0.121:80"), [
    {
      severity: "error",
      name: "haproxy-cannot-bind",
      what: "haproxy binds the virtual address 192.168.0.121, which only the master has: on the backup haproxy cannot start, and its check keeps failing (net.ipv4.ip_nonlocal_bind is 0).",
      where: "/etc/haproxy/haproxy.cfg:2",
      cure: 'write "bind *:80", or allow it, in /etc/sysctl.d/ too so that it lasts',
      command: "sysctl -w net.ipv4.ip_nonlocal_bind=1",
    },
  ]);
  assert.deepEqual(diagnose("192.168.0.121:80", { nonlocalBind: true }), []);
  assert.deepEqual(diagnose("192.168.0.121:80 transparent"), []);
});

test("The other router's address in a copied file keeps haproxy from starting too", () => {
  const [finding] = diagnose("192.168.0.5:80");
  assert.equal(finding?.name, "haproxy-cannot-bind");
  assert.match(finding?.what ?? "", /192\.168\.0\.5, which no interface of this machine has/);
});

test("haproxy on the machine's own address alone is not reached through the VIP, as the tutorial's last note has it", () => {
  const [finding, ...others] = diagnose("192.168.0.4:80");
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, "error");
  assert.equal(finding?.name, "haproxy-not-on-vip");
  assert.equal(finding?.cure, 'write "bind *:80"');
});

test("Everything that answers at the VIP is in order", () => {
  for (const bind of [
    "*:80",
    ":80",
    "0.0.0.0:80",
    "127.0.0.1:80",
    "*:80,192.168.0.4:9000",
    "127.0.0.5:80",
    ":::80 v4v6",
  ]) {
    assert.deepEqual(diagnose(bind), [], bind);
  }
});
