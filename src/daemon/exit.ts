/** The daemon's exit statuses, keepalived's own (reference: grammar, section 14). */
export const exitStatus = {
  stopped: 0,
  /** keepalived: another copy holding the pid file is no failure. */
  alreadyRunning: 0,
  commandLine: 1,
  configuration: 2,
  permission: 4,
  noConfiguration: 6,
  /** A mistake of our own: the one end after which a supervisor should start us again. */
  programError: 70,
} as const;

/** What each of them means, for the manual. */
export const statusRows = [
  { status: exitStatus.stopped, meaning: "The daemon was stopped, or another one holds its pid file already." },
  {
    status: exitStatus.commandLine,
    meaning: "The command line is wrong, or the start failed for a reason that stands on stderr and in the log.",
  },
  { status: exitStatus.configuration, meaning: "The configuration has mistakes, or does not fit this machine." },
  { status: exitStatus.permission, meaning: "Something is forbidden to this user." },
  { status: exitStatus.noConfiguration, meaning: "There is no configuration." },
  { status: exitStatus.programError, meaning: "A mistake of this program; the next start cleans up after it." },
] as const;
