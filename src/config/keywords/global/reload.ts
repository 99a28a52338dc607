import { keyword, needing } from "../../schema.ts";
import { orBare } from "../../types/optional.ts";
import { flag, optional, word } from "../../types/text.ts";
import { includeCheck } from "./include-check.ts";

/** When and how the files are read again. */
export const reloadKeywords = {
  reload_check_config: keyword({
    type: optional(word("log file"), "/dev/null"),
    onChange: "live",
    feature: "configuration",
    otherwise: "not logged to a file",
    doc: "Files that are wrong are not applied; what is wrong is logged. So it is without this keyword too.",
  }),
  ...needing("reload", {
    reload_time_file: keyword({ type: word("file"), onChange: "live", doc: "A file that says when to reload." }),
    reload_file: keyword({
      type: orBare(word("path"), "beside the pid file"),
      onChange: "live",
      otherwise: "none",
      doc: "This file exists while a reload is going on.",
    }),
  }),
  ...needing("configuration", {
    reload_repeat: keyword({
      type: flag,
      onChange: "live",
      doc: "A reload_time_file that names a time of day counts every day.",
    }),
    include_check: keyword({
      type: includeCheck,
      onChange: "nothing",
      otherwise: "nothing is insisted on",
      doc: "What the includes behind it insist on; no words: everything.",
    }),
  }),
};
