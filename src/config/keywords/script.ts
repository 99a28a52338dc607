import { SECOND } from "../../core/time.ts";
import { type Infer, keyword } from "../schema.ts";
import { notZero, seconds, uint } from "../types/numbers.ts";
import { script, user } from "../types/script.ts";
import { flag } from "../types/text.ts";
import { weightUpTo } from "../types/weight.ts";

const MOST = 2_147_483_647;
const time = notZero(seconds(0, 4294, 1000), SECOND, "1 second");

/** `vrrp_script <name> { … }` */
export const vrrpScript = {
  script: keyword({
    type: script,
    onChange: "restart",
    otherwise: "required",
    doc: "The command; status 0 is success.",
  }),
  interval: keyword({
    type: time,
    default: SECOND,
    onChange: "restart",
    doc: "From one start of the script to the next.",
  }),
  timeout: keyword({
    type: time,
    onChange: "restart",
    otherwise: "interval",
    doc: "After this it is killed: a failure.",
  }),
  weight: keyword({
    type: weightUpTo(253),
    default: { weight: 0 },
    onChange: "live",
    doc: "What success (or, if negative, failure) adds to the priority of those who track it; 0: failure is a fault.",
  }),
  rise: keyword({ type: uint(1, MOST), default: 1, onChange: "restart", doc: "Successes in a row that make it good." }),
  fall: keyword({ type: uint(1, MOST), default: 1, onChange: "restart", doc: "Failures in a row that make it bad." }),
  user: keyword({ type: user, onChange: "restart", otherwise: "script_user", doc: "As whom the script runs." }),
  init_fail: keyword({
    type: flag,
    onChange: "restart",
    doc: "Bad until `rise` successes have come; else one is enough.",
  }),
};

export type VrrpScript = Infer<typeof vrrpScript>;
