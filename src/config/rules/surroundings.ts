import type { GlobalDefs } from "../keywords/global.ts";
import type { Document } from "../keywords/root.ts";
import type { Machine } from "../machine.ts";
import type { Report } from "../problem.ts";
import type { Block } from "../schema.ts";
import type { Word } from "../source/words.ts";
import type { User } from "../types/script.ts";
import type { Weight } from "../types/weight.ts";

/** What the rules of one block look up elsewhere. */
export type Surroundings = {
  readonly document: Partial<Document>;
  readonly global: GlobalDefs;
  readonly globalPlaces: Block<GlobalDefs>["places"];
  readonly trackables: Trackables;
  /** As whom scripts run that say nothing themselves; absent: as the daemon itself. */
  readonly scriptUser?: User;
  /** Absent if the file is for another machine. */
  readonly machine?: Machine;
  readonly report: Report;
};

/** All that are named, also those that cannot be used: what is wrong with them is told once. */
export type Trackables = {
  readonly vrrp_script: ReadonlyMap<string, Trackable>;
  readonly track_file: ReadonlyMap<string, Trackable>;
  readonly vrrp_track_process: ReadonlyMap<string, Trackable>;
  readonly bfd_instance: ReadonlyMap<string, Trackable>;
};

/** A check that an instance or a group may track. */
export type Trackable = { readonly name: Word; readonly given: { readonly weight?: Weight | undefined } };
