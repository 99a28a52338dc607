import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "../../src/config/keywords/root.ts";
import { severityOf } from "../../src/config/problem.ts";
import { configurationJson } from "../../src/config/render-json.ts";
import { printKeywords } from "../../src/config/types/blocks.ts";
import { readText } from "./reading.ts";

/** What is said of the text, without the places. */
function said(text: string): string[] {
  return readText(text).problems.map((problem) => `${severityOf(problem)}: ${problem.message}`);
}

/** A virtual server that nothing is wrong with, but for what the lines say. */
function service(
  lines: string,
  head = "192.0.2.1 80",
  basics = "lvs_sched rr\nlvs_method NAT\nprotocol TCP\n",
): string {
  return `virtual_server ${head} {\n${basics}${lines.replaceAll("; ", "\n")}\n}\n`;
}

const SERVER = "real_server 10.0.0.1 80 {; }";
const MARKED = "lvs_sched rr\nlvs_method NAT\n";

test("virtual servers and real servers are kept in the order of the file, also when two have one head", () => {
  const { document } = readText(
    service(`${SERVER}; real_server 10.0.0.2 {; weight 3; }; ${SERVER}`) +
      service(SERVER, "fwmark 7", MARKED) +
      service(SERVER, "group web") +
      service(SERVER),
  );
  const [first, ...others] = document.virtual_server ?? [];
  assert.deepEqual(
    [first, ...others].map((block) => block?.head),
    [
      { kind: "address", address: "192.0.2.1", port: 80 },
      { kind: "fwmark", mark: 7 },
      { kind: "group", name: "web" },
      { kind: "address", address: "192.0.2.1", port: 80 },
    ],
  );
  assert.deepEqual(
    first?.given.real_server?.map(({ head, given }) => ({ ...head, ...given })),
    [
      { address: "10.0.0.1", port: 80 },
      { address: "10.0.0.2", port: 0, weight: 3 },
      { address: "10.0.0.1", port: 80 },
    ],
  );
  assert.equal(first?.name.text, "192.0.2.1 80");
});

test("a group has the addresses from the first to the last, and marks", () => {
  const entries = [
    "192.0.2.1 80",
    "192.0.2.5-9",
    "192.0.2.250-192.0.3.5 80",
    "192.0.2.64/28 80",
    "2001:DB8::1-FF 80",
    "2001:db8::/126",
    "fwmark 7 inet6",
  ];
  const { document } = readText(`virtual_server_group web {\n${entries.join("\n")}\n}\n`);
  const found = document.virtual_server_group?.get("web")?.given.entries.map(({ place, ...entry }) => entry);
  const addresses = (first: string, last: string, port: number) => ({ kind: "addresses", first, last, port });
  assert.deepEqual(found, [
    addresses("192.0.2.1", "192.0.2.1", 80),
    addresses("192.0.2.5", "192.0.2.9", 0),
    addresses("192.0.2.250", "192.0.3.5", 80),
    addresses("192.0.2.64", "192.0.2.79", 80),
    addresses("2001:db8::1", "2001:db8::ff", 80),
    addresses("2001:db8::", "2001:db8::3", 0),
    { kind: "fwmark", mark: 7, family: "inet6" },
  ]);
});

