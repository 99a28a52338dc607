import { type Infer, keyword, needing } from "../schema.ts";
import { blocks } from "../types/blocks.ts";
import { forwarding } from "../types/forwarding.ts";
import { uint } from "../types/numbers.ts";
import { notifyScript } from "../types/script.ts";
import { bool, word } from "../types/text.ts";
import { httpGet, sslGet } from "./check-http.ts";
import { bfdCheck, fileCheck, miscCheck } from "./check-local.ts";
import { dnsCheck, pingCheck, smtpCheck, tcpCheck, udpCheck } from "./check-network.ts";
import { interval, pause, timeout, U32 } from "./checking.ts";

/** What a real server says about itself. */
const server = needing("ipvs", {
  weight: keyword({
    type: uint(0, 2_147_483_647),
    inherits: ["virtual_server/weight"],
    onChange: "live",
    doc: "Its share of the connections, and what it adds to the quorum; 0: no new connections.",
  }),
  lvs_method: keyword({
    type: forwarding,
    inherits: ["virtual_server/lvs_method"],
    onChange: "live",
    doc: "How packets get to it.",
  }),
  uthreshold: keyword({
    type: uint(0, U32),
    default: 0,
    onChange: "live",
    doc: "With so many connections it gets no new ones; 0: no limit.",
  }),
  lthreshold: keyword({
    type: uint(0, U32),
    default: 0,
    onChange: "live",
    doc: "With fewer connections than this it gets new ones again.",
  }),
  inhibit_on_failure: keyword({
    type: bool,
    inherits: ["virtual_server/inhibit_on_failure"],
    onChange: "live",
    doc: "When it fails its weight is 0, and its connections stay; else it is taken out.",
  }),
  notify_up: keyword({ type: notifyScript, onChange: "live", otherwise: "none", doc: "Run when it comes up." }),
  notify_down: keyword({ type: notifyScript, onChange: "live", otherwise: "none", doc: "Run when it goes down." }),
  alpha: keyword({
    type: bool,
    inherits: ["virtual_server/alpha"],
    onChange: "live",
    doc: "Default of alpha in its checks.",
  }),
  retry: keyword({
    type: uint(1, U32),
    inherits: ["virtual_server/retry"],
    onChange: "live",
    doc: "Default of retry in its checks.",
  }),
  delay_before_retry: keyword({
    type: pause,
    inherits: ["virtual_server/delay_before_retry"],
    onChange: "live",
    doc: "Default of delay_before_retry in its checks.",
  }),
  warmup: keyword({
    type: pause,
    inherits: ["virtual_server/warmup"],
    onChange: "live",
    doc: "Default of warmup in its checks.",
  }),
  connect_timeout: keyword({
    type: timeout,
    inherits: ["virtual_server/connect_timeout"],
    onChange: "live",
    doc: "Default of connect_timeout in its checks.",
  }),
  delay_loop: keyword({
    type: interval,
    inherits: ["virtual_server/delay_loop"],
    onChange: "live",
    doc: "Default of delay_loop in its checks.",
  }),
  smtp_alert: keyword({
    type: bool,
    default: true,
    inherits: ["global_defs/smtp_alert_checker", "global_defs/smtp_alert"],
    onChange: "live",
    doc: "Mail when its state changes; what the virtual_server says about mail does not count.",
  }),
  virtualhost: keyword({
    type: word("host"),
    inherits: ["virtual_server/virtualhost"],
    onChange: "live",
    doc: "Default of virtualhost in HTTP_GET and SSL_GET.",
  }),
  snmp_name: keyword({ type: word("name"), onChange: "live", otherwise: "none", doc: "Its name in SNMP." }),
});

/** How its state is found out. All checks must be good; without any it is always up. */
const checks = needing("checkers", {
  TCP_CHECK: keyword({
    type: blocks(tcpCheck, "TCP_CHECK"),
    default: [],
    onChange: "live",
    doc: "A TCP connection can be opened.",
  }),
  HTTP_GET: keyword({
    type: blocks(httpGet, "HTTP_GET"),
    default: [],
    onChange: "live",
    doc: "Pages are delivered over HTTP.",
  }),
  SSL_GET: keyword({
    type: blocks(sslGet, "SSL_GET"),
    default: [],
    onChange: "live",
    doc: "Pages are delivered over HTTPS.",
  }),
  SMTP_CHECK: keyword({
    type: blocks(smtpCheck, "SMTP_CHECK"),
    default: [],
    onChange: "live",
    doc: "A mail server greets.",
  }),
  DNS_CHECK: keyword({
    type: blocks(dnsCheck, "DNS_CHECK"),
    default: [],
    onChange: "live",
    doc: "A name server answers.",
  }),
  UDP_CHECK: keyword({
    type: blocks(udpCheck, "UDP_CHECK"),
    default: [],
    onChange: "live",
    doc: "A datagram is not refused.",
  }),
  PING_CHECK: keyword({
    type: blocks(pingCheck, "PING_CHECK"),
    default: [],
    onChange: "live",
    doc: "An ICMP echo comes back.",
  }),
  MISC_CHECK: keyword({
    type: blocks(miscCheck, "MISC_CHECK"),
    default: [],
    onChange: "live",
    doc: "A command succeeds.",
  }),
  FILE_CHECK: keyword({
    type: blocks(fileCheck, "FILE_CHECK"),
    default: [],
    onChange: "live",
    doc: "The value in a tracked file.",
  }),
  BFD_CHECK: keyword({
    type: blocks(bfdCheck, "BFD_CHECK"),
    default: [],
    onChange: "live",
    doc: "A BFD session is up.",
  }),
});

/** `real_server <ip> [<port>] { … }` */
export const realServer = { ...server, ...checks };

export type RealServer = Infer<typeof realServer>;
