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
