import { instanceProblems } from "./problems/instance.ts";
import { languageProblems } from "./problems/language.ts";
import { machineProblems } from "./problems/machine.ts";
import { valueProblems } from "./problems/values.ts";

/**
 * An error keeps the file from being used; "security" lets somebody else decide what runs or is believed; a warning says
 * what is not done as it is written; advice is about what works and is probably not meant.
 */
export type Severity = "error" | "security" | "warning" | "advice";

/** One kind of problem: everything about it but the words of a single case. */
export type ProblemRow = {
  /** Never given to another kind, even after this one has gone. */
  readonly code: `KA${number}`;
  readonly severity: Severity;
  /**
   * What `-t` ends with: keepalived's exit status for the same mistake, 0 if it lets it pass and so do we
   * (reference: grammar, section 12).
   */
  readonly status: 0 | 2 | 4 | 5 | 6;
  /** Why it matters, in one sentence. */
  readonly doc: string;
};

export type ProblemRows = { readonly [kind: string]: ProblemRow };

/** All kinds of problems, by a name that the program uses and a code that people can look up. */
export const catalogue = {
  ...languageProblems,
  ...valueProblems,
  ...instanceProblems,
  ...machineProblems,
} as const;

export type ProblemKind = keyof typeof catalogue;
