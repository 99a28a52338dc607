import { SECOND } from "../../core/time.ts";
import { type Infer, keyword, needing } from "../schema.ts";
import { wholeSeconds } from "../types/numbers.ts";
import { script, user } from "../types/script.ts";
import { flag, word } from "../types/text.ts";
import { weightUpTo } from "../types/weight.ts";
import { alpha, timing } from "./checking.ts";

/** `MISC_CHECK { … }` */
export const miscCheck = needing("checkers", {
  misc_path: keyword({
    type: script,
    onChange: "restart",
    otherwise: "required",
    doc: "The command; status 0 is success.",
  }),
  misc_timeout: keyword({
    type: wholeSeconds(0, 4294),
    inherits: ["virtual_server/delay_loop"],
    onChange: "live",
    doc: "After this the command is killed, which is a failure; 0 stands for the default.",
  }),
  misc_dynamic: keyword({
    type: flag,
    onChange: "restart",
    doc: "A status of 2 or more is success, and the weight of the real server is then two less than it.",
  }),
  user: keyword({ type: user, onChange: "live", otherwise: "script_user", doc: "As whom the command runs." }),
  ...timing(0, SECOND),
});

/** `FILE_CHECK { … }` */
export const fileCheck = needing("checkers", {
  track_file: keyword({
    type: word("track_file"),
    onChange: "restart",
    otherwise: "required",
    doc: "The tracked file, defined above, whose value counts.",
  }),
  weight: keyword({
    type: weightUpTo(2_147_483_647),
    onChange: "live",
    otherwise: "that of the track_file",
    doc: "What a value of 1 adds to the weight of the real server; 0: any other value than 0 is a failure.",
  }),
});

/** `BFD_CHECK { … }` */
export const bfdCheck = needing("checkers", {
  name: keyword({
    type: word("bfd_instance"),
    onChange: "restart",
    otherwise: "required",
    doc: "The BFD session, defined above, that must be up.",
  }),
  alpha,
});

export type MiscCheck = Infer<typeof miscCheck>;
export type FileCheck = Infer<typeof fileCheck>;
export type BfdCheck = Infer<typeof bfdCheck>;
