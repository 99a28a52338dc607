/** What a problem of each severity does. */
export const severities = {
  error: "keeps the file from being used",
  security: "lets somebody else decide what runs or is believed",
  warning: "says what is not done as it is written",
  advice: "is about what works and is probably not meant",
} as const;

export type Severity = keyof typeof severities;

/**
 * What `-t` ends with: keepalived's exit status for the same mistake, 0 if it lets it pass and so do we
 * (reference: grammar, section 12).
 */
export const testStatuses = {
  0: "Nothing is wrong, or only what keepalived does not report either.",
  2: "A keyword lacks its value.",
  4: "The configuration, or something of the machine that it names, is not there.",
  5: "Something else is wrong; a warning is enough.",
  6: "An include does not find what it insists on, or somebody else could decide what is run or read.",
} as const;

/** One kind of problem: everything about it but the words of a single case. */
export type ProblemRow = {
  /** Never given to another kind, even after this one has gone. */
  readonly code: `KA${number}`;
  readonly severity: Severity;
  readonly status: keyof typeof testStatuses;
  /** Why it matters, in one sentence. */
  readonly doc: string;
};

export type ProblemRows = { readonly [kind: string]: ProblemRow };
