import type { IpAddress } from "../../wire/ipv4.ts";
import type { Effect } from "../effect.ts";
import type { HeardAdvert } from "./reception.ts";
import type { InstanceSettings } from "./settings.ts";

/** What an instance is told. */
export type InstanceEvent =
  | { readonly kind: "timer" }
  | { readonly kind: "advert"; readonly advert: HeardAdvert }
  /** A link or a script has changed, or the settings have. */
  | { readonly kind: "reconsider" }
  | { readonly kind: "transmitted" }
  | { readonly kind: "address lost"; readonly interface: string; readonly address: IpAddress }
  | { readonly kind: "configure"; readonly settings: InstanceSettings }
  | { readonly kind: "stop" };

/** Those that each role answers in its own way; the others mean the same in every role. */
export type RoleEvent = Extract<InstanceEvent, { kind: "timer" | "advert" | "transmitted" | "address lost" }>;

/** "hold" is what the engine makes of all instances together; here it only says when. */
export type InstanceEffect = Exclude<Effect, { kind: "hold" }> | { readonly kind: "hold" };
