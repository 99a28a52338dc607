import { equalBytes } from "../../wire/bytes.ts";
import { formatIpv4, type IpAddress, type Ipv4Packet, parseIpv4 } from "../../wire/ipv4.ts";
import { type Advertisement, decodeVrrp, passwordData, VRRP_GROUP, type WireAuthentication } from "../../wire/vrrp.ts";
import { type Log, message } from "../message.ts";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../time.ts";
import type { CounterName } from "./counters.ts";
import type { Instance } from "./instance.ts";
import { logOnce } from "./log.ts";
import type { InstanceSettings } from "./settings.ts";

/** An advert that passed every check. */
export type HeardAdvert = {
  readonly priority: number;
  readonly source: IpAddress;
  readonly sourceBytes: Uint8Array;
  readonly interval: Duration;
};

/** The advert, if it is to be acted upon, and what to log; a refused packet is counted under its reason. */
export type Reception = { readonly advert?: HeardAdvert; readonly logs: readonly Log[] };

type Refused = { readonly counter: CounterName; readonly text: string };

/** The checks in keepalived's order as far as they need to know the instance; those on the packet alone come first. */
export function receive(instance: Instance, packet: Ipv4Packet, now: Instant): Reception {
  const { settings, counters } = instance;
  const source = formatIpv4(packet.source);
  const advert = decodeVrrp(packet);
  const refused =
    typeof advert === "string"
      ? { counter: advert, text: describe(advert, packet) }
      : examine(settings, advert, packet);
  if (refused !== undefined) {
    counters[refused.counter] += 1;
    const log = message.received(settings.name, `dropped a packet from ${source}: ${refused.text}`);
    return { logs: logOnce(instance, refused.counter, log, now) };
  }
  if (typeof advert === "string") return { logs: [] };
  counters.advert_rcvd += 1;
  if (advert.priority === 0) counters.pri_zero_rcvd += 1;
  const heard = { priority: advert.priority, source, sourceBytes: packet.source.slice(), interval: intervalOf(advert) };
  return { advert: heard, logs: remark(instance, advert, heard, now) };
}

/** What makes a valid advert none of ours. */
function examine(settings: InstanceSettings, advert: Advertisement, packet: Ipv4Packet): Refused | undefined {
  if (advert.version !== settings.version) {
    return { counter: "vers_err", text: `VRRP version ${advert.version}, ours is ${settings.version}` };
  }
  if (advert.version === 2) {
    const refused = examineAuthentication(settings, advert.authentication);
    if (refused !== undefined) return refused;
    if (intervalOf(advert) !== settings.advertInterval) {
      const text = `advertisement interval mismatch mine=${settings.advertInterval / SECOND} sec rcved=${advert.intervalSeconds} sec`;
      return { counter: "advert_interval_err", text };
    }
  }
  // With interval 0 we would not wait a moment for this master's next advert.
  if (advert.version === 3 && advert.intervalCentis === 0) {
    return { counter: "advert_interval_err", text: "advertisement interval 0" };
  }
  if (!equalBytes(packet.destination, VRRP_GROUP)) {
    return {
      counter: "addr_list_err",
      text: `destination ${formatIpv4(packet.destination)} is not ${formatIpv4(VRRP_GROUP)}`,
    };
  }
  return undefined;
}

function examineAuthentication({ authentication }: InstanceSettings, theirs: WireAuthentication): Refused | undefined {
  if (authentication.kind !== theirs.kind) {
    const counter = "authtype_mismatch";
    return { counter, text: `authentication type ${nameOf(theirs.kind)}, expecting ${nameOf(authentication.kind)}` };
  }
  if (
    authentication.kind === "pass" &&
    theirs.kind === "pass" &&
    !isSame(theirs.data, passwordData(authentication.password))
  ) {
    return { counter: "auth_failure", text: "received an invalid passwd!" };
  }
  return undefined;
}

/** In constant time: how long it takes must not tell how much of the password was right. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

/** Differences that keepalived reports without dropping the advert. */
function remark(instance: Instance, advert: Advertisement, heard: HeardAdvert, now: Instant): Log[] {
  const { settings, counters } = instance;
  const logs: Log[] = [];
  if (advert.version === 3 && heard.interval !== settings.advertInterval) {
    const [mine, received] = [settings.advertInterval, heard.interval].map((interval) => interval / MILLISECOND);
    const text = `advertisement interval of ${heard.source} differs: mine=${mine} ms rcved=${received} ms, theirs is used`;
    logs.push(...logOnce(instance, "interval", message.received(settings.name, text), now));
  }
  const difference = addressDifference(settings, advert);
  if (difference !== undefined) {
    counters.addr_list_err += 1;
    const text = `advert of ${heard.source} ${difference}`;
    logs.push(...logOnce(instance, "address list", message.received(settings.name, text), now));
  }
  return logs;
}

function addressDifference({ addresses }: InstanceSettings, advert: Advertisement): string | undefined {
  if (advert.addresses.length !== addresses.length) {
    return `has an invalid ip number count ${advert.addresses.length}, expected ${addresses.length}`;
  }
  const missing = addresses.find(({ address }) => {
    const bytes = parseIpv4(address);
    return bytes === undefined || !advert.addresses.some((other) => equalBytes(other, bytes));
  });
  return missing === undefined ? undefined : `does not name our virtual address ${missing.address}`;
}

function intervalOf(advert: Advertisement): Duration {
  return advert.version === 2 ? advert.intervalSeconds * SECOND : advert.intervalCentis * 10 * MILLISECOND;
}

function nameOf(kind: WireAuthentication["kind"]): string {
  switch (kind) {
    case "none":
      return "none";
    case "pass":
      return "PASS";
    case "header":
      return "AH";
  }
}

function describe(refusal: Exclude<ReturnType<typeof decodeVrrp>, object>, { payload, ttl }: Ipv4Packet): string {
  const first = payload[0] ?? 0;
  switch (refusal) {
    case "packet_len_err":
      return `VRRP length ${payload.length} does not fit its ${payload[3] ?? 0} addresses`;
    case "ip_ttl_err":
      return `invalid TTL. Received ${ttl} and expect 255`;
    case "vers_err":
      return `unknown VRRP version ${first >> 4}`;
    case "invalid_authtype":
      return `unknown authentication type ${payload[4] ?? 0}`;
    case "invalid_type_rcvd":
      return `invalid VRRP packet type ${first & 15}, expecting 1`;
    case "chk_err":
      return `Invalid VRRPv${first >> 4} checksum`;
  }
}
