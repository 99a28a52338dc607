import type { Json } from "../../json.ts";
import { quote } from "../../problem.ts";
import { refuse, take, type Words } from "../../reader.ts";
import type { Type } from "../../schema.ts";
import type { Word } from "../../source/words.ts";
import { type Prefix, printPrefix, readPrefix } from "../../types/ip.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";
import { readInterfaceName } from "../../types/text.ts";

/** The macvlan of `use_vmac`. What is absent is chosen by the daemon. */
export type Vmac = {
  readonly name?: string;
  /** Six octets; of five the last one is the VRID. */
  readonly mac?: string;
  /** The interface group, a number or a name of /etc/iproute2/group. */
  readonly group?: string;
  readonly netlinkNotify?: true;
};

export const vmac: Type<Vmac> = {
  syntax: "[[name] <interface>] [<MAC address>] [group <interface group>] [netlink_notify_msg]",
  schema: {
    type: "object",
    properties: {
      name: { type: "string" },
      mac: { type: "string" },
      group: { type: "string" },
      netlinkNotify: { type: "boolean" },
    },
  },
  examples: {
    good: [
      "",
      "vrrp.51",
      "name vrrp.51 group 5",
      "02:00:5e:00:00:01 vrrp.51",
      "02:00:5e:00:00",
      "v netlink_notify_msg",
    ],
    bad: [
      "a b",
      "name",
      "an_interface_too_long",
      "01:00:5e:00:00:01",
      "00:00:5e:00:01:05",
      "02:00:5e:00:00:1g",
      "group",
    ],
  },
  json: (value) => omitAbsent(value),
  print: ({ name, mac, group, netlinkNotify }) =>
    statement(
      [
        ...(name === undefined ? [] : ["name", quoteWord(name)]),
        ...(mac === undefined ? [] : [mac]),
        ...(group === undefined ? [] : ["group", quoteWord(group)]),
        ...(netlinkNotify ? ["netlink_notify_msg"] : []),
      ].join(" "),
    ),
  read: (words) => {
    let value: Vmac | undefined = {};
    for (let word = take(words); word !== undefined && value !== undefined; word = take(words)) {
      value = readVmacWord(words, word, value);
    }
    return value;
  },
};

function readVmacWord(words: Words, word: Word, value: Vmac): Vmac | undefined {
  if (word.text === "netlink_notify_msg") return { ...value, netlinkNotify: true };
  if (word.text === "group") return readGroup(words, word, value);
  if (/^[^:]+(:[^:]+)+$/.test(word.text)) {
    const mac = readMac(words, word);
    return mac === undefined ? undefined : { ...value, mac };
  }
  return readName(words, word, value);
}

/** A locally administered address; those of the RFC are there without being asked for, and a group has no host behind it. */
function readMac(words: Words, word: Word): string | undefined {
  const mac = word.text.toLowerCase();
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){4,5}$/.test(mac)) {
    return refuse(words, "value-wrong", word.place, `${quote(word.text)} is not a MAC address of 5 or 6 octets`);
  }
  const octets = mac.split(":").map((octet) => Number.parseInt(octet, 16));
  if (((octets[0] ?? 0) & 1) === 1) {
    return refuse(words, "value-wrong", word.place, `${quote(word.text)} is the MAC address of a group`);
  }
  if (/^0?0:0?0:5e:0?0:0?[12](:|$)/.test(mac)) {
    const cure = "leave it out: it is what an instance has without";
    return refuse(
      words,
      "value-wrong",
      word.place,
      `${quote(word.text)} is a MAC address of the protocol itself`,
      cure,
    );
  }
  return mac;
}

type Named = { readonly name?: string; readonly group?: string };

function readGroup<Value extends Named>(words: Words, word: Word, value: Value): Value | undefined {
  const group = take(words);
  if (group !== undefined) return { ...value, group: group.text };
  return refuse(words, "value-wrong", word.place, `${quote("group")} needs the name or number of an interface group`);
}

function readName<Value extends Named>(words: Words, word: Word, value: Value): Value | undefined {
  const found = word.text === "name" ? take(words) : word;
  if (found === undefined) return refuse(words, "value-wrong", word.place, `${quote("name")} needs a name`);
  if (value.name !== undefined) {
    return refuse(
      words,
      "value-wrong",
      found.place,
      `${quote(found.text)} is a second name, after ${quote(value.name)}`,
    );
  }
  const name = readInterfaceName(words, found);
  return name === undefined ? undefined : { ...value, name };
}

/** The interface of `use_ipvlan`. */
export type Ipvlan = {
  readonly mode: "bridge" | "private" | "vepa";
  readonly name?: string;
  readonly group?: string;
  readonly address?: Prefix;
};

export const ipvlan: Type<Ipvlan> = {
  syntax: "[bridge|private|vepa] [group <interface group>] [[name] <interface>] [<IP address>[/<length>]]",
  schema: {
    type: "object",
    properties: {
      mode: { enum: ["bridge", "private", "vepa"] },
      name: { type: "string" },
      group: { type: "string" },
      address: { type: "string" },
    },
  },
  examples: {
    good: ["", "private ipv.51", "name ipv.51 192.0.2.1/24", "group 5 2001:db8::1"],
    bad: ["a b", "192.0.2.1/33", "name", "group"],
  },
  json: ({ address, ...others }) =>
    address === undefined ? omitAbsent(others) : { ...omitAbsent(others), address: printPrefix(address) },
  print: ({ mode, name, group, address }) =>
    statement(
      [
        mode,
        ...(group === undefined ? [] : ["group", quoteWord(group)]),
        ...(name === undefined ? [] : ["name", quoteWord(name)]),
        ...(address === undefined ? [] : [printPrefix(address)]),
      ].join(" "),
    ),
  read: (words) => {
    let value: Ipvlan | undefined = { mode: "bridge" };
    for (let word = take(words); word !== undefined && value !== undefined; word = take(words)) {
      value = readIpvlanWord(words, word, value);
    }
    return value;
  },
};

function readIpvlanWord(words: Words, word: Word, value: Ipvlan): Ipvlan | undefined {
  if (word.text === "bridge" || word.text === "private" || word.text === "vepa") return { ...value, mode: word.text };
  if (word.text === "group") return readGroup(words, word, value);
  if (/^[\d.]+(\/|$)|:/.test(word.text) && word.text !== "name") {
    const address = readPrefix(words, word);
    return address && { ...value, address };
  }
  return readName(words, word, value);
}

function omitAbsent(value: { readonly [name: string]: string | true | undefined }): { readonly [name: string]: Json } {
  const present: { [name: string]: Json } = {};
  for (const [name, one] of Object.entries(value)) if (one !== undefined) present[name] = one;
  return present;
}
