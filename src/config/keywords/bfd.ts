import { MILLISECOND, SECOND } from "../../core/time.ts";
import { type Infer, keyword, needing } from "../schema.ts";
import { ip } from "../types/ip.ts";
import { milliseconds, uint } from "../types/numbers.ts";
import { bool, flag } from "../types/text.ts";
import { weightUpTo } from "../types/weight.ts";

const MOST_MILLISECONDS = 4_294_967;

const neighbor = ip();
const ttl = uint(1, 255);

/** `bfd_instance <name> { … }` */
export const bfdInstance = needing("bfd", {
  neighbor_ip: keyword({
    type: neighbor,
    onChange: "restart",
    otherwise: "required",
    doc: "The other end of the session.",
  }),
  neighbour_ip: keyword({ type: neighbor, alias: "neighbor_ip", onChange: "restart", doc: "The same as neighbor_ip." }),
  source_ip: keyword({
    type: ip(),
    onChange: "restart",
    otherwise: "chosen by the kernel",
    doc: "This end of the session; of the same family.",
  }),
  multihop: keyword({
    type: bool,
    default: false,
    onChange: "restart",
    doc: "There are routers on the way: port 4784 instead of 3784, RFC 5883.",
  }),
  min_rx: keyword({
    type: milliseconds(1, MOST_MILLISECONDS),
    default: 10 * MILLISECOND,
    onChange: "live",
    doc: "Packets may not come faster than this, in milliseconds.",
  }),
  min_tx: keyword({
    type: milliseconds(1, MOST_MILLISECONDS),
    default: 10 * MILLISECOND,
    onChange: "live",
    doc: "Packets are sent no faster than this while the session is up, in milliseconds.",
  }),
  idle_tx: keyword({
    type: milliseconds(1000, MOST_MILLISECONDS),
    default: SECOND,
    onChange: "live",
    doc: "And no faster than this while it is not, in milliseconds.",
  }),
  multiplier: keyword({
    type: uint(1, 255),
    default: 5,
    onChange: "live",
    doc: "So many packets in a row must be missing for the session to go down.",
  }),
  passive: keyword({ type: flag, onChange: "live", doc: "Nothing is sent before the other end has sent something." }),
  ttl: keyword({
    type: ttl,
    onChange: "restart",
    otherwise: "255, of IPv6 64",
    doc: "Time to live, or hop limit, of what is sent.",
  }),
  hoplimit: keyword({ type: ttl, alias: "ttl", onChange: "restart", doc: "The same as ttl." }),
  max_hops: keyword({
    type: uint(-1, 255),
    default: 0,
    onChange: "restart",
    doc: "Over so many routers a packet may come; -1: over any number.",
  }),
  weight: keyword({
    type: weightUpTo(253),
    default: { weight: 0 },
    onChange: "live",
    doc: "What the session adds to the priority of those who track it; 0: down is a fault.",
  }),
  vrrp: keyword({
    type: flag,
    onChange: "live",
    otherwise: "on, unless checker stands alone",
    doc: "Virtual routers can track it.",
  }),
  checker: keyword({
    type: flag,
    onChange: "live",
    otherwise: "on, unless vrrp stands alone",
    doc: "Checks of real servers can name it.",
  }),
});

export type BfdInstance = Infer<typeof bfdInstance>;