test("nothing is said of what is right", () => {
  const right = [
    service(SERVER),
    service("persistence_timeout; real_server 10.0.0.1 {; }", "192.0.2.1"),
    service("persistence_granularity 255.255.255.0; real_server 10.0.0.1 {; }", "192.0.2.1"),
    service("ops; real_server 10.0.0.1 53 {; }", "192.0.2.1 53", "lvs_sched rr\nlvs_method NAT\nprotocol UDP\n"),
    service("ops; persistence_granularity 64; real_server 2001:db8::2 {; }", "fwmark 7", MARKED),
    service(
      "ip_family inet6; real_server 10.0.0.1 {; }; real_server 2001:db8::1 {; }",
      "fwmark 7",
      "lvs_sched rr\nlvs_method TUN\n",
    ),
    service(`sh-port; sh-fallback; ${SERVER}`, "192.0.2.1 80", "lvs_sched sh\nlvs_method NAT\nprotocol TCP\n"),
    service("real_server 10.0.0.1 80 {; lvs_method DR; }", "192.0.2.1 80", "lb_algo rr\nprotocol tcp\n"),
    service("real_server 10.0.0.1 8080 {; }; real_server 2001:db8::1 80 {; lvs_method TUN type gue port 6080; }"),
    service(
      "sorry_server 10.0.0.9 80; sorry_server_inhibit; sorry_server_lvs_method TUN; real_server 10.0.0.1 80 {; }",
    ),
    service("quorum 3; hysteresis 1; weight 2; real_server 10.0.0.1 80 {; }; real_server 10.0.0.2 80 {; }"),
    service(
      "quorum 2; hysteresis 1; real_server 10.0.0.1 80 {; MISC_CHECK {; misc_path /check; misc_dynamic; }; weight 2; }",
    ),
    service(SERVER) +
      service("real_server 10.0.0.1 80 {; }", "192.0.2.1 80", "lvs_sched rr\nlvs_method NAT\nprotocol UDP\n"),
    `virtual_server_group web {\n192.0.2.1 80\n2001:db8::1 80\nfwmark 3 inet\n}\n${service("real_server 10.0.0.1 80 {; }", "group web")}`,
  ];
  const scripts = "global_defs {\nenable_script_security\nscript_user root\n}\n";
  for (const text of right) assert.deepEqual(said(scripts + text), [], text);
});

test("an option counts where it stands behind what it belongs to, also if that is in another file", () => {
  const rest = `lvs_method NAT\nprotocol TCP\n${SERVER.replaceAll("; ", "\n")}\n}\n`;
  const text = `virtual_server 192.0.2.1 80 {\ninclude first.conf\nsh-port\n${rest}`;
  assert.deepEqual(readText(text, { "first.conf": "lvs_sched sh\n" }).problems, []);
  const late = `virtual_server 192.0.2.1 80 {\nsh-port\ninclude first.conf\n${rest}`;
  assert.deepEqual(
    readText(late, { "first.conf": "lvs_sched sh\n" }).problems.map(({ message }) => message),
    ["`sh-port` is ignored: it has to stand behind lvs_sched"],
  );
});

test("the family of a mark is that of its servers, of ip_family, or of the granularity", () => {
  const mixed = "real_server 10.0.0.1 {; }; real_server 2001:db8::1 {; }";
  const wrong = (address: string, family: string, other: string): string[] => [
    `error: ${address} is ${family}, and the service is ${other}`,
  ];
  assert.deepEqual(said(service(mixed, "fwmark 7", MARKED)), wrong("2001:db8::1", "IPv6", "IPv4"));
  assert.deepEqual(said(service(`ip_family inet6; ${mixed}`, "fwmark 7", MARKED)), wrong("10.0.0.1", "IPv4", "IPv6"));
  const tunnels = "lvs_sched rr\nlvs_method TUN\n";
  assert.deepEqual(said(service(mixed, "fwmark 7", tunnels)), []);
  const netmask = "a netmask says nothing of IPv6";
  const masked = "persistence_granularity 255.0.0.0; real_server 2001:db8::1 {; }";
  assert.deepEqual(said(service(masked, "fwmark 7", MARKED)), [`error: ${netmask}`]);
  assert.deepEqual(said(service(masked, "fwmark 7", tunnels)), []);
});

test("off behind a switch that keepalived turns on is taken at its word, and told", () => {
  for (const name of ["alpha", "omega", "inhibit_on_failure", "ha_suspend"] as const) {
    const { document, problems } = readText(service(`${name} off; ${SERVER}`));
    assert.equal(document.virtual_server?.[0]?.given[name], false);
    assert.deepEqual(problems.map(severityOf), ["advice"]);
    assert.equal(readText(service(`${name}; ${SERVER}`)).document.virtual_server?.[0]?.given[name], true);
  }
});

