import { SECOND } from "../../core/time.ts";
import { type Infer, keyword, needing } from "../schema.ts";
import { wholeSeconds } from "../types/numbers.ts";
import { orBare } from "../types/optional.ts";
import { flag, word } from "../types/text.ts";

/** The keywords outside all blocks that open none: what the daemon as a whole is. */
export const rootKeywords = {
  ...needing("namespaces", {
    net_namespace: keyword({
      type: word("name"),
      once: true,
      onChange: "refused",
      otherwise: "that of the daemon's start",
      doc: "The network namespace, of /run/netns, that the daemon works in.",
    }),
    instance: keyword({
      type: word("name"),
      once: true,
      onChange: "refused",
      otherwise: "none",
      doc: "Tells apart several daemons on one machine: in the names of pid files and in the log.",
    }),
    use_pid_dir: keyword({ type: flag, onChange: "refused", doc: "Pid files are in /run/keepalived." }),
  }),
  ...needing("configuration", {
    net_namespace_ipvs: keyword({
      type: orBare(word("name"), "that of process 1"),
      once: true,
      onChange: "refused",
      otherwise: "net_namespace",
      doc: "The network namespace that load balancing is done in.",
    }),
    namespace_with_ipsets: keyword({
      type: flag,
      onChange: "live",
      doc: "ipsets are used in a network namespace too.",
    }),
    child_wait_time: keyword({
      type: wholeSeconds(0, 4_294_967_295),
      default: 5 * SECOND,
      onChange: "live",
      doc: "How long the parts of keepalived have to end; this program has no such parts.",
    }),
  }),
  linkbeat_use_polling: keyword({
    type: flag,
    onChange: "restart",
    feature: "link polling",
    doc: "Interfaces are asked for their state again and again, instead of the kernel telling of changes.",
  }),
};

export type RootKeywords = Infer<typeof rootKeywords>;
