import { SECOND } from "../../core/time.ts";
import { type Infer, keyword, needing } from "../schema.ts";
import { type Endpoint, endpoint, endpointHead, type Service } from "../types/endpoint.ts";
import { forwarding } from "../types/forwarding.ts";
import { granularity } from "../types/granularity.ts";
import { type Headed, headedBlocks } from "../types/headed.ts";
import { uint, wholeSeconds } from "../types/numbers.ts";
import { notifyScript } from "../types/script.ts";
import { anyCase, bool, choice, flag, optional, switchOn, word } from "../types/text.ts";
import { interval, pause, timeout, U32 } from "./checking.ts";
import { type RealServer, realServer } from "./real-server.ts";

const scheduler = choice(
  ...(["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq", "twos"] as const),
);

/** keepalived's, where persistence is wanted and no time is given. */
export const PERSISTENCE = 360 * SECOND;

/** How connections are shared out. */
const balancing = {
  protocol: keyword({
    type: anyCase("TCP", "UDP", "SCTP"),
    onChange: "restart",
    otherwise: "UDP, and a warning; a fwmark has none",
    doc: "Of which protocol the port is.",
  }),
  ip_family: keyword({
    type: choice("inet", "inet6"),
    onChange: "restart",
    otherwise: "that of the addresses",
    doc: "Family of a fwmark whose real servers are behind tunnels.",
  }),
  lvs_sched: keyword({
    type: scheduler,
    onChange: "live",
    otherwise: "wlc, and a warning",
    doc: "The scheduler: how a real server is chosen for a connection.",
  }),
  lb_algo: keyword({ type: scheduler, alias: "lvs_sched", onChange: "live", doc: "The same as lvs_sched." }),
  lvs_method: keyword({
    type: forwarding,
    onChange: "live",
    otherwise: "NAT, and a warning",
    doc: "How packets get to the real servers.",
  }),
  lb_kind: keyword({ type: forwarding, alias: "lvs_method", onChange: "live", doc: "The same as lvs_method." }),
  "sh-port": keyword({ type: flag, onChange: "live", doc: "The scheduler sh hashes the port too; behind lvs_sched." }),
  "sh-fallback": keyword({
    type: flag,
    onChange: "live",
    doc: "The scheduler sh passes over servers of weight 0; behind lvs_sched.",
  }),
  "mh-port": keyword({ type: flag, onChange: "live", doc: "The scheduler mh hashes the port too; behind lvs_sched." }),
  "mh-fallback": keyword({
    type: flag,
    onChange: "live",
    doc: "The scheduler mh passes over servers of weight 0; behind lvs_sched.",
  }),
  hashed: keyword({ type: flag, onChange: "nothing", doc: "Does nothing; from old times of the scheduler sh." }),
  "flag-1": keyword({ type: flag, onChange: "live", doc: "The scheduler's first flag: sh-fallback, mh-fallback." }),
  "flag-2": keyword({ type: flag, onChange: "live", doc: "The scheduler's second flag: sh-port, mh-port." }),
  "flag-3": keyword({ type: flag, onChange: "live", doc: "The scheduler's third flag." }),
  ops: keyword({ type: flag, onChange: "live", doc: "Each datagram is scheduled for itself; with UDP." }),
  persistence_timeout: keyword({
    type: optional(wholeSeconds(1, 2_678_400), PERSISTENCE),
    onChange: "live",
    otherwise: "off; 360 without a value",
    doc: "For so long a client gets to the same real server again.",
  }),
  persistence_granularity: keyword({
    type: granularity,
    onChange: "live",
    otherwise: "a single address",
    doc: "Which clients count as one; it switches persistence on.",
  }),
  persistence_engine: keyword({
    type: word("name", 16),
    onChange: "live",
    otherwise: "none",
    doc: "What else than the address tells clients apart: sip.",
  }),
};

