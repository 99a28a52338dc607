/** What a name of a finding stands for; a row of the catalogue of problems. */
type FindingRow = {
  readonly code: `KA13${number}`;
  readonly severity: (typeof severities)[number];
  /** keepalived reads one file at a time, and sees none of this. */
  readonly status: 0;
  readonly doc: string;
};

/** The gravest first. */
export const severities = ["error", "warning", "advice"] as const;

/**
 * What can be wrong between the files of several routers. An error keeps the address from working or from moving; a
 * warning may; advice is about what works and is probably not meant.
 */
export const findingRows = {
  "vrid-differs": {
    code: "KA1301",
    severity: "error",
    status: 0,
    doc: "One address, two virtual routers: each holds it without hearing of the other.",
  },
  "vrid-used-twice": {
    code: "KA1302",
    severity: "warning",
    status: 0,
    doc: "Routers of one number on one link take each other for backups.",
  },
  alone: { code: "KA1303", severity: "warning", status: 0, doc: "What has no other router has no failover." },
  "version-differs": {
    code: "KA1304",
    severity: "error",
    status: 0,
    doc: "Each discards the other's adverts, and both become master.",
  },
  "interval-differs": {
    code: "KA1305",
    severity: "error",
    status: 0,
    doc: "Version 2 discards an advert with another interval: both become master.",
  },
  "interval-varies": {
    code: "KA1306",
    severity: "advice",
    status: 0,
    doc: "Version 3 takes over the master's interval, so that the time of a failover depends on who fails.",
  },
  "interval-too-short": {
    code: "KA1307",
    severity: "warning",
    status: 0,
    doc: "A backup would take over from a master that is alive.",
  },
  "authentication-differs": {
    code: "KA1308",
    severity: "error",
    status: 0,
    doc: "Each discards the other's adverts, and both become master.",
  },
  "password-differs": {
    code: "KA1309",
    severity: "error",
    status: 0,
    doc: "Each discards the other's adverts, and both become master.",
  },
  "hmac-differs": {
    code: "KA1310",
    severity: "error",
    status: 0,
    doc: "An advert that cannot be verified is discarded.",
  },
  "addresses-differ": {
    code: "KA1311",
    severity: "warning",
    status: 0,
    doc: "What moves from one router to the other is not the same.",
  },
  "excluded-addresses-differ": {
    code: "KA1312",
    severity: "warning",
    status: 0,
    doc: "What moves from one router to the other is not the same.",
  },
  "transport-differs": {
    code: "KA1313",
    severity: "error",
    status: 0,
    doc: "Who speaks by unicast is not heard by multicast, and the other way round.",
  },
  "peer-missing": {
    code: "KA1314",
    severity: "error",
    status: 0,
    doc: "Who is not named as a peer gets no adverts, and becomes master as well.",
  },
  "peer-unknown": { code: "KA1315", severity: "warning", status: 0, doc: "None of the files is that peer's." },
  "peer-is-self": {
    code: "KA1316",
    severity: "error",
    status: 0,
    doc: "The adverts go to the router itself instead of another one.",
  },
  "sync-group-differs": {
    code: "KA1317",
    severity: "warning",
    status: 0,
    doc: "What moves together on one router moves alone on another.",
  },
  "sync-group-misranked": {
    code: "KA1318",
    severity: "warning",
    status: 0,
    doc: "The members of a group are master together: the lowest rank among them decides.",
  },
  "sync-groups-contend": {
    code: "KA1319",
    severity: "error",
    status: 0,
    doc: "The groups of two routers pull the addresses in different directions.",
  },
  "nobody-takes-over": { code: "KA1320", severity: "error", status: 0, doc: "The address would be nowhere." },
  "two-masters": {
    code: "KA1321",
    severity: "warning",
    status: 0,
    doc: "state MASTER does not make a master, the priority does: after a start both have the address for a moment.",
  },
  "two-owners": { code: "KA1322", severity: "error", status: 0, doc: "Priority 255 never gives in." },
  "equal-priorities": {
    code: "KA1323",
    severity: "advice",
    status: 0,
    doc: "The higher source address decides, which the files may not tell.",
  },
  "equal-ranks": {
    code: "KA1324",
    severity: "error",
    status: 0,
    doc: "With the same priority and address nothing decides.",
  },
  "weight-cannot-move": {
    code: "KA1325",
    severity: "error",
    status: 0,
    doc: "The check fails, and the address stays where the service is dead.",
  },
} as const satisfies { readonly [name: string]: FindingRow };

/** Stable, as programs may look for them. */
export type FindingName = keyof typeof findingRows;

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
  return { severity: findingRows[name].severity, name, what, where, cure };
}

/** "a", "a and b", "a, b and c". */
export function listing(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

export function sortFindings<Place>(findings: readonly Finding<Place>[]): readonly Finding<Place>[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}
