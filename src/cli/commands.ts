import { check, checkOptions } from "./check.ts";
import type { Command } from "./command.ts";
import { config, configOptions } from "./config.ts";
import { diff, diffOptions } from "./diff.ts";
import { doctor, doctorOptions } from "./doctor.ts";
import { explain, explainOptions } from "./explain.ts";
import { fmt, fmtOptions } from "./fmt.ts";
import { install } from "./install.ts";
import { installationOptions } from "./installation.ts";
import { reload, reloadOptions } from "./reload.ts";
import { status, statusOptions } from "./status.ts";
import { uninstall } from "./uninstall.ts";

/** The commands of our own; every other command line is keepalived's. */
export const commands: readonly Command[] = [
  {
    name: "status",
    synopsis: "[OPTION]...",
    does: "what the running daemon does, and why",
    options: statusOptions,
    statuses: "0, or 3 if no daemon answers.",
    run: status,
  },
  {
    name: "doctor",
    synopsis: "[OPTION]...",
    does: "what keeps the virtual address from working or from moving",
    options: doctorOptions,
    statuses: "0 without errors, 1 if there is one, 2 for a wrong command line.",
    run: doctor,
  },
  {
    name: "check",
    synopsis: "[OPTION]... FILE...",
    does: "every problem of configurations, and with --together what fails over between routers",
    options: checkOptions,
    statuses: "0 clean, 1 warnings with --strict, 2 errors, 3 security problems.",
    run: check,
  },
  {
    name: "explain",
    synopsis: "[OPTION]... FILE",
    does: "in plain words what a router with this configuration does",
    options: explainOptions,
    statuses: "0, or 2 if the file has errors.",
    run: explain,
  },
  {
    name: "diff",
    synopsis: "[OPTION]... OLD NEW",
    does: "what a reload from one configuration to another would do",
    options: diffOptions,
    statuses: "0 if nothing changes, 1 if something does, 2 if a file cannot be used.",
    run: diff,
  },
  {
    name: "reload",
    synopsis: "[OPTION]...",
    does: "have the running daemon read its configuration anew, and say what that does",
    options: reloadOptions,
    statuses: "0, 2 if the reload is refused, 3 if no daemon answers.",
    run: reload,
  },
  {
    name: "config",
    synopsis: "[OPTION]...",
    does: "the configuration as it was understood, without includes and definitions",
    options: configOptions,
    statuses: "0, or 2 if the configuration has errors, which go to stderr with the warnings.",
    run: config,
  },
  {
    name: "fmt",
    synopsis: "[OPTION]... FILE...",
    does: "a configuration in one style, comments and definitions kept; - is the standard input",
    options: fmtOptions,
    statuses: "0, 1 if --check lists a file, 2 for a wrong command line or a file that cannot be read or written.",
    run: fmt,
  },
  {
    name: "install",
    synopsis: "[OPTION]...",
    does: "lay the program into the system",
    options: installationOptions,
    statuses: "0, or 1 if it cannot be done.",
    run: install,
  },
  {
    name: "uninstall",
    synopsis: "[OPTION]...",
    does: "take back what install has laid",
    options: installationOptions,
    statuses: "0, or 1 if it cannot be done.",
    run: uninstall,
  },
];
