import { refuse } from "../../reader.ts";
import { keyword, needing, type Type } from "../../schema.ts";
import { uint, wholeSeconds } from "../../types/numbers.ts";
import { orBare } from "../../types/optional.ts";
import { jsonOfPairs, printPairs, readPairs, schemaOfPairs } from "../../types/pairs.ts";
import { statement } from "../../types/statement.ts";
import { bool, choice, flag, optional, word } from "../../types/text.ts";
import { syncDaemon } from "./sync-daemon.ts";

const U32 = 4_294_967_295;
const I32 = 2_147_483_648;

/** How long the kernel remembers connections; 0 leaves it as it is. */
type Timeouts = { readonly tcp?: number; readonly tcpfin?: number; readonly udp?: number };

const time = wholeSeconds(0, 31 * 86_400);
const protocols = { tcp: time, tcpfin: time, udp: time };

const timeouts: Type<Timeouts> = {
  syntax: "[tcp <0..2678400>] [tcpfin <0..2678400>] [udp <0..2678400>]",
  schema: { type: "object", properties: schemaOfPairs<Timeouts>(protocols) },
  examples: {
    good: ["tcp 900 tcpfin 120 udp 300", "udp 0", "udp 2678400 tcp 1"],
    bad: ["", "tcp", "tcp 2678401", "sctp 10", "tcp 1 tcp 2", "900"],
  },
  json: (value) => jsonOfPairs<Timeouts>(value, protocols),
  print: (value) => statement(printPairs<Timeouts>(value, protocols)),
  read: (words) => {
    const found = readPairs<Timeouts>(words, protocols);
    if (found === undefined || Object.keys(found).length > 0) return found;
    const { text, place } = words.owner;
    return refuse(words, "value-missing", place, `\`${text}\` needs a value: ${timeouts.syntax}`);
  },
};

/** Load balancing as a whole. Without virtual servers nothing of it does anything, but for the sync daemon. */
export const ipvsKeywords = {
  lvs_sync_daemon: keyword({
    type: syncDaemon,
    once: true,
    onChange: "live",
    feature: "ipvs",
    otherwise: "none",
    doc: "Connections are told to the other directors, as the instance's role says.",
  }),
  ...needing("configuration", {
    lvs_timeouts: keyword({
      type: timeouts,
      onChange: "live",
      otherwise: "the kernel's",
      doc: "How many seconds a connection without traffic is remembered; 0: as it is.",
    }),
    lvs_flush: keyword({ type: flag, onChange: "nothing", doc: "The whole IPVS table is emptied at the start." }),
    lvs_flush_on_stop: keyword({
      type: orBare(choice("VS"), "all"),
      onChange: "live",
      otherwise: "off",
      doc: "The whole IPVS table is emptied at the stop; VS: the own virtual servers, at once.",
    }),
    lvs_flush_onstop: keyword({
      type: orBare(choice("VS"), "all"),
      alias: "lvs_flush_on_stop",
      outdated: "write lvs_flush_on_stop",
      onChange: "live",
      doc: "The same as lvs_flush_on_stop.",
    }),
    checker_log_all_failures: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Default of log_all_failures: each failed check is logged.",
    }),
    rs_init_notifies: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "Real servers that come up at the start are notified too.",
    }),
    nftables_ipvs: keyword({
      type: optional(word("table"), "keepalived_ipvs"),
      once: true,
      onChange: "refused",
      otherwise: "off",
      doc: "Virtual server groups are firewall marks, which nftables sets in this table.",
    }),
    nftables_ipvs_priority: keyword({
      type: uint(-I32, I32 - 1),
      default: -1,
      onChange: "live",
      doc: "Priority of its chains.",
    }),
    nftables_ipvs_start_fwmark: keyword({
      type: uint(1, U32),
      default: 1000,
      onChange: "live",
      doc: "The first mark.",
    }),
  }),
};
