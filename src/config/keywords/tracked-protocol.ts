import type { Words } from "../reader.ts";

/** RTPROT_KEEPALIVED */
const KEEPALIVED = 18;

type Tracked = { readonly protocol?: number | undefined; readonly no_track?: true | undefined };

/** A route or rule with keepalived's protocol number, by which its loss is noticed, unless that does not matter. */
export function withTrackedProtocol<Item extends Tracked>({ owner, reader }: Words, item: Item): Item {
  const { protocol, no_track } = item;
  if (no_track !== undefined || protocol === undefined || protocol === KEEPALIVED) return item;
  const message = `protocol ${protocol} is taken as ${KEEPALIVED} (keepalived), by which a loss is noticed`;
  reader.report("value-corrected", owner.place, message, "leave it out, or add no_track");
  return { ...item, protocol: KEEPALIVED };
}
