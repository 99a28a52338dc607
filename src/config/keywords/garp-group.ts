import { type Infer, keyword, needing } from "../schema.ts";
import { interfaceNaming, nameLists, namesOneByOne } from "../types/names.ts";
import { seconds } from "../types/numbers.ts";

/** `garp_group { … }` */
export const garpGroup = needing("paced announcements", {
  garp_interval: keyword({
    type: seconds(0, 4294),
    onChange: "live",
    otherwise: "none",
    doc: "Least time between two gratuitous ARPs.",
  }),
  gna_interval: keyword({ type: seconds(0, 4294), onChange: "live", otherwise: "none", doc: "The same for IPv6." }),
  interface: keyword({
    type: namesOneByOne(interfaceNaming),
    default: [],
    onChange: "live",
    doc: "One more interface of the group.",
  }),
  interfaces: keyword({
    type: nameLists(interfaceNaming),
    default: [],
    onChange: "live",
    doc: "More interfaces of the group.",
  }),
});

export type GarpGroup = Infer<typeof garpGroup>;
