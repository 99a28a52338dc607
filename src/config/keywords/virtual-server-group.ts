import type { IpAddress } from "../../wire/ipv4.ts";
import type { JsonObject } from "../json.ts";
import { quote } from "../problem.ts";
import { peek, readItems, refuse, take, type Words } from "../reader.ts";
import type { Statement, Type } from "../schema.ts";
import { lineOf, locate } from "../source/place.ts";
import type { Word } from "../source/words.ts";
import { needName, type Placed } from "../types/blocks.ts";
import { printEndpoint, readMark, readPort } from "../types/endpoint.ts";
import type { Family } from "../types/ip.ts";
import { readRange } from "../types/ip-range.ts";
import { quoteWord } from "../types/spelling.ts";
import { refuseChoice } from "../types/text.ts";

/** Addresses from the first to the last, at one port (0: all), or a mark of packets. */
export type GroupEntry = Placed &
  (
    | { readonly kind: "addresses"; readonly first: IpAddress; readonly last: IpAddress; readonly port: number }
    | { readonly kind: "fwmark"; readonly mark: number; readonly family?: Family }
  );

/** What several virtual servers can serve at once. */
export type Group = {
  readonly name: Word;
  readonly given: { readonly entries: readonly GroupEntry[] };
  /** A block like others, though it has no keywords. */
  readonly places: Readonly<Record<string, never>>;
  /** Whether there are entries that could not be read, which has been told. */
  readonly damaged: boolean;
};

const families = ["inet", "inet6"] as const;

const good = [
  "192.0.2.1 80",
  "192.0.2.1",
  "192.0.2.1-9 80",
  "192.0.2.250-192.0.3.5 80",
  "192.0.2.0/28 80",
  "2001:db8::1-ff 80",
  "2001:db8::/120",
  "fwmark 7",
  "fwmark 7 inet6",
];

const bad = [
  "192.0.2.300 80",
  "192.0.2.1 http",
  "192.0.2.9-1 80",
  "192.0.2.1-256 80",
  "192.0.2.9-192.0.2.1",
  "192.0.2.1/28 80",
  "192.0.2.0/33",
  "192.0.2.0/0",
  "2001:db8::1-10000",
  "2001:db8::1-192.0.2.1",
  "fwmark",
  "fwmark x",
  "fwmark 7 ipv4",
];

/** Groups by name. */
export const virtualServerGroups: Type<Map<string, Group>> = {
  syntax: "<name> { <IP address>[-<end>|/<length>] [<port>] | fwmark <1..4294967295> [inet|inet6] … }",
  examples: {
    good: ["A { }", ...good.map((entry) => `A {\n${entry}\n}`)],
    bad: ["{ }", "A", "A B { }", '"" { }', ...bad.map((entry) => `A {\n${entry}\n}`)],
  },
  repeats: true,
  schema: {
    type: "object",
    additionalProperties: {
      type: "object",
      properties: {
        place: { $ref: "#/$defs/place" },
        entries: {
          type: "array",
          items: {
            type: "object",
            properties: {
              kind: { enum: ["addresses", "fwmark"] },
              first: { type: "string" },
              last: { type: "string" },
              port: { type: "integer" },
              mark: { type: "integer" },
              family: { enum: families },
              place: { $ref: "#/$defs/place" },
            },
          },
        },
      },
    },
  },
  json: (groups) => Object.fromEntries(Array.from(groups, ([name, group]) => [name, jsonOf(group)])),
  print: (groups) => Array.from(groups.values(), printGroup),
  read: (words, earlier = new Map()) => {
    const name = needName(words);
    const entries: GroupEntry[] = [];
    let damaged = false;
    for (const line of readItems(words)) {
      const entry = readEntry(line);
      if (entry === undefined) damaged = true;
      else entries.push(entry);
    }
    if (name === undefined) return undefined;
    const twin = earlier.get(name.text);
    if (twin === undefined) return earlier.set(name.text, { name, given: { entries }, places: {}, damaged });
    const again = `${quote(`${words.owner.text} ${name.text}`)} again, after ${lineOf(twin.name.place, name.place)}`;
    return refuse(words, "name-taken", name.place, again, "put all entries into one of the two");
  },
};

function readEntry(line: Words): GroupEntry | undefined {
  const { place } = line.owner;
  const entry = line.owner.text === "fwmark" ? readMarked(line) : readAddresses(line);
  const extra = peek(line);
  if (entry !== undefined && extra !== undefined) {
    line.reader.report("words-surplus", extra.place, `${quote(extra.text)} is ignored: write one entry on each line`);
  }
  return entry && { ...entry, place };
}

function readMarked(line: Words) {
  const mark = readMark(line);
  const word = mark === undefined ? undefined : take(line);
  if (mark === undefined) return undefined;
  if (word === undefined) return { kind: "fwmark", mark } as const;
  const family = families.find((known) => known === word.text);
  return family === undefined ? refuseChoice(line, word, families) : ({ kind: "fwmark", mark, family } as const);
}

function readAddresses(line: Words) {
  const range = readRange(line, line.owner);
  const port = range === undefined ? undefined : readPort(line);
  return range === undefined || port === undefined ? undefined : ({ kind: "addresses", ...range, port } as const);
}

function printGroup({ name, given }: Group): Statement {
  return { words: quoteWord(name.text), block: given.entries.map(printEntry) };
}

/** An entry as it is written in a file. */
export function printEntry(entry: GroupEntry): string {
  switch (entry.kind) {
    case "fwmark":
      return `fwmark ${entry.mark}${entry.family === undefined ? "" : ` ${entry.family}`}`;
    case "addresses": {
      const { first, last, port } = entry;
      return printEndpoint({ address: first === last ? first : `${first}-${last}`, port });
    }
  }
}

function jsonOf({ name, given }: Group): JsonObject {
  return {
    place: { ...locate(name.place) },
    entries: given.entries.map(({ place, ...entry }) => ({ ...entry, place: { ...locate(place) } })),
  };
}
