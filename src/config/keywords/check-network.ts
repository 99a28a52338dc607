import { SECOND } from "../../core/time.ts";
import { quote } from "../problem.ts";
import { need, refuse } from "../reader.ts";
import { type Infer, keyword, needing, type Type } from "../schema.ts";
import { blocks } from "../types/blocks.ts";
import { octets, pattern } from "../types/hex.ts";
import { uint } from "../types/numbers.ts";
import { statement } from "../types/statement.ts";
import { anyCase, word } from "../types/text.ts";
import { connection, pause, timing } from "./checking.ts";

/** `TCP_CHECK { … }` */
export const tcpCheck = needing("checkers", { ...connection, ...timing(1, SECOND) });

/** `PING_CHECK { … }` */
export const pingCheck = needing("checkers", { ...connection, ...timing(1, SECOND) });

/** `UDP_CHECK { … }` */
export const udpCheck = needing("checkers", {
  ...connection,
  ...timing(1, SECOND),
  payload: keyword({ type: octets, onChange: "restart", otherwise: "32 octets of text", doc: "What is sent." }),
  require_reply: keyword({
    type: pattern,
    onChange: "restart",
    doc: "There must be an answer, which begins with these octets; without this, silence is good.",
  }),
  min_reply_length: keyword({
    type: uint(0, 65_535),
    default: 0,
    onChange: "restart",
    doc: "A shorter answer is bad.",
  }),
  max_reply_length: keyword({
    type: uint(0, 65_535),
    default: 255,
    onChange: "restart",
    doc: "A longer answer is bad.",
  }),
});

/** `host { … }` of an SMTP_CHECK: what is not given is that of the check around it. */
const smtpHost = needing("checkers", {
  ...connection,
  connect_timeout: {
    ...connection.connect_timeout,
    inherits: ["SMTP_CHECK/connect_timeout"],
  },
  ...timing(1, SECOND, "SMTP_CHECK"),
});

/** `SMTP_CHECK { … }` */
export const smtpCheck = needing("checkers", {
  ...connection,
  ...timing(1, SECOND),
  helo_name: keyword({
    type: word("name"),
    default: "smtpchecker.keepalived.org",
    onChange: "restart",
    once: true,
    doc: "The name that the check introduces itself with.",
  }),
  host: keyword({
    type: blocks(smtpHost, "host"),
    default: [],
    onChange: "restart",
    doc: "A further target of the same check; a further SMTP_CHECK is plainer.",
  }),
});

const domain: Type<string> = {
  ...word("domain"),
  examples: {
    good: ["www.example.org", "www.example.org.", "."],
    bad: ["", "www..example.org", ".org", "..", `${"a".repeat(64)}.org`],
  },
  print: statement,
  read: (words) => {
    const found = need(words, domain.syntax);
    if (found === undefined) return undefined;
    const { text, place } = found;
    const labels = text === "." ? [] : text.replace(/\.$/, "").split(".");
    // RFC 1035 §2.3.4
    const fits = text.length <= 255 && labels.every((label) => label.length > 0 && label.length <= 63);
    return fits
      ? text
      : refuse(words, "value-wrong", place, `${quote(text)} is no domain: each part has 1 to 63 characters`);
  },
};

/** `DNS_CHECK { … }` */
export const dnsCheck = needing("checkers", {
  ...connection,
  ...timing(3, SECOND),
  delay_before_retry: keyword({
    type: pause,
    inherits: ["real_server/delay_before_retry", "delay_loop"],
    onChange: "live",
    doc: "From one attempt to the next.",
  }),
  type: keyword({
    type: anyCase("A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY"),
    default: "SOA",
    onChange: "restart",
    doc: "What is asked for.",
  }),
  name: keyword({ type: domain, default: ".", onChange: "restart", doc: "Of which domain it is asked for." }),
});

export type UdpCheck = Infer<typeof udpCheck>;
