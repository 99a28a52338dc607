import type { ScriptOutcome } from "../src/core/event.ts";
import { decodeGratuitousArp } from "../src/wire/arp.ts";
import { decodeIpv4, formatIpv4 } from "../src/wire/ipv4.ts";
import { decodeVrrp } from "../src/wire/vrrp.ts";
import type { AddressChange } from "./addresses.ts";
import type { What } from "./observation.ts";

/** An observation as one line: packets as what their bytes say, `+` and `-` for addresses that come and go. */
export function describe(what: What): string {
  switch (what.kind) {
    case "fault":
      return `---- ${what.text}`;
    case "log":
      return what.text;
    case "sent":
      return `→ ${describePacket(what.packet)}`;
    case "announced":
      return `→ ${describeFrame(what.frame)}`;
    case "address":
      return describeChange(what.change);
    case "script":
      return `script ${what.script}: ${describeOutcome(what.outcome)}`;
    case "signal":
      return `${what.signal} to script ${what.script}`;
    case "turned":
      return "all done";
    case "ended":
      return "the end";
  }
}

function describePacket(packet: Uint8Array): string {
  const ip = decodeIpv4(packet);
  const advert = ip === undefined ? "no IPv4" : decodeVrrp(ip);
  if (typeof advert === "string") return `a broken advert: ${advert}`;
  const { version, virtualRouterId, priority } = advert;
  const interval = advert.version === 3 ? `, every ${advert.intervalCentis / 100} s` : "";
  return `VRRPv${version} advert, VRID ${virtualRouterId}, priority ${priority}${interval}`;
}

function describeFrame(frame: Uint8Array): string {
  const arp = decodeGratuitousArp(frame);
  return arp === undefined ? "a broken gratuitous ARP" : `gratuitous ARP for ${formatIpv4(arp.address)}`;
}

function describeChange({ kind, cause, held }: AddressChange): string {
  const where = `${held.address}/${held.prefixLength} on ${held.interface}`;
  if (kind === "gained") return `+ ${where} for ${held.leaseSeconds === 0 ? "ever" : `${held.leaseSeconds} s`}`;
  return cause === "wanted" ? `- ${where}` : `- ${where} (${cause})`;
}

function describeOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `status ${outcome.status}`;
    case "signalled":
      return outcome.signal;
    case "unstartable":
      return outcome.reason;
  }
}
