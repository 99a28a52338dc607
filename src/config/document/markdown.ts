/** A table; the cells are Markdown but for the `|` in them. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [renderRow(head), `|${"---|".repeat(head.length)}`, ...rows.map(renderRow)];
}

function renderRow(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === "" ? " " : ` ${cell.replaceAll("|", "\\|")} `)).join("|")}|`;
}

/** A text of ours, whose backquotes mark what is literal, so that nothing else in it means something to Markdown. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[<*[\]]|\b_|_\b/g, "\\$&")))
    .join("");
}

/** The text in lines of at most so many characters, if its words allow. */
export function wrap(text: string, width = 120): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Text of a program. */
export function code(text: string): string {
  return text === "" ? "" : text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function codeBlock(lines: readonly string[]): readonly string[] {
  return ["```", ...lines, "```"];
}

/** A link to a heading of the same document. */
export function linkTo(heading: string, shown = heading): string {
  return `[${shown}](#${anchorOf(heading)})`;
}

/** As GitHub makes it of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}

/** The document, with a line end behind its last line. */
export function joinLines(lines: readonly string[]): string {
  return `${lines.join("\n").trimEnd()}\n`;
}
