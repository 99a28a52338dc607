import type { IpAddress } from "../../wire/ipv4.ts";
import type { Schema } from "../json.ts";
import { quote } from "../problem.ts";
import { need, peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import type { HeadType } from "./headed.ts";
import { readIp } from "./ip.ts";
import { quoteWord } from "./spelling.ts";
import { statement } from "./statement.ts";

/** An address and a port of it; port 0 stands for all of them, or for none in particular. */
export type Endpoint = { readonly address: IpAddress; readonly port: number };

const port: Schema = { type: "integer", minimum: 1, maximum: 65_535 };

const SYNTAX = "<IP address> [<port>]";

const examples = {
  good: ["192.0.2.2 80", "192.0.2.2", "192.0.2.2 0", "2001:db8::2 443"],
  bad: ["", "192.0.2.300 80", "host 80", "192.0.2.2 http", "192.0.2.2 65536", "192.0.2.2 -1"],
};

/** What `real_server` stands for. */
export const endpointHead: HeadType<Endpoint> = {
  syntax: SYNTAX,
  examples,
  properties: { address: { type: "string" }, port },
  json: jsonOfEndpoint,
  print: printEndpoint,
  read: (words) => {
    const found = need(words, SYNTAX);
    return found === undefined ? undefined : readEndpoint(words, found);
  },
};

export const endpoint: Type<Endpoint> = {
  syntax: SYNTAX,
  schema: { type: "object", properties: endpointHead.properties },
  examples,
  json: jsonOfEndpoint,
  print: (value) => statement(printEndpoint(value)),
  read: endpointHead.read,
};

/** What `virtual_server` stands for. */
export type Service =
  | ({ readonly kind: "address" } & Endpoint)
  | { readonly kind: "fwmark"; readonly mark: number }
  | { readonly kind: "group"; readonly name: string };

export const serviceHead: HeadType<Service> = {
  syntax: `${SYNTAX} | fwmark <1..4294967295> | group <name>`,
  examples: {
    good: [...examples.good, "fwmark 1", "fwmark 4294967295", "group web"],
    bad: [...examples.bad, "fwmark", "fwmark 0", "fwmark -1", "fwmark 4294967296", "fwmark x", "group"],
  },
  properties: { ...endpointHead.properties, fwmark: { type: "integer" }, group: { type: "string" } },
  json: (service) => {
    switch (service.kind) {
      case "address":
        return jsonOfEndpoint(service);
      case "fwmark":
        return { fwmark: service.mark };
      case "group":
        return { group: service.name };
    }
  },
  print: (service) => {
    switch (service.kind) {
      case "address":
        return printEndpoint(service);
      case "fwmark":
        return `fwmark ${service.mark}`;
      case "group":
        return `group ${quoteWord(service.name)}`;
    }
  },
  read: (words) => {
    const first = need(words, serviceHead.syntax);
    if (first === undefined) return undefined;
    const inside: Words = { ...words, owner: first };
    const service = readService(inside);
    words.rest = inside.rest;
    return service;
  },
};

function readService(words: Words): Service | undefined {
  const { owner } = words;
  if (owner.text === "group") {
    const name = need(words, "<name>");
    return name === undefined ? undefined : { kind: "group", name: name.text };
  }
  if (owner.text === "fwmark") {
    const mark = readMark(words);
    return mark === undefined ? undefined : { kind: "fwmark", mark };
  }
  const found = readEndpoint(words, owner);
  return found === undefined ? undefined : { kind: "address", ...found };
}

/** The mark of packets that make a service. keepalived takes 0 and does not know it again. */
export function readMark(words: Words): number | undefined {
  const word = need(words, "<1..4294967295>");
  if (word === undefined) return undefined;
  const mark = /^\+?\d+$/.test(word.text) ? Number(word.text) : -1;
  if (mark === 0) return refuse(words, "fwmark-zero", word.place, "0 is no mark: packets without one have it");
  if (mark > 0 && mark <= MOST_MARK) return mark;
  return refuse(words, "value-wrong", word.place, `\`fwmark\` takes <1..${MOST_MARK}>, not ${quote(word.text)}`);
}

const MOST_MARK = 4_294_967_295;

/** The word is the address, the port may follow it. */
function readEndpoint(words: Words, found: Word): Endpoint | undefined {
  const slash = found.text.indexOf("/");
  const text = slash === -1 ? found.text : found.text.slice(0, slash);
  const address = readIp(words, found, text);
  if (address === undefined) return void take(words);
  if (slash !== -1) {
    const message = `${quote(found.text.slice(slash))} is ignored: this is a single address`;
    words.reader.report("words-surplus", found.place, message);
  }
  const number = readPort(words);
  return number === undefined ? undefined : { address, port: number };
}

/** The port that may follow, 0 if there is none. */
export function readPort(words: Words): number | undefined {
  const word = peek(words) === undefined ? undefined : take(words);
  if (word === undefined) return 0;
  const number = /^\+?\d+$/.test(word.text) ? Number(word.text) : -1;
  if (number >= 0 && number <= 65_535) return number;
  return refuse(words, "value-wrong", word.place, `${quote(word.text)} is not a port: <1..65535>`);
}

export function printEndpoint({ address, port: number }: Endpoint): string {
  return number === 0 ? address : `${address} ${number}`;
}

export function jsonOfEndpoint({ address, port: number }: Endpoint): { readonly [name: string]: string | number } {
  return number === 0 ? { address } : { address, port: number };
}
