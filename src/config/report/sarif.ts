import { catalogue } from "../catalogue.ts";
import type { Json } from "../json.ts";
import type { Problem } from "../problem.ts";
import type { ProblemRows, Severity } from "../problems/row.ts";
import { chainOf, locate, type Place } from "../source/place.ts";

/** The problems as SARIF 2.1.0 (OASIS), which editors and continuous integration show at their lines. */
export function sarifOf(problems: readonly Problem[], version: string): Json {
  const rows: ProblemRows = catalogue;
  const rules = Object.entries(rows).map(([kind, { code, severity, doc }]) => ({
    id: code,
    name: kind,
    shortDescription: { text: doc },
    defaultConfiguration: { level: levels[severity] },
  }));
  const driver = { name: "keepalived-ts", semanticVersion: version, rules };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "unicodeCodePoints", results: problems.map(resultOf) }],
  };
}

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  security: "error",
  warning: "warning",
  advice: "note",
};

function resultOf({ kind, place, message, cure }: Problem): Json {
  const { code, severity } = catalogue[kind];
  const text = cure === undefined ? message : `${message} (${cure})`;
  const related = chainOf(place).map((step) => ({ ...locationOf(step.place), message: { text: step.text } }));
  return {
    ruleId: code,
    level: levels[severity],
    message: { text },
    locations: [locationOf(place)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function locationOf(place: Place): { readonly physicalLocation: Json } {
  const { file, line, column } = locate(place);
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } },
  };
}
