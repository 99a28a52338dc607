import type { JsonObject } from "../json.ts";
import { quote } from "../problem.ts";
import { peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { uint } from "./numbers.ts";
import { statement } from "./statement.ts";
import { choice, refuseChoice } from "./text.ts";

/** How packets get from the director to a real server; a tunnel has a type, and options that go with it. */
export type Forwarding =
  | { readonly method: "NAT" | "DR" }
  | { readonly method: "TUN"; readonly type: "ipip" }
  | { readonly method: "TUN"; readonly type: "gue"; readonly port: number; readonly checksum?: Checksum }
  | { readonly method: "TUN"; readonly type: "gre"; readonly checksum?: Exclude<Checksum, "remcsum"> };

type Checksum = (typeof checksums)[number];

const checksums = ["nocsum", "csum", "remcsum"] as const;
const tunnels = choice("ipip", "gue", "gre");
const methods = choice("NAT", "DR", "TUN");

export const forwarding: Type<Forwarding> = {
  syntax: "NAT|DR|TUN [type ipip|gue|gre] [port <1..65535>] [nocsum|csum|remcsum]",
  schema: {
    type: "object",
    properties: {
      method: methods.schema,
      type: tunnels.schema,
      port: { type: "integer", minimum: 1, maximum: 65_535 },
      checksum: { enum: checksums },
    },
    required: ["method"],
  },
  examples: {
    good: ["NAT", "DR", "TUN", "TUN type gue port 6080 csum", "TUN remcsum port 6080 type gue", "TUN type gre csum"],
    bad: ["", "nat", "ROUTE", "TUN type", "TUN type gue", "TUN csum", "TUN port 5", "TUN type gre remcsum", "DR x"],
  },
  json: (value): JsonObject => ({ ...value }),
  print: (value) => statement(printForwarding(value)),
  read: (words) => {
    const first = peek(words);
    const method = methods.read(words, undefined);
    if (method === undefined || first === undefined) return undefined;
    const option = peek(words);
    const options = readTunnel(words);
    const tunnel = options === undefined ? undefined : tunnelOf(words, first, options);
    if (tunnel === undefined || method === "TUN") return tunnel;
    if (option !== undefined) {
      words.reader.report("words-surplus", option.place, `only TUN has options: ${quote(option.text)} is ignored`);
    }
    return { method };
  },
};

type Options = { readonly type?: "ipip" | "gue" | "gre"; readonly port?: number; readonly checksum?: Checksum };

/** The options in any order, to the end of the line. */
function readTunnel(words: Words): Options | undefined {
  let options: Options = {};
  for (let word = take(words); word !== undefined; word = take(words)) {
    const option = readOption({ ...words, owner: word }, words);
    if (option === undefined) return undefined;
    options = { ...options, ...option };
  }
  return options;
}

function readOption(option: Words, words: Words): Options | undefined {
  const { owner } = option;
  if (owner.text === "type") {
    const type = tunnels.read(option, undefined);
    words.rest = option.rest;
    return type === undefined ? undefined : { type };
  }
  if (owner.text === "port") {
    const port = uint(1, 65_535).read(option, undefined);
    words.rest = option.rest;
    return port === undefined ? undefined : { port };
  }
  const checksum = checksums.find((known) => known === owner.text);
  return checksum === undefined ? refuseChoice(words, owner, ["type", "port", ...checksums]) : { checksum };
}

function tunnelOf(words: Words, { place }: Word, { type = "ipip", port, checksum }: Options): Forwarding | undefined {
  const wrong = (message: string): undefined => refuse(words, "value-wrong", place, message);
  if (type === "gue") {
    if (port === undefined) return wrong("a gue tunnel needs a port: `type gue port <1..65535>`");
    return { method: "TUN", type, port, ...(checksum && { checksum }) };
  }
  if (port !== undefined) return wrong("only a gue tunnel has a port");
  if (type === "gre") {
    if (checksum === "remcsum") return wrong("a gre tunnel has no remcsum");
    return { method: "TUN", type, ...(checksum && { checksum }) };
  }
  return checksum === undefined || checksum === "nocsum"
    ? { method: "TUN", type }
    : wrong("an ipip tunnel has no checksum");
}

function printForwarding(value: Forwarding): string {
  if (value.method !== "TUN") return value.method;
  const port = value.type === "gue" ? ` port ${value.port}` : "";
  const checksum = value.type !== "ipip" && value.checksum !== undefined ? ` ${value.checksum}` : "";
  return `TUN${value.type === "ipip" ? "" : ` type ${value.type}${port}${checksum}`}`;
}
