/** A line of a formatted text. */
export type Row =
  /** Needed: it ends a definition. */
  | { readonly kind: "blank"; readonly needed: boolean }
  /** A line that is kept as it stands. */
  | { readonly kind: "kept"; readonly text: string }
  | Line;

export type Line = {
  readonly kind: "line";
  /** The number of blocks around it. */
  readonly depth: number;
  /** Empty where a comment stands alone. */
  readonly code: string;
  readonly comment: string;
  /** What the code ends with: words that a brace may follow, a brace that opens a block, or anything else. */
  readonly end: "words" | "open" | "other";
};

/** Blank lines separate statements: one is enough, and where a block begins or ends there is none. */
export function addRow(rows: Row[], row: Row): void {
  const last = rows.at(-1);
  const begins = last === undefined || last.kind === "blank" || (last.kind === "line" && last.end === "open");
  if (row.kind === "blank" && begins && !row.needed) return;
  if (row.kind === "line" && row.code.startsWith("}")) dropBlank(rows);
  rows.push(row);
}

/** The brace goes behind the words before it, if there are only blank lines between; else on a line of its own. */
export function addOpening(rows: Row[], brace: Line): void {
  const last = rows.findLast(({ kind }) => kind !== "blank");
  if (last?.kind !== "line" || last.end !== "words" || last.comment !== "") {
    addRow(rows, brace);
    return;
  }
  dropBlank(rows);
  rows.pop();
  rows.push({ ...brace, code: `${last.code} ${brace.code}` });
}

export function layOut(rows: Row[]): string {
  dropBlank(rows);
  const lines: string[] = [];
  for (let index = 0; index < rows.length; ) {
    const column = columnOfComments(rows, index);
    do lines.push(print(rows[index++], column));
    while (isBeside(rows[index - 1], rows[index]));
  }
  return lines.join("");
}

function dropBlank(rows: Row[]): void {
  const last = rows.at(-1);
  if (last?.kind === "blank" && !last.needed) rows.pop();
}

/** Where the comments go of this line and the following ones, whose comments stand one below the other. */
function columnOfComments(rows: readonly Row[], first: number): number {
  let column = 0;
  for (let index = first; ; index++) {
    const row = rows[index];
    if (row?.kind === "line" && row.code !== "") column = Math.max(column, widthOf(row.code) + 1);
    if (!isBeside(row, rows[index + 1])) return column;
  }
}

function isBeside(row: Row | undefined, next: Row | undefined): boolean {
  return hasBoth(row) && hasBoth(next) && row.depth === next.depth;
}

function hasBoth(row: Row | undefined): row is Line {
  return row?.kind === "line" && row.code !== "" && row.comment !== "";
}

const INDENTATION = "    ";

function print(row: Row | undefined, column: number): string {
  if (row === undefined || row.kind === "blank") return "\n";
  if (row.kind === "kept") return `${row.text}\n`;
  const { depth, code, comment } = row;
  const gap = comment === "" ? "" : " ".repeat(column - (code === "" ? 0 : widthOf(code)));
  return `${INDENTATION.repeat(depth)}${code}${gap}${comment}\n`;
}

/** In characters, not in UTF-16 units. */
function widthOf(code: string): number {
  return code.length - (code.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
