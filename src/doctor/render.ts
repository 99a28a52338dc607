import { type Finding, type Severity, severities } from "./finding.ts";

/** The findings for a person, a paragraph each, and their sum. */
export function renderFindings(findings: readonly Finding[], colours: boolean): string {
  const paint = (severity: Severity, text: string) => (colours ? `\x1b[${COLOURS[severity]}m${text}\x1b[0m` : text);
  const paragraphs = findings.map(({ severity, what, where, cure, command }) =>
    [
      `${paint(severity, severity)}: ${what}`,
      `  where: ${where}`,
      `  cure:  ${cure}`,
      ...(command === undefined ? [] : [`         ${command}`]),
    ].join("\n"),
  );
  return `${[...paragraphs, renderSum(findings)].join("\n\n")}\n`;
}

const COLOURS: { readonly [Name in Severity]: string } = { error: "1;31", warning: "1;33", note: "1;36" };

function renderSum(findings: readonly Finding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "Nothing is wrong." : `${counts.join(", ")}.`;
}
