import { type Infer, keyword } from "../schema.ts";
import { block, namedBlocks } from "../types/blocks.ts";
import { globalDefs } from "./global.ts";
import { vrrpInstance } from "./instance.ts";
import { vrrpScript } from "./script.ts";

/** What stands outside all blocks. */
export const root = {
  global_defs: keyword({ type: block(globalDefs), onChange: "live", doc: "What holds for the whole daemon." }),
  vrrp_script: keyword({
    type: namedBlocks(vrrpScript),
    onChange: "live",
    doc: "A check that instances can track; it must stand before them.",
  }),
  vrrp_instance: keyword({
    type: namedBlocks(vrrpInstance),
    onChange: "live",
    doc: "A virtual router: addresses that exactly one of several routers holds.",
  }),
};

export type Document = Infer<typeof root>;
