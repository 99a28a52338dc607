import { areas, catalogue } from "../catalogue.ts";
import { type ProblemRow, severities, testStatuses } from "../problems/row.ts";
import { joinLines, prose, renderTable } from "./markdown.ts";

/** Everything that can be wrong with a configuration, in Markdown: docs/problems.md. */
export function renderProblemList(): string {
  const rows = Object.entries<ProblemRow>(catalogue).toSorted(([, a], [, b]) => (a.code < b.code ? -1 : 1));
  const beginnings = [...new Set(rows.map(([, { code }]) => beginningOf(code)))];
  return joinLines([
    "# Problems of a configuration",
    "",
    "Made from the catalogue in `src/config/catalogue.ts`: `UPDATE=1 npm test -- config/document` writes it anew. Each message",
    "ends with its code. A code stays with its kind of problem for ever.",
    "",
    ...Object.entries(severities).map(([severity, meaning]) => `* *${severity}* ${meaning}`),
    "",
    "`-t` is what `keepalived -t` ends with if there is only this problem, as scripts know it from keepalived:",
    "",
    ...Object.entries(testStatuses).map(([status, meaning]) => `* \`${status}\`: ${prose(meaning)}`),
    "",
    ...beginnings.flatMap((beginning) => [
      `## ${[beginning, areas[beginning]].join(": ")}`,
      "",
      ...renderTable(
        ["code", "problem", "severity", "-t", "why it matters"],
        rows
          .filter(([, { code }]) => beginningOf(code) === beginning)
          .map(([kind, { code, severity, status, doc }]) => [
            code,
            kind.replaceAll("-", " "),
            severity,
            `${status}`,
            prose(doc),
          ]),
      ),
      "",
    ]),
  ]);
}

/** The code without its last two digits. */
function beginningOf(code: ProblemRow["code"]): string {
  return code.slice(0, -2);
}
