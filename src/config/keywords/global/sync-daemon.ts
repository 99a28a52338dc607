import type { IpAddress } from "../../../wire/ipv4.ts";
import { peek, take } from "../../reader.ts";
import type { Type } from "../../schema.ts";
import { multicastGroup } from "../../types/multicast.ts";
import { uint } from "../../types/numbers.ts";
import { beginsPair, jsonOfPairs, printPairs, readPairs, schemaOfPairs } from "../../types/pairs.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";
import { interfaceName, word } from "../../types/text.ts";

type SyncOptions = {
  /** The `vrrp_instance` whose master sends and whose backups listen. */
  readonly inst?: string;
  /** Without one it is the virtual_router_id of the instance. */
  readonly id?: number;
  readonly maxlen?: number;
  readonly port?: number;
  readonly ttl?: number;
  readonly group?: IpAddress;
};

/** The IPVS sync daemon: connections are told to the other directors. */
export type SyncDaemon = SyncOptions & { readonly interface: string };

const options = {
  inst: word("instance"),
  id: uint(0, 255),
  maxlen: uint(1, 65_507),
  port: uint(1, 65_535),
  ttl: uint(1, 255),
  group: multicastGroup(),
};

export const syncDaemon: Type<SyncDaemon> = {
  syntax: `<interface> ${Object.entries(options)
    .map(([name, { syntax }]) => `[${name} ${syntax}]`)
    .join(" ")}`,
  schema: { type: "object", properties: { interface: { type: "string" }, ...schemaOfPairs<SyncOptions>(options) } },
  examples: {
    good: [
      "eth0 inst A",
      "eth0 inst A id 0 maxlen 1400 port 8848 ttl 3 group 224.0.0.81",
      "eth0 A",
      "eth0 A 5",
      "eth0 A maxlen 1400",
      "eth0 A group ff02::81",
    ],
    bad: ["", "eth0 inst", "eth0 inst A id 256", "eth0 A x", "eth0 A ttl 0", "eth0 A group 10.0.0.1", "eth/0 inst A"],
  },
  json: (value) => ({ interface: value.interface, ...jsonOfPairs<SyncOptions>(value, options) }),
  print: (value) => statement(`${quoteWord(value.interface)} ${printPairs<SyncOptions>(value, options)}`.trimEnd()),
  read: (words) => {
    const device = interfaceName.read(words, undefined);
    if (device === undefined) return undefined;
    // keepalived's older form: the instance, then its number.
    const inst = beginsPair<SyncOptions>(words, options) ? undefined : take(words)?.text;
    const bare = inst === undefined ? undefined : peek(words);
    const isNumber = bare !== undefined && /^\d+$/.test(bare.text);
    const id = isNumber ? options.id.read(words, undefined) : undefined;
    if (isNumber && id === undefined) return undefined;
    if (isNumber) {
      words.reader.report("keyword-deprecated", bare.place, `\`${bare.text}\` without \`id\` is outdated`, "write id");
    }
    const others = readPairs<SyncOptions>(words, options);
    if (others === undefined) return undefined;
    return {
      interface: device,
      ...(inst === undefined ? {} : { inst }),
      ...(id === undefined ? {} : { id }),
      ...others,
    };
  },
};
