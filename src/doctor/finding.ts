/** One thing that is wrong, or may be. */
export type Finding = {
  readonly severity: Severity;
  readonly name: FindingName;
  /** What is wrong and what comes of it. */
  readonly what: string;
  /** File and line, instance, chain: where to look. */
  readonly where: string;
  /** What to do. */
  readonly cure: string;
  /** The cure as a shell command, where there is one. */
  readonly command?: string;
};

/** The gravest first. */
export const severities = ["error", "warning", "note"] as const;

/** An error stops the VIP from working or from moving; a warning may; a note is what could not be looked at. */
export type Severity = (typeof severities)[number];

/** Stable: programs read them in `--json`. */
export type FindingName =
  | "configuration"
  | "interface-missing"
  | "interface-down"
  | "interface-no-carrier"
  | "interface-no-multicast"
  | "interface-no-address"
  | "vip-outside-networks"
  | "protocol-dropped"
  | "haproxy-cannot-bind"
  | "haproxy-not-on-vip"
  | "script-missing"
  | "script-not-executable"
  | "script-not-permitted"
  | "script-untracked"
  | "weight-cannot-move"
  | "peer-differs"
  | "not-examined";
