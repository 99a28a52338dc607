import { SECOND } from "../../core/time.ts";
import type { Connection } from "../keywords/checking.ts";
import { type RealServerBlock, virtualServer } from "../keywords/virtual-server.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import { familyOf } from "../types/ip.ts";
import { type ServiceDraft, servicePort } from "./service.ts";

export const networkChecks = [
  "TCP_CHECK",
  "HTTP_GET",
  "SSL_GET",
  "SMTP_CHECK",
  "DNS_CHECK",
  "UDP_CHECK",
  "PING_CHECK",
] as const;

type CheckName = (typeof networkChecks)[number];

/** A check over the network where it stands. */
type Probe = Surroundings & { readonly name: CheckName; readonly check: Block<Connection> };

type Surroundings = { readonly draft: ServiceDraft; readonly server: RealServerBlock };

/** Where a check goes, where it comes from, and how long it may take. */
export function checkConnection(probe: Probe): void {
  checkAddresses(probe);
  checkLink(probe);
  checkSlowness(probe);
  if (probe.name === "PING_CHECK") checkEcho(probe);
  else checkPorts(probe);
}

/** How often a check is made. */
export function intervalOf({ draft, server, check }: Surroundings & { readonly check: Block<Interval> }): number {
  const { delay_loop: ofServer } = server.given;
  return check.given.delay_loop ?? ofServer ?? draft.block.given.delay_loop ?? virtualServer.delay_loop.absent;
}

type Interval = Pick<Connection, "delay_loop">;

function checkAddresses({ draft, server, name, check }: Probe): void {
  const { report } = draft.services;
  const { connect_ip: target = server.head.address, bindto } = check.given;
  if (/^fe[89ab]/.test(target) && check.places.bind_if === undefined) {
    const message = `${target} is a link-local address: this ${name} needs bind_if`;
    report("check-link-local", check.name.place, message, "add a line: bind_if <interface>");
  }
  if (bindto === undefined || familyOf(bindto) === familyOf(target)) return;
  const message = `nothing gets from ${bindto} to ${target}: they are of different families`;
  report("check-family", check.places.bindto ?? check.name.place, message);
}

function checkLink({ draft, check }: Probe): void {
  const { around, report } = draft.services;
  const { bind_if: link } = check.given;
  const known = around.global.dynamic_interfaces === undefined ? around.machine?.interfaces : undefined;
  if (link === undefined || known === undefined || known.has(link)) return;
  const cure = suggest(link, known.keys(), "`ip link` lists those that there are");
  const place = check.places.bind_if ?? check.name.place;
  report("check-interface", place, `this machine has no interface ${quote(link)}`, cure);
}

/** A timeout that is longer than the interval, as far as one of them is given somewhere. */
function checkSlowness(probe: Probe): void {
  const { draft, server, check } = probe;
  const given = check.given.connect_timeout ?? server.given.connect_timeout ?? draft.block.given.connect_timeout;
  const [timeout, interval] = [given ?? virtualServer.connect_timeout.absent, intervalOf(probe)];
  if (timeout <= interval) return;
  const blocks = [check.places, server.places, draft.block.places];
  const [place] = blocks.flatMap((places) => places.connect_timeout ?? places.delay_loop ?? []);
  const [long, short] = [timeout / SECOND, interval / SECOND];
  const message = `an attempt may take ${long} s, which is longer than the interval of ${short} s`;
  draft.services.report("check-slow", place ?? check.name.place, message);
}

/** An echo has no ports, and its socket no mark. */
function checkEcho({ draft, check }: Probe): void {
  for (const option of ["connect_port", "bind_port", "fwmark"] as const) {
    const place = check.places[option];
    if (place === undefined) continue;
    draft.services.report("keyword-idle", place, `${quote(option)} does nothing in a PING_CHECK`, "leave it out");
  }
}

function checkPorts(probe: Probe): void {
  checkTarget(probe);
  checkSpeech(probe);
  const { bindto, bind_port } = probe.check.places;
  if (bind_port === undefined || bindto !== undefined) return;
  const message = "keepalived ignores bind_port without bindto";
  probe.draft.services.report("quirk-avoided", bind_port, message, "add a line: bindto <ip>");
}

/** keepalived takes the port of the real server as it is written, though the server gets that of the service later. */
function checkTarget({ draft, server, name, check }: Probe): void {
  if (check.places.connect_port !== undefined || server.head.port !== 0) return;
  const { report } = draft.services;
  const { place } = check.name;
  const port = servicePort(draft);
  const cure = "write connect_port, or a port behind real_server";
  if (port === 0) report("check-portless", place, `there is no port that this ${name} could go to`, cure);
  else report("quirk-avoided", place, `this ${name} goes to port ${port}; keepalived's would go to port 0`, cure);
}

/** A check that speaks something else than what its port is for. */
function checkSpeech({ draft, server, name, check }: Probe): void {
  const { place } = check.name;
  const { report } = draft.services;
  const { connect_port: port = server.head.port === 0 ? servicePort(draft) : server.head.port } = check.given;
  const usual = USUAL_PORTS.get(name);
  if (port !== 0 && check.given.connect_port === undefined && usual?.includes(port) === false) {
    const message = `this ${name} goes to port ${port}, that of the real server; usual is ${usual.join(" or ")}`;
    report("check-port", place, message, "if it is meant so, say so with connect_port");
  }
  if (name === "HTTP_GET" && port === 443) {
    report("check-port", place, "this HTTP_GET goes to port 443, where HTTPS is spoken", "write SSL_GET");
  }
  if (name === "SSL_GET" && port === 80) {
    report("check-port", place, "this SSL_GET goes to port 80, where HTTP is spoken", "write HTTP_GET");
  }
}

const USUAL_PORTS: ReadonlyMap<CheckName, readonly number[]> = new Map([
  ["SMTP_CHECK", [25, 587]],
  ["DNS_CHECK", [53]],
]);
