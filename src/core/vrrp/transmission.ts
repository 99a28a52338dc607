import { encodeIpv4, parseIpv4 } from "../../wire/ipv4.ts";
import {
  type Advertisement,
  encodeVrrp,
  passwordData,
  VRRP_GROUP,
  VRRP_PROTOCOL,
  VRRP_TTL,
  VRRP_TYPE_OF_SERVICE,
} from "../../wire/vrrp.ts";
import { assert } from "../assert.ts";
import type { Effect } from "../effect.ts";
import { message } from "../message.ts";
import { MILLISECOND, SECOND } from "../time.ts";
import { type Instance, sourceAddress } from "./instance.ts";
import type { InstanceSettings } from "./settings.ts";

const LAST_IDENTIFICATION = 0xffff;

/** An advertisement with the present priority. */
export function advertise(instance: Instance): Effect[] {
  return transmit(instance, instance.effectivePriority);
}

/** An advertisement with priority 0: whoever hears it takes over after its skew. */
export function resign(instance: Instance): Effect[] {
  const effects = transmit(instance, 0);
  if (effects.length === 0) return [];
  instance.counters.pri_zero_sent += 1;
  return [...effects, message.resigned(instance.settings.name)];
}

/** Otherwise nothing can leave: the link or its address has gone, or `dont_track_primary` keeps a master without it. */
export function canTransmit(instance: Instance): boolean {
  const { settings, surroundings } = instance;
  return surroundings.links.get(settings.interface)?.kind === "up" && sourceAddress(instance) !== undefined;
}

function transmit(instance: Instance, priority: number): Effect[] {
  const source = parseIpv4(sourceAddress(instance) ?? "");
  if (source === undefined || !canTransmit(instance)) return [];
  const { name, interface: device } = instance.settings;
  instance.counters.advert_sent += 1;
  // As keepalived: from 1, leaving out 0, which would ask the kernel to choose.
  instance.identification = instance.identification === LAST_IDENTIFICATION ? 1 : instance.identification + 1;
  const payload = encodeVrrp(advertisement(instance.settings, priority), source, VRRP_GROUP);
  const header = {
    typeOfService: VRRP_TYPE_OF_SERVICE,
    identification: instance.identification,
    ttl: VRRP_TTL,
    protocol: VRRP_PROTOCOL,
    source,
    destination: VRRP_GROUP,
  };
  return [{ kind: "transmit", instance: name, interface: device, packet: encodeIpv4(header, payload) }];
}

function advertisement(settings: InstanceSettings, priority: number): Advertisement {
  const { virtualRouterId, advertInterval, authentication } = settings;
  const advert = { virtualRouterId, priority, addresses: settings.addresses.map(({ address }) => bytesOf(address)) };
  if (settings.version === 3) return { ...advert, version: 3, intervalCentis: advertInterval / (10 * MILLISECOND) };
  const proof =
    authentication.kind === "none"
      ? authentication
      : { kind: "pass" as const, data: passwordData(authentication.password) };
  return { ...advert, version: 2, intervalSeconds: advertInterval / SECOND, authentication: proof };
}

function bytesOf(address: string): Uint8Array {
  const bytes = parseIpv4(address);
  assert(bytes !== undefined, `${address} is no IPv4 address`);
  return bytes;
}
