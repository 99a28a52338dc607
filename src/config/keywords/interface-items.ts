import { type Duration, SECOND } from "../../core/time.ts";
import type { Json } from "../json.ts";
import { peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import { items, type Placed } from "../types/blocks.ts";
import { seconds } from "../types/numbers.ts";
import { quoteWord } from "../types/spelling.ts";
import { choice, readInterfaceName } from "../types/text.ts";

/** How an interface is asked for its state; without a method all are tried. */
export type Linkbeat = Placed & { readonly interface: string; readonly method?: "MII" | "ETHTOOL" | "IOCTL" };

/** How long a change of an interface's state is not believed. */
export type LinkDelay = Placed & { readonly interface: string; readonly down: Duration; readonly up: Duration };

const method = choice("MII", "ETHTOOL", "IOCTL");

export const linkbeats: Type<readonly Linkbeat[]> = items<Linkbeat>({
  syntax: `<interface> [${method.syntax}]`,
  examples: {
    good: ["eth0", "eth0 MII", "eth0 IOCTL"],
    bad: ["eth0 mii", "eth0 eth1", "an_interface_too_long"],
  },
  schema: { type: "object", properties: { interface: { type: "string" }, method: method.schema } },
  json: ({ interface: name, method }) => (method === undefined ? { interface: name } : { interface: name, method }),
  print: ({ interface: name, method }) => (method === undefined ? quoteWord(name) : `${quoteWord(name)} ${method}`),
  read: (line) => {
    const { place } = line.owner;
    const name = readInterfaceName(line, line.owner);
    if (name === undefined || peek(line) === undefined) return name === undefined ? name : { place, interface: name };
    const wanted = method.read(line, undefined);
    if (wanted === undefined) return undefined;
    reportSurplus(line);
    return { place, interface: name, method: wanted };
  },
});

const delay = seconds(0, 255);

export const linkDelays: Type<readonly LinkDelay[]> = items<LinkDelay>({
  syntax: `<interface> ${delay.syntax} [${delay.syntax}]`,
  examples: {
    good: ["eth0 1", "eth0 0.5 2.5", "eth0 255 0"],
    bad: ["eth0", "eth0 256", "eth0 -1", "eth0 1 x", "an_interface_too_long 1"],
  },
  schema: {
    type: "object",
    properties: { interface: { type: "string" }, down: { type: "number" }, up: { type: "number" } },
  },
  json: (item): { readonly [name: string]: Json } => ({
    interface: item.interface,
    down: item.down / SECOND,
    up: item.up / SECOND,
  }),
  print: (item) => `${quoteWord(item.interface)} ${item.down / SECOND} ${item.up / SECOND}`,
  read: (line) => {
    const { text, place } = line.owner;
    const name = readInterfaceName(line, line.owner);
    if (name === undefined) return undefined;
    if (peek(line) === undefined) {
      return refuse(line, "item-option", place, `${text} has no delay`, "write how many seconds behind it");
    }
    const down = delay.read(line, undefined);
    const up = down === undefined || peek(line) === undefined ? 0 : delay.read(line, undefined);
    if (down === undefined || up === undefined) return undefined;
    reportSurplus(line);
    return { place, interface: name, down, up };
  },
});

function reportSurplus(line: Words): void {
  const extra = take(line);
  if (extra === undefined) return;
  line.reader.report("words-surplus", extra.place, `\`${extra.text}\` is ignored`, "write one interface on each line");
}
