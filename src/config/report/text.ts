import { catalogue } from "../catalogue.ts";
import { type Problem, renderExcerpt, renderLocation } from "../problem.ts";
import type { Severity } from "../problems/row.ts";
import { chainOf } from "../source/place.ts";

/** The problem for a person, with its line, a caret, the cure and why it matters. No line end behind the last line. */
export function renderProblemText(problem: Problem, colours: boolean): string {
  return describe(problem, colours ? (style, text) => `\u001b[${styles[style]}m${text}\u001b[0m` : (_, text) => text);
}

type Style = Severity | "place" | "code" | "caret" | "cure";
type Paint = (style: Style, text: string) => string;

/** SGR parameters: ECMA-48 §8.3.117. */
const styles: Readonly<Record<Style, string>> = {
  error: "1;31",
  security: "1;35",
  warning: "1;33",
  advice: "1;36",
  place: "1",
  code: "2",
  caret: "1;32",
  cure: "32",
};

function describe({ kind, place, message, cure }: Problem, paint: Paint): string {
  const { code, severity, doc } = catalogue[kind];
  const head = `${paint("place", `${renderLocation(place)}:`)} ${paint(severity, `${severity}:`)} ${message}`;
  const lines = [`${head} ${paint("code", `[${code}]`)}`];
  if (place.line.text.trim() !== "") {
    const [line = "", caret = ""] = renderExcerpt(place);
    lines.push(`    ${line}`, `    ${paint("caret", caret)}`);
  }
  for (const { text, place: at } of chainOf(place)) lines.push(`  ${text} at ${renderLocation(at)}`);
  if (cure !== undefined) lines.push(`  ${paint("cure", "do:")}  ${cure}`);
  return [...lines, `  ${paint("code", "why:")} ${doc}`].join("\n");
}

/** How many there are of each severity. */
export function summarize(problems: readonly Problem[]): string {
  const counts = (["error", "security", "warning", "advice"] as const).flatMap((severity) => {
    const count = problems.filter(({ kind }) => catalogue[kind].severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? severity : plurals[severity]}`];
  });
  return counts.length === 0 ? "no problems" : counts.join(", ");
}

const plurals: Readonly<Record<Severity, string>> = {
  error: "errors",
  security: "security problems",
  warning: "warnings",
  advice: "pieces of advice",
};
