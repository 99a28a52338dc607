import { type Duration, MILLISECOND, SECOND } from "../../core/time.ts";
import type { VrrpInstance } from "../keywords/instance.ts";
import type { Block } from "../schema.ts";
import type { Place } from "../source/place.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The lifetime of the addresses in whole seconds, 0 for ever. Unless the file says one it is the longest that has surely
 * ended when a backup takes over, as long as that is enough from one renewal to the next: renewals follow the adverts.
 */
export function settleLease(
  block: Block<VrrpInstance>,
  { global, globalPlaces, report }: Surroundings,
  advertInterval: Duration,
  downTimerAdverts: number,
): number {
  const longest = Math.max(1, Math.floor((downTimerAdverts * advertInterval - KERNEL_DELAY) / SECOND));
  const shortest = (advertInterval + RENEWAL_SLACK) / SECOND;
  const { given, places, name } = block;
  const wanted = given.address_lease ?? global.vrrp_address_lease;
  if (wanted === undefined) {
    if (longest >= shortest) return longest;
    const message = "no lease fits between an advert and a backup's takeover: the addresses are held for ever";
    report("lease-impossible", places.down_timer_adverts ?? name.place, message);
    return 0;
  }
  const place: Place = places.address_lease ?? globalPlaces.vrrp_address_lease ?? name.place;
  if (wanted !== 0 && wanted < shortest) {
    const cure = `give at least ${Math.ceil(shortest)}, or off`;
    report(
      "lease-too-short",
      place,
      `in ${name.text} a lease of ${wanted} s ends before the next advert renews it`,
      cure,
    );
  } else if (wanted > longest) {
    report(
      "lease-too-long",
      place,
      `in ${name.text} a backup takes over after ${longest} s, before a lease of ${wanted} s has ended`,
    );
  }
  return wanted;
}

/** How late the kernel takes an address away, measured. */
const KERNEL_DELAY: Duration = 260 * MILLISECOND;

/** How late a renewal may come without an address being lost. */
const RENEWAL_SLACK: Duration = 100 * MILLISECOND;
