import { type Finding, finding } from "./finding.ts";
import { placeOf } from "./network.ts";
import type { Seat, VirtualRouter } from "./virtual-router.ts";

/** Pairs of which one does not believe the other's `auth_hmac`. */
export function judgeHmac<Place>({ seats }: VirtualRouter<Place>): readonly Finding<Place>[] {
  return seats.flatMap((listener) =>
    seats.flatMap((speaker) => {
      const reason = listener === speaker ? undefined : refusesSignature(listener, speaker);
      if (reason === undefined) return [];
      const { router, instance } = listener;
      const what = `auth_hmac of ${instance.name}: ${router.name} discards the adverts of ${speaker.router.name}, ${reason}, and becomes MASTER beside it.`;
      const cure =
        "write the same keys into all files, each readable by root alone, and sign with one of them everywhere";
      return [finding("hmac-differs", placeOf(instance, "auth_hmac"), what, cure)];
    }),
  );
}

/** Why the listener throws away what the speaker signs, or does not sign: vrrp-behaviour 10.3. */
export function refusesSignature(
  { instance: { hmac: own } }: Seat,
  { instance: { hmac: theirs } }: Seat,
): string | undefined {
  if (theirs === undefined || theirs.mode === "receive-only") {
    return own?.mode === "enforce" ? "which are not signed" : undefined;
  }
  if (own === undefined) return "whose signature it does not know";
  const [used, known] = [theirs, own].map(({ keys }) => keys.find(({ id }) => id === theirs.activeKey)?.secret);
  if (known === undefined) return `which are signed with key ${theirs.activeKey}, and it has none of this number`;
  return known === used ? undefined : `which are signed with another key ${theirs.activeKey}`;
}
