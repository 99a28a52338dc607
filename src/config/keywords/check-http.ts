import { SECOND } from "../../core/time.ts";
import { quote } from "../problem.ts";
import { need, refuse } from "../reader.ts";
import { type Infer, keyword, needing, type Type } from "../schema.ts";
import { blocks } from "../types/blocks.ts";
import { uint } from "../types/numbers.ts";
import { regex, regexOptions, regexStack } from "../types/regex.ts";
import { statement } from "../types/statement.ts";
import { statusCodes } from "../types/status-codes.ts";
import { anyCase, bool, flag, optional, word } from "../types/text.ts";
import { connection, timing, U32 } from "./checking.ts";

const digest: Type<string> = {
  syntax: "<32 hexadecimal digits>",
  schema: { type: "string" },
  examples: {
    good: ["0123456789abcdef0123456789ABCDEF"],
    bad: ["", "0123", "0123456789abcdef0123456789abcdeg", '""'],
  },
  json: (value) => value,
  print: statement,
  read: (words) => {
    const found = need(words, digest.syntax);
    if (found === undefined || /^[0-9a-fA-F]{32}$/.test(found.text)) return found?.text.toLowerCase();
    const cure = "it is what `genhash` or `md5sum` print of the page";
    return refuse(words, "value-wrong", found.place, `${quote(found.text)} is no MD5 sum: ${digest.syntax}`, cure);
  },
};

/** The rows of `url { … }`, which serve two blocks. */
function url(check: "HTTP_GET" | "SSL_GET") {
  return {
    path: keyword({ type: word("path"), onChange: "restart", otherwise: "required", doc: "What is asked for." }),
    digest: keyword({ type: digest, onChange: "restart", once: true, doc: "MD5 sum that the body must have." }),
    status_code: keyword({
      type: statusCodes,
      default: [{ first: 200, last: 299 }],
      onChange: "restart",
      doc: "Status codes of which the answer must have one.",
    }),
    virtualhost: keyword({
      type: word("host"),
      inherits: [`${check}/virtualhost`],
      onChange: "restart",
      doc: "The host that is asked.",
    }),
    regex: keyword({ type: regex, onChange: "restart", doc: "What the body must contain; PCRE2." }),
    regex_no_match: keyword({ type: flag, onChange: "restart", doc: "The body must not contain it." }),
    regex_options: keyword({ type: regexOptions, default: [], onChange: "restart", doc: "How it is searched." }),
    regex_min_offset: keyword({
      type: uint(0, U32),
      default: 0,
      onChange: "restart",
      doc: "Where in the body a match begins at the earliest.",
    }),
    regex_max_offset: keyword({
      type: uint(0, U32),
      onChange: "restart",
      doc: "Where in the body a match begins at the latest.",
    }),
    regex_stack: keyword({ type: regexStack, onChange: "live", otherwise: "PCRE2's", doc: "For long expressions." }),
  };
}

/** The rows of both checks but `url`. */
function get() {
  const times = timing(1, 3 * SECOND);
  return {
    ...connection,
    ...times,
    nb_get_retry: keyword({
      type: times.retry.type,
      alias: "retry",
      deprecated: "write `retry` instead",
      onChange: "live",
      doc: "The same as retry.",
    }),
    virtualhost: keyword({
      type: word("host"),
      inherits: ["real_server/virtualhost"],
      onChange: "restart",
      doc: "The host that is asked: the Host header, and the name in the TLS handshake.",
    }),
    http_protocol: keyword({
      type: anyCase("1.0", "1.0C", "1.1"),
      default: "1.0",
      onChange: "live",
      doc: "Version of the requests; 1.0C and 1.1 ask for the connection to be closed.",
    }),
    enable_sni: keyword({ type: bool, default: false, onChange: "live", doc: "The TLS handshake names the host." }),
    sni_name: keyword({
      type: optional(word("name"), ""),
      onChange: "restart",
      otherwise: "virtualhost",
      doc: "The name in the TLS handshake, which it switches on.",
    }),
    fast_recovery: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Without delay from one URL to the next until the check is good.",
    }),
  };
}

const tlsDoc = "The TLS connection is ended as the standard asks for it.";

const httpUrl = needing("checkers", url("HTTP_GET"));

const sslUrl = needing("checkers", {
  ...url("SSL_GET"),
  tls_compliant: keyword({
    type: bool,
    inherits: ["SSL_GET/tls_compliant"],
    onChange: "live",
    doc: tlsDoc,
  }),
});

const urlDoc = "A page that is asked for; several are asked for one after the other.";

/** `HTTP_GET { … }` */
export const httpGet = needing("checkers", {
  ...get(),
  url: keyword({ type: blocks(httpUrl, "url"), default: [], onChange: "restart", otherwise: "required", doc: urlDoc }),
});

/** `SSL_GET { … }` */
export const sslGet = needing("checkers", {
  ...get(),
  tls_compliant: keyword({ type: bool, default: false, onChange: "live", doc: tlsDoc }),
  url: keyword({ type: blocks(sslUrl, "url"), default: [], onChange: "restart", otherwise: "required", doc: urlDoc }),
});

/** What both checks have. */
export type HttpGet = Infer<typeof httpGet>;
export type Url = Infer<typeof httpUrl>;
