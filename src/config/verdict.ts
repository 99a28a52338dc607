import { catalogue } from "./catalogue.ts";
import type { Problem } from "./problem.ts";
import type { ProblemRow } from "./problems/row.ts";

/** What `-t` ends with: keepalived's status for the worst of the problems (reference: grammar, section 12). */
export function testStatus(problems: readonly Problem[]): ProblemRow["status"] {
  // Where an interface is missing keepalived ends before it looks at VRRP's scripts; it has looked at those of checks.
  const ended = problems.some(({ kind }) => kind === "interface-missing");
  const counted = problems.filter(
    ({ kind }) => !ended || kind === "check-security-off" || catalogue[kind].severity !== "security",
  );
  const statuses = new Set<ProblemRow["status"]>(counted.map(({ kind }) => catalogue[kind].status));
  // A missing value ends keepalived at once; of the rest the kind with the highest number counts, security last of all.
  const order: readonly ProblemRow["status"][] = [2, 6, 5, 4];
  return order.find((status) => statuses.has(status)) ?? 0;
}

/** What `keepalived check` ends with: 2 for errors, else 3 for security, else 1 for warnings if they count, else 0. */
export function checkStatus(problems: readonly Pick<Problem, "kind">[], strict: boolean): 0 | 1 | 2 | 3 {
  const severities = new Set(problems.map(({ kind }) => catalogue[kind].severity));
  if (severities.has("error")) return 2;
  if (severities.has("security")) return 3;
  return strict && severities.has("warning") ? 1 : 0;
}