/** Defaults of what the real servers and their checks can say for themselves. */
const defaults = {
  weight: keyword({ type: uint(1, 2_147_483_647), default: 1, onChange: "live", doc: "Default of weight." }),
  alpha: keyword({ type: switchOn, default: false, onChange: "live", doc: "Default of alpha." }),
  inhibit_on_failure: keyword({
    type: switchOn,
    default: false,
    onChange: "live",
    doc: "Default of inhibit_on_failure.",
  }),
  retry: keyword({
    type: uint(1, U32),
    onChange: "live",
    otherwise: "1; of MISC_CHECK 0, of DNS_CHECK 3",
    doc: "Default of retry.",
  }),
  delay_before_retry: keyword({
    type: pause,
    onChange: "live",
    otherwise: "1; of HTTP_GET and SSL_GET 3, of DNS_CHECK delay_loop",
    doc: "Default of delay_before_retry.",
  }),
  warmup: keyword({ type: pause, onChange: "live", otherwise: "delay_loop", doc: "Default of warmup." }),
  connect_timeout: keyword({
    type: timeout,
    default: 5 * SECOND,
    onChange: "live",
    doc: "Default of connect_timeout.",
  }),
  delay_loop: keyword({ type: interval, default: 60 * SECOND, onChange: "live", doc: "Default of delay_loop." }),
  virtualhost: keyword({ type: word("host"), onChange: "live", otherwise: "none", doc: "Default of virtualhost." }),
};

/** What holds for the service as a whole. */
const service = {
  quorum: keyword({
    type: uint(1, U32),
    default: 1,
    onChange: "live",
    doc: "So much weight the servers that are up must have together.",
  }),
  hysteresis: keyword({
    type: uint(0, U32),
    default: 0,
    onChange: "live",
    doc: "The quorum is gained with so much more than it, and lost with so much less.",
  }),
  quorum_up: keyword({ type: notifyScript, onChange: "live", otherwise: "none", doc: "Run when it is gained." }),
  quorum_down: keyword({ type: notifyScript, onChange: "live", otherwise: "none", doc: "Run when it is lost." }),
  omega: keyword({
    type: switchOn,
    default: false,
    onChange: "live",
    doc: "A stop of the daemon is told to notify_down and quorum_down.",
  }),
  ha_suspend: keyword({
    type: switchOn,
    default: false,
    onChange: "live",
    doc: "Nothing is checked while the address is not on this machine.",
  }),
  smtp_alert: keyword({
    type: bool,
    default: false,
    inherits: ["global_defs/smtp_alert_checker", "global_defs/smtp_alert"],
    onChange: "live",
    doc: "Mail when the quorum is gained or lost.",
  }),
  snmp_name: keyword({ type: word("name"), onChange: "live", otherwise: "none", doc: "Its name in SNMP." }),
  sorry_server: keyword({
    type: endpoint,
    onChange: "live",
    otherwise: "none",
    doc: "Serves while the quorum is lost.",
  }),
  sorry_server_inhibit: keyword({
    type: flag,
    onChange: "live",
    doc: "The sorry server stays in the table with weight 0; behind sorry_server.",
  }),
  sorry_server_lvs_method: keyword({
    type: forwarding,
    inherits: ["lvs_method"],
    onChange: "live",
    doc: "How packets get to the sorry server; behind sorry_server.",
  }),
  real_server: keyword({
    type: headedBlocks(endpointHead, realServer, "real_server"),
    default: [],
    onChange: "live",
    otherwise: "required",
    doc: "One of the servers behind the service.",
  }),
};

/** `virtual_server <ip> [<port>] | fwmark <n> | group <name> { … }` */
export const virtualServer = needing("ipvs", { ...balancing, ...defaults, ...service });

export type VirtualServer = Infer<typeof virtualServer>;

/** The blocks as they are in the file. */
export type VirtualServerBlock = Headed<Service, VirtualServer>;
export type RealServerBlock = Headed<Endpoint, RealServer>;
