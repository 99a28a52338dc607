import type { Holder, Row } from "./failures.ts";
import { type Finding, listing } from "./finding.ts";
import type { Outlook } from "./outlook.ts";
import { describeFailure } from "./reason.ts";
import type { VirtualRouter } from "./virtual-router.ts";

/**
 * For a person: what comes of each failure, virtual router by virtual router, and below each what is wrong with it, as
 * `show` tells it.
 */
export function renderOutlooks<Place>(
  outlooks: readonly Outlook<Place>[],
  show: (finding: Finding<Place>) => string,
): string {
  const blocks = outlooks.flatMap(({ virtualRouters, holder, rows, findings }) => [
    `${virtualRouters.map(describeVirtualRouter).join("\n")}\n${describeHolder(holder)}`,
    ...renderTables(rows, holder),
    ...findings.map(show),
  ]);
  return `${blocks.join("\n\n")}\n`;
}

function describeVirtualRouter({ virtualRouterId, seats }: VirtualRouter): string {
  const addresses = new Set(seats.flatMap(({ instance }) => instance.addresses));
  const names = new Set(seats.map(({ instance }) => instance.name));
  const parts = Array.from(names, (name) => {
    const files = seats.filter(({ instance }) => instance.name === name).map(({ router }) => router.name);
    return `${name} in ${listing(files)}`;
  });
  return `VRID ${virtualRouterId}: ${[...addresses].join(", ")} (${parts.join("; ")})`;
}

function describeHolder(holder: Holder): string {
  const names = namesOf(holder);
  switch (holder.kind) {
    case "one":
      return `When all start together ${names} gets it.`;
    case "either":
      return `When all start together ${names} gets it: the files do not tell which.`;
    case "several":
      return `${names} have it at the same time.`;
    case "nobody":
      return "Nobody has it.";
    case "restless":
      return "It goes from one to the other without end: their sync groups do not want the same.";
  }
}

/** A table for each router that keeps the addresses if it has them. */
function renderTables(rows: readonly Row[], first: Holder): readonly string[] {
  const holders = new Set(rows.map(({ before }) => before));
  return Array.from(holders, (holder) => {
    const lines = rows.filter(({ before }) => before === holder).map(cellsOf);
    const isFirst = first.kind === "one" && first.router === holder;
    return [...(isFirst ? [] : [`Once ${holder.name} has it, it stays there.`, ""]), ...align([HEAD, ...lines])].join(
      "\n",
    );
  });
}

const HEAD = ["what fails", "holder before", "holder after", "comes back", "why"];

function cellsOf(row: Row): readonly string[] {
  const { before, after, moves, comesBack, why } = row;
  return [describeFailure(row), before.name, namesOf(after), moves ? (comesBack ? "yes" : "no") : "–", why];
}

function namesOf(holder: Holder): string {
  switch (holder.kind) {
    case "one":
      return holder.router.name;
    case "either":
      return listing(
        holder.routers.map(({ name }) => name),
        "or",
      );
    case "several":
      return listing(holder.routers.map(({ name }) => name));
    case "nobody":
      return "nobody";
    case "restless":
      return "now this, now that";
  }
}

function align(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? "").length)));
  return lines.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
