import type { Invocation } from "../config/document/invocation.ts";
import { statusRows } from "../daemon/exit.ts";
import { signalRows } from "../host/signals.ts";
import { version, versionDate } from "../version.ts";
import { describeCommand } from "./command.ts";
import { commands } from "./commands.ts";
import { optionRows } from "./options.ts";

/** The whole command line for the documents that are made from its tables. */
export const invocation: Invocation = {
  version,
  date: versionDate,
  options: optionRows,
  commands: commands.map(describeCommand),
  signals: signalRows,
  statuses: statusRows,
};
