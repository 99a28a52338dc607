import type { Effect } from "../effect.ts";
import type { Event } from "../event.ts";
import type { HeardAdvert } from "./reception.ts";
import type { InstanceSettings } from "./settings.ts";

/** What an instance is told. */
export type InstanceEvent =
  | { readonly kind: "timer" }
  | { readonly kind: "advert"; readonly advert: HeardAdvert }
  /** A link or a script has changed, or the settings have. */
  | { readonly kind: "reconsider" }
  | { readonly kind: "transmitted" }
  | AddressLost
  | { readonly kind: "configure"; readonly settings: InstanceSettings }
  | { readonly kind: "stop" };

export type AddressLost = Extract<Event, { kind: "address lost" }>;

/** Those that each role answers in its own way; the others mean the same in every role. */
export type RoleEvent = Extract<InstanceEvent, { kind: "timer" | "advert" | "transmitted" | "address lost" }>;

/** "hold" is what the engine makes of all instances together; here it only says when. */
export type InstanceEffect = Exclude<Effect, { kind: "hold" }> | { readonly kind: "hold" };
