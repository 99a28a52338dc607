import type { Duration } from "../../core/time.ts";
import { type Infer, keyword } from "../schema.ts";
import { ip } from "../types/ip.ts";
import { seconds, uint } from "../types/numbers.ts";
import { bool, interfaceName } from "../types/text.ts";

export const U32 = 4_294_967_295;

/** keepalived's timers go on for half a million years; 136 years are enough here. */
const LONGEST = U32;

export const interval = seconds(0.000001, LONGEST);
export const pause = seconds(0, LONGEST);
export const timeout = seconds(0.000001, 4294.967295);
export const port = uint(1, 65_535);

/** How often a check is made. What is not given is that of the block around it. */
export function timing(
  retry: number,
  delayBeforeRetry: Duration,
  around: "real_server" | "SMTP_CHECK" = "real_server",
) {
  return {
    retry: keyword({
      type: uint(0, U32),
      default: retry,
      inherits: [`${around}/retry`],
      onChange: "live",
      doc: "Further attempts before a check that was good is bad.",
    }),
    delay_before_retry: keyword({
      type: pause,
      default: delayBeforeRetry,
      inherits: [`${around}/delay_before_retry`],
      onChange: "live",
      doc: "From one attempt to the next.",
    }),
    warmup: keyword({
      type: pause,
      inherits: [`${around}/warmup`, "delay_loop"],
      onChange: "live",
      doc: "The first check comes at some time up to this after the start, so that not all come at once.",
    }),
    delay_loop: keyword({
      type: interval,
      inherits: [`${around}/delay_loop`],
      onChange: "live",
      doc: "From one check to the next.",
    }),
    alpha: { ...alpha, inherits: [`${around}/alpha`] },
    log_all_failures: keyword({
      type: bool,
      default: false,
      inherits: ["global_defs/checker_log_all_failures"],
      onChange: "live",
      doc: "Each failing attempt is logged, not only the change.",
    }),
  };
}

export const alpha = keyword({
  type: bool,
  inherits: ["real_server/alpha"],
  onChange: "live",
  doc: "The check counts as failed until it has succeeded once.",
});

/** Where a check over the network goes, and from where. A change makes another check of it. */
export const connection = {
  connect_ip: keyword({
    type: ip(),
    onChange: "restart",
    otherwise: "the real server's address",
    doc: "The address that is checked.",
  }),
  connect_port: keyword({
    type: port,
    onChange: "restart",
    otherwise: "the real server's port",
    doc: "The port that is checked.",
  }),
  bindto: keyword({
    type: ip(),
    onChange: "restart",
    otherwise: "any",
    doc: "The address that the check comes from; of the family of the address that is checked.",
  }),
  bind_port: keyword({ type: port, onChange: "restart", otherwise: "any", doc: "The port that the check comes from." }),
  bind_if: keyword({
    type: interfaceName,
    onChange: "restart",
    otherwise: "any",
    doc: "The interface that the check leaves by; a link-local address needs it.",
  }),
  connect_timeout: keyword({
    type: timeout,
    inherits: ["real_server/connect_timeout"],
    onChange: "restart",
    doc: "After this without an answer the attempt has failed.",
  }),
  fwmark: keyword({ type: uint(0, U32), default: 0, onChange: "restart", doc: "The mark of the check's packets." }),
};

/** What all checks over the network have. */
export type Connection = Infer<typeof connection> & Pick<Infer<ReturnType<typeof timing>>, "delay_loop">;
