import type { Invocation } from "./invocation.ts";

/** The head of a page of the manual: its date, title and system. */
export function head(
  title: string,
  section: number,
  { version, date }: Pick<Invocation, "version" | "date">,
): readonly string[] {
  const [year, month, day] = date.split("-").map(Number);
  return [
    '.\\" Made from tables: UPDATE=1 npm test -- config/document writes it anew.',
    `.Dd ${MONTHS[(month ?? 1) - 1]} ${day}, ${year}`,
    `.Dt ${title} ${section}`,
    `.Os keepalived-ts ${version}`,
  ];
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** References to other pages, in the order that the manual wants: by section, then by name. */
export function seeAlso(...pages: readonly (readonly [name: string, section: number])[]): readonly string[] {
  const sorted = pages.toSorted(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  return [
    ".Sh SEE ALSO",
    ...sorted.map(([name, section], index) => `.Xr ${name} ${section}${index + 1 < pages.length ? " ," : ""}`),
  ];
}
