import { keyword, needing } from "../../schema.ts";
import { uint } from "../../types/numbers.ts";
import { bool, word } from "../../types/text.ts";
import { umask } from "./umask.ts";

const directory = word("folder");
const file = word("path");

/** What the daemon reads and writes. */
export const fileKeywords = {
  umask: keyword({
    type: umask,
    default: 0o177,
    onChange: "live",
    feature: "process control",
    doc: "What others may not do with files that the daemon writes; -u on the command line counts more.",
  }),
  ...needing("dumps", {
    config_save_dir: keyword({ type: directory, onChange: "live", doc: "Copies of what was read are kept there." }),
    state_dump_file: keyword({
      type: file,
      onChange: "live",
      otherwise: "keepalived.data in the folder for temporary files",
      doc: "Where the state is written on SIGUSR1.",
    }),
    json_version: keyword({ type: uint(1, 2), default: 1, onChange: "live", doc: "Layout of keepalived.json." }),
  }),
  ...needing("configuration", {
    stats_dump_file: keyword({ type: file, onChange: "nothing", doc: "Without effect, as in keepalived." }),
    json_dump_file: keyword({ type: file, onChange: "nothing", doc: "Without effect, as in keepalived." }),
    data_use_instance: keyword({
      type: bool,
      default: false,
      onChange: "live",
      doc: "The names of these files contain the network namespace and the name of the daemon's instance.",
    }),
    tmp_config_directory: keyword({ type: directory, onChange: "nothing", doc: "Without effect: no copy is made." }),
    iproute_usr_dir: keyword({
      type: directory,
      default: "/usr/share/iproute2",
      onChange: "live",
      doc: "Where the names of routing tables and the like come from.",
    }),
    iproute_etc_dir: keyword({
      type: directory,
      default: "/etc/iproute2",
      onChange: "live",
      doc: "What is there counts more.",
    }),
  }),
};
