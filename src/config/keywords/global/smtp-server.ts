import { quote } from "../../problem.ts";
import { need, refuse, take, type Words } from "../../reader.ts";
import type { Type } from "../../schema.ts";
import type { Word } from "../../source/words.ts";
import { canonicalIp } from "../../types/ip.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";

/** An address or a name, which is looked up only when mail is sent. */
export type SmtpServer = { readonly host: string; readonly port: number };

/** The services that carry mail, as in /etc/services. */
const services: ReadonlyMap<string, number> = new Map([
  ["smtp", 25],
  ["mail", 25],
  ["submission", 587],
]);

export const smtpServer: Type<SmtpServer> = {
  syntax: "<address or name> [<port>|smtp|submission]",
  schema: { type: "object", properties: { host: { type: "string" }, port: { type: "integer" } } },
  examples: {
    good: ["192.0.2.25", "2001:db8::25 25", "mail.example.org 587", "localhost smtp"],
    bad: ["", '""', "192.0.2.300", "1::2::3", "user@host", "192.0.2.25 0", "192.0.2.25 65536", "localhost notaservice"],
  },
  json: ({ host, port }) => ({ host, port }),
  print: ({ host, port }) => statement(`${quoteWord(host)} ${port}`),
  read: (words) => {
    const word = need(words, smtpServer.syntax);
    const host = word === undefined ? undefined : readHost(words, word);
    const port = host === undefined ? undefined : readPort(words, take(words));
    return host === undefined || port === undefined ? undefined : { host, port };
  },
};

function readHost(words: Words, { text, place }: Word): string | undefined {
  const address = canonicalIp(text);
  // What looks like an address and is none is not a name either: RFC 1123 §2.1.
  const named = /^(?![\d.]+$)[\w-]+(\.[\w-]+)*\.?$/.test(text);
  if (address !== undefined || named) return address ?? text;
  return refuse(words, "value-wrong", place, `${quote(text)} is neither an IP address nor the name of a host`);
}

function readPort(words: Words, word: Word | undefined): number | undefined {
  if (word === undefined) return 25;
  const port = /^\d{1,5}$/.test(word.text) ? Number(word.text) : services.get(word.text);
  if (port !== undefined && port >= 1 && port <= 65_535) return port;
  const message = `${quote(word.text)} is no port`;
  return refuse(words, "value-wrong", word.place, message, "give the number, from 1 to 65535");
}
