/**
 * What can be wrong between the files of several routers. An error keeps the address from working or from moving; a
 * warning may; advice is about what works and is probably not meant.
 */
const severityOf = {
  "vrid-differs": "error",
  "vrid-used-twice": "warning",
  alone: "warning",
  "version-differs": "error",
  "interval-differs": "error",
  "interval-varies": "advice",
  "interval-too-short": "warning",
  "authentication-differs": "error",
  "password-differs": "error",
  "hmac-differs": "error",
  "addresses-differ": "warning",
  "excluded-addresses-differ": "warning",
  "transport-differs": "error",
  "peer-missing": "error",
  "peer-unknown": "warning",
  "peer-is-self": "error",
  "sync-group-differs": "warning",
  "sync-group-misranked": "warning",
  "sync-groups-contend": "error",
  "nobody-takes-over": "error",
  "two-masters": "warning",
  "two-owners": "error",
  "equal-priorities": "advice",
  "equal-ranks": "error",
  "weight-cannot-move": "error",
} as const;

/** Stable, as programs may look for them. */
export type FindingName = keyof typeof severityOf;

/** The gravest first. */
export const severities = ["error", "warning", "advice"] as const;

export type Finding<Place = unknown> = {
  readonly severity: (typeof severities)[number];
  readonly name: FindingName;
  /** What is wrong, and what comes of it. */
  readonly what: string;
  readonly where: Place;
  /** What to do. */
  readonly cure: string;
};

export function finding<Place>(name: FindingName, where: Place, what: string, cure: string): Finding<Place> {
  return { severity: severityOf[name], name, what, where, cure };
}

/** "a", "a and b", "a, b and c". */
export function listing(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

export function sortFindings<Place>(findings: readonly Finding<Place>[]): readonly Finding<Place>[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}
