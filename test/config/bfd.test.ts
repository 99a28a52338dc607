import assert from "node:assert/strict";
import { test } from "node:test";
import { severityOf } from "../../src/config/problem.ts";
import { configurationJson } from "../../src/config/render-json.ts";
import { readText } from "./reading.ts";

/** What is said of the sessions, but that nothing tracks them. */
function said(text: string): string[] {
  const problems = readText(text).problems.filter(({ kind }) => kind !== "tracker-unused");
  return problems.map((problem) => `${severityOf(problem)}: ${problem.message}`);
}

function session(name: string, ...lines: string[]): string {
  return `bfd_instance ${name} {\n${lines.join("\n")}\n}\n`;
}

test("a session needs nothing but its neighbour; its times are in milliseconds", () => {
  const text = session("a", "neighbour_ip 192.0.2.2", "min_rx 33.5", "hoplimit 7", "max_hops -1");
  assert.deepEqual(said(text), []);
  const reading = readText(text);
  const given = reading.document.bfd_instance?.get("a")?.given;
  assert.deepEqual(given, { neighbor_ip: "192.0.2.2", min_rx: 33_500, ttl: 7, max_hops: -1 });
  const { values } = JSON.parse(JSON.stringify(configurationJson(reading))).configuration.bfd_instance.a;
  assert.equal(values.min_rx.value, 33.5);
  assert.deepEqual(values.idle_tx, { value: 1000, from: "default" });
  assert.equal("hoplimit" in values, false);
});

test("max_hops is at most the ttl, that of IPv6 by default 64; -1 is any number", () => {
  const hops = (address: string, ...lines: string[]) => said(session("a", `neighbor_ip ${address}`, ...lines));
  assert.deepEqual(hops("192.0.2.2", "max_hops 255"), []);
  assert.deepEqual(hops("2001:db8::2", "max_hops 64"), []);
  assert.deepEqual(hops("2001:db8::2", "max_hops 65"), [
    "warning: max_hops 65 is more than the ttl of 64: it is taken as 64",
  ]);
  assert.deepEqual(hops("192.0.2.2", "ttl 5", "max_hops 6"), [
    "warning: max_hops 6 is more than the ttl of 5: it is taken as 5",
  ]);
  assert.deepEqual(hops("192.0.2.2", "ttl 5", "max_hops -1"), []);
});

test("sessions with one neighbour need addresses of their own, or another port", () => {
  const [a, b] = [session("a", "neighbor_ip 192.0.2.2"), session("b", "neighbor_ip 192.0.2.2")];
  const from = (name: string, address: string) => session(name, "neighbor_ip 192.0.2.2", `source_ip ${address}`);
  const twins = ["error: 192.0.2.2 is the neighbour of `a` in line 1 too"];
  assert.deepEqual(said(a + b), twins);
  assert.deepEqual(said(a + from("b", "192.0.2.1")), twins);
  assert.deepEqual(said(from("a", "192.0.2.1") + b), twins);
  assert.deepEqual(said(from("a", "192.0.2.1") + from("b", "192.0.2.1")), twins);
  assert.deepEqual(said(from("a", "192.0.2.1") + from("b", "192.0.2.3")), []);
  assert.deepEqual(said(a + session("b", "neighbor_ip 192.0.2.2", "multihop")), []);
  assert.deepEqual(said(a + session("b", "neighbor_ip 192.0.2.3")), []);
});

test("a session that nobody tracks is told, and one that is tracked by those who may not know of it", () => {
  const messages = (...lines: string[]): string[] => {
    const tracking = "track_bfd {\na\n}\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1\n}\n";
    const text = `${session("a", "neighbor_ip 192.0.2.2", ...lines)}vrrp_instance A {\n${tracking}}\n`;
    return readText(text).problems.map(({ message }) => message);
  };
  assert.deepEqual(messages(), []);
  assert.deepEqual(messages("vrrp"), []);
  assert.deepEqual(messages("vrrp", "checker"), []);
  assert.deepEqual(messages("checker"), ["bfd_instance `a` is for checks of real servers only"]);
  const { problems } = readText(session("a", "neighbor_ip 192.0.2.2"));
  assert.deepEqual(
    problems.map(({ message }) => message),
    ["nothing tracks bfd_instance `a`"],
  );
});

test("a name has at most 31 characters", () => {
  assert.deepEqual(said(session("a".repeat(31), "neighbor_ip 192.0.2.2")), []);
  assert.equal(said(session("a".repeat(32), "neighbor_ip 192.0.2.2")).length, 1);
});