test("what a server and its checks do not say is that of the block around them", () => {
  const text = `global_defs {\nchecker_log_all_failures\n}\n${service(
    "delay_loop 7; weight 4; virtualhost www.example.org; " +
      "real_server 10.0.0.1 80 {; retry 2; TCP_CHECK {; }; DNS_CHECK {; }; MISC_CHECK {; retry 0; }; " +
      "HTTP_GET {; url {; path /; }; }; SMTP_CHECK {; connect_timeout 3; host {; }; }; }",
  )}`;
  const json = JSON.parse(JSON.stringify(configurationJson(readText(text))));
  const [{ values: outer }] = json.configuration.virtual_server;
  const [{ address, port, values: server }] = outer.real_server.value;
  assert.deepEqual([address, port], ["10.0.0.1", 80]);
  assert.deepEqual(server.weight, { value: 4, from: "virtual_server/weight" });
  assert.deepEqual(server.connect_timeout, { value: 5, from: "virtual_server/connect_timeout" });
  assert.deepEqual(server.delay_before_retry, { value: null });
  const [tcp, dns, misc, http, smtp] = ["TCP_CHECK", "DNS_CHECK", "MISC_CHECK", "HTTP_GET", "SMTP_CHECK"].map(
    (name) => server[name].value[0].values,
  );
  assert.deepEqual(tcp.delay_loop, { value: 7, from: "real_server/delay_loop" });
  assert.deepEqual(tcp.warmup, { value: 7, from: "delay_loop" });
  assert.deepEqual(tcp.retry, { value: 2, from: "real_server/retry" });
  assert.deepEqual(tcp.delay_before_retry, { value: 1, from: "default" });
  assert.deepEqual(dns.delay_before_retry, { value: 7, from: "delay_loop" });
  assert.equal(misc.retry.value, 0);
  assert.deepEqual(misc.misc_timeout, { value: 7, from: "virtual_server/delay_loop" });
  assert.deepEqual(http.delay_before_retry, { value: 3, from: "default" });
  const [{ values: url }] = http.url.value;
  assert.deepEqual(url.virtualhost, { value: "www.example.org", from: "HTTP_GET/virtualhost" });
  assert.deepEqual(url.status_code, { value: ["200-299"], from: "default" });
  const [{ values: host }] = smtp.host.value;
  assert.deepEqual(host.connect_timeout, { value: 3, from: "SMTP_CHECK/connect_timeout" });
});

test("a value is printed in the words of the file", () => {
  const lines = [
    "virtual_server fwmark 7 {",
    "    lvs_sched mh",
    "    lvs_method TUN type gue port 6080 csum",
    "    persistence_timeout 90",
    "    alpha off",
    '    quorum_up "/bin/echo one\\ two" root',
    "    real_server 2001:db8::1 443 {",
    "        SSL_GET {",
    "            url {",
    '                regex "a\\\\.b\\x22c"',
    "                status_code 200 300-399",
    "            }",
    "        }",
    "    }",
    "}",
  ];
  const { document } = readText(lines.join("\n"));
  const printed = printKeywords(root, document).join("\n");
  assert.equal(printed, lines.join("\n"));
});

test("ten thousand virtual servers are read and judged", { timeout: 60_000 }, () => {
  const one = (index: number) =>
    service(
      "real_server 10.0.0.1 80 {; TCP_CHECK {; }; }; real_server 10.0.0.2 80 {; TCP_CHECK {; }; }",
      `10.1.${index >> 8}.${index & 255} 80`,
    );
  const text = Array.from({ length: 10_000 }, (_, index) => one(index)).join("");
  const { document, problems } = readText(text);
  assert.equal(document.virtual_server?.length, 10_000);
  assert.deepEqual(problems, []);
});

test("a large group that many virtual servers name is looked at once", { timeout: 60_000 }, () => {
  const entries = Array.from({ length: 20_000 }, (_, index) => `10.1.${index >> 8}.${index & 255} 80`);
  const text = `virtual_server_group web {\n${entries.join("\n")}\n}\n${service(SERVER, "group web").repeat(5000)}`;
  assert.deepEqual(
    new Set(said(text)),
    new Set([
      "warning: `TCP group web` is served already, by the virtual_server in line 20003",
      "warning: problems of this kind that are not shown, from here on: 4799",
    ]),
  );
});
