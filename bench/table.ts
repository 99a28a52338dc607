import { MILLISECOND } from "../src/core/time.ts";
import type { Program } from "./daemon.ts";
import { oneInstance, tenThousandInstances } from "./generated.ts";
import type { Metric, Sample } from "./sample.ts";
import { median, worst } from "./statistics.ts";

/** What has been measured of a program. */
export type Result = { readonly program: Program; readonly samples: readonly Sample[] };

type Section = {
  readonly metric: Metric;
  readonly heading: string;
  /** Of a sample's value in the table's unit. */
  readonly divisor: number;
  readonly digits: number;
  readonly target: string;
  /** How the medians are compared; by their difference without it. */
  readonly compares?: "ratio";
  /** In the table's unit, of the medians. */
  readonly isMet: (ours: number, theirs: number | undefined, scenario: string) => boolean | undefined;
};

const sections: readonly Section[] = [
  {
    metric: "advert",
    heading: "First advertisement of the new master over the protocol's floor, ms",
    divisor: MILLISECOND,
    digits: 2,
    target: "at most 1 ms, and at most theirs + 0.5 ms",
    isMet: (ours, theirs) => ours <= 1 && (theirs === undefined || ours <= theirs + 0.5),
  },
  {
    metric: "address",
    heading: "Virtual address present, after that advertisement, ms",
    divisor: MILLISECOND,
    digits: 2,
    target: "at most 1 ms",
    isMet: (ours) => ours <= 1,
  },
  {
    metric: "announcement",
    heading: "First gratuitous ARP, after that advertisement, ms",
    divisor: MILLISECOND,
    digits: 2,
    target: "at most 2 ms",
    isMet: (ours) => ours <= 2,
  },
  {
    metric: "resignation",
    heading: "Resignation on the wire, after the signal or the end of the check that failed, ms",
    divisor: MILLISECOND,
    digits: 2,
    target: "none",
    isMet: () => undefined,
  },
  {
    metric: "start",
    heading: "Start of the process to the first advertisement, the protocol adding nothing, ms",
    divisor: MILLISECOND,
    digits: 1,
    target: "below 150 ms",
    isMet: (ours) => ours < 150,
  },
  {
    metric: "memory",
    heading: "Resident memory of all processes, idle, MB",
    divisor: 1_000,
    digits: 1,
    target: "none",
    isMet: () => undefined,
  },
  {
    metric: "processor",
    heading: "Processor time, idle, % of a core",
    divisor: 10_000,
    digits: 3,
    target: "below 0.1 %",
    isMet: (ours) => ours < 0.1,
  },
  {
    metric: "test",
    heading: "Test of a configuration (-t), from the start of the process to its end, ms",
    divisor: MILLISECOND,
    digits: 1,
    target: `one instance below 120 ms, ten thousand at most a quarter of theirs`,
    compares: "ratio",
    isMet: (ours, theirs, scenario) => {
      if (scenario === oneInstance) return ours < 120;
      return scenario === tenThousandInstances && theirs !== undefined ? ours <= theirs / 4 : undefined;
    },
  },
  {
    metric: "growth",
    heading: "Growth of that time: what an instance costs from 1000 to 10 000, by what it costs up to 1000",
    divisor: 1,
    digits: 2,
    target: "at most 1.2; in proportion is 1",
    compares: "ratio",
    isMet: (ours) => ours <= 1.2,
  },
  {
    metric: "peak",
    heading: "Peak of the resident memory meanwhile, MB",
    divisor: 1_000,
    digits: 1,
    target: "none",
    compares: "ratio",
    isMet: () => undefined,
  },
];

/** A section for each metric, with a line for each scenario in the order of their first measurement: ours, then the other. */
export function renderResults([ours, theirs]: readonly Result[]): string {
  if (ours === undefined) return "";
  return sections.map((section) => renderSection(section, ours, theirs)).join("");
}

function renderSection(section: Section, ours: Result, theirs: Result | undefined): string {
  const scenarios = new Set(
    ours.samples.filter(({ metric }) => metric === section.metric).map(({ scenario }) => scenario),
  );
  if (scenarios.size === 0) return "";
  const columns = [ours, ...(theirs ? [theirs] : [])].flatMap(({ program }) => [`${program.name}: median`, "worst"]);
  const head = ["", "n", ...columns, ...(theirs ? [section.compares ?? "difference"] : []), "target met"];
  const lines = [...scenarios].map((scenario) => renderLine(section, scenario, ours, theirs));
  return `${section.heading}; target: ${section.target}\n${align([head, ...lines])}\n\n`;
}

function renderLine(section: Section, scenario: string, ours: Result, theirs: Result | undefined): string[] {
  const { divisor, digits, metric, isMet } = section;
  const valuesOf = ({ samples }: Result) =>
    samples.filter((each) => each.metric === metric && each.scenario === scenario).map(({ value }) => value / divisor);
  const show = (value: number | undefined) => (value === undefined ? "-" : value.toFixed(digits));
  const mine = valuesOf(ours);
  const middle = median(mine);
  const cells = [`  ${scenario}`, String(mine.length), show(middle), show(worst(mine))];
  const other = theirs === undefined ? [] : valuesOf(theirs);
  const theirMiddle = median(other);
  if (theirs !== undefined) {
    cells.push(show(theirMiddle), show(worst(other)), compare(section, middle, theirMiddle));
  }
  const met = middle === undefined ? undefined : isMet(middle, theirMiddle, scenario);
  return [...cells, met === undefined ? "" : met ? "yes" : "NO"];
}

function compare({ compares, digits }: Section, ours: number | undefined, theirs: number | undefined): string {
  if (ours === undefined || theirs === undefined) return "-";
  return compares === "ratio" ? (ours / theirs).toFixed(2) : (ours - theirs).toFixed(digits);
}

/** The first column to the left, the others to the right. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
