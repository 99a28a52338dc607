import { type Infer, keyword, needing } from "../schema.ts";
import { nameList, naming } from "../types/names.ts";

/** `track_group <name> { … }` */
export const trackGroup = needing("configuration", {
  group: keyword({
    type: nameList(naming("instance")),
    once: true,
    onChange: "live",
    otherwise: "required",
    doc: "Instances that are in FAULT when a static address, route or rule of the group is gone.",
  }),
});

export type TrackGroup = Infer<typeof trackGroup>;
