import { type Change, changes, renderChange, renderValues } from "../config/change.ts";
import type { Document } from "../config/keywords/root.ts";
import type { Problem } from "../config/problem.ts";
import type { Settings } from "../core/settings.ts";
import { type Configuration, describeCure, type Outcome, readConfiguration, renderProblems } from "./configuration.ts";
import { describeMissing } from "./loop.ts";

/** What a reload would do, decided before anything is done. */
export type Plan =
  | {
      readonly kind: "possible";
      readonly settings: Settings;
      readonly document: Partial<Document>;
      readonly problems: readonly Problem[];
      readonly changes: readonly Change[];
    }
  | { readonly kind: "refused"; readonly problems: readonly Problem[]; readonly reason: string };

/** A file with mistakes, or one that asks for what only a new start can do, changes nothing. */
export function planReload(
  configuration: Configuration,
  running: Partial<Document>,
  missingInterfaces: (settings: Settings) => readonly string[],
): Plan {
  const outcome: Outcome = readConfiguration(configuration);
  switch (outcome.kind) {
    case "missing":
      return { kind: "refused", problems: [], reason: outcome.reason };
    case "unusable":
      return { kind: "refused", problems: outcome.problems, reason: describeCure(outcome.problems) };
    case "usable":
      return judge(outcome, running, missingInterfaces(outcome.settings));
  }
}

/** The plan as the control socket tells it. */
export type ReloadReport = {
  readonly kind: Plan["kind"];
  /** Rendered, and empty without any. */
  readonly problems: string;
  /** A line for each block that changes; of a refusal the reason. */
  readonly lines: readonly string[];
};

export function reportPlan(plan: Plan): ReloadReport {
  const lines =
    plan.kind === "refused"
      ? [plan.reason]
      : plan.changes.flatMap((change) => [renderChange(change), ...renderValues(change).map((line) => `  ${line}`)]);
  return { kind: plan.kind, problems: renderProblems(plan.problems), lines };
}

function judge(
  { settings, document, problems }: Extract<Outcome, { kind: "usable" }>,
  running: Partial<Document>,
  missing: readonly string[],
): Plan {
  if (missing.length > 0) return { kind: "refused", problems, reason: describeMissing(missing) };
  const found = changes(running, document);
  const refused = found.filter(({ cost }) => cost === "refused");
  if (refused.length > 0) return { kind: "refused", problems, reason: refused.map(renderChange).join("; ") };
  return { kind: "possible", settings, document, problems, changes: found };
}
