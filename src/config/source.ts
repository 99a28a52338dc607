import { type Fragment, fragmentOf, placeAt, slice, trim } from "./fragment.ts";
import type { Place, Report } from "./problem.ts";
import { bracesIn, endOfCode } from "./words.ts";

/** What the files of the configuration are to this module; paths are taken as they are written or put together. */
export type Files = {
  read(path: string): FileText;
  /** The names in a directory, in any order; none if it is no directory or cannot be read. */
  list(directory: string): readonly string[];
};

export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A brace, or the words of one line up to a brace or a comment: never only blanks. */
export type Token =
  | { readonly kind: "open" | "close"; readonly place: Place }
  | { readonly kind: "text"; readonly fragment: Fragment };

export type Source = { readonly tokens: readonly Token[]; readonly files: readonly string[] };

/** The file as tokens, in the order of grammar.md section 0. */
export function readSource(path: string, files: Files, report: Report): Source {
  const tokens: Token[] = [];
  const file = files.read(path);
  const start: Place = { file: path, line: 1, column: 1, text: "" };
  if (file.kind === "missing") report("error", start, "there is no such file");
  else if (file.kind === "unreadable") report("error", start, `the file cannot be read: ${file.reason}`);
  else for (const line of linesOf(path, file.text)) readLine(line, tokens, report);
  return { tokens, files: [path] };
}

function linesOf(file: string, text: string): Fragment[] {
  const lines = text.split("\n").map((line) => line.replace(/\r+$/, ""));
  return lines.map((line, index) => fragmentOf({ file, number: index + 1, text: line }));
}

function readLine(line: Fragment, tokens: Token[], report: Report): void {
  const code = trim(slice(line, 0, endOfCode(line.text)));
  if (code.text.includes("\0")) {
    report("error", placeAt(code, code.text.indexOf("\0")), "there is a NUL byte in this line", "is this a text file?");
    return;
  }
  for (const { pattern, what } of unsupported) {
    if (!pattern.test(code.text)) continue;
    report("error", placeAt(code, 0), `${what}, which this version does not support yet`);
    return;
  }
  splitAtBraces(code, tokens);
}

const unsupported = [
  { pattern: /^@/, what: "`@` makes a line depend on the configuration's id" },
  { pattern: /^\$[A-Za-z_]\w*=/, what: "`$NAME=` defines a text" },
  { pattern: /^~(SEQx?|LST)\b/, what: "`~SEQ` and `~LST` repeat a line" },
  { pattern: /^include[rmwba]?(\s|$)/, what: "`include` reads further files" },
] as const;

function splitAtBraces(code: Fragment, tokens: Token[]): void {
  let from = 0;
  for (const brace of [...bracesIn(code.text), code.text.length]) {
    const fragment = trim(slice(code, from, brace));
    if (fragment.text !== "") tokens.push({ kind: "text", fragment });
    if (brace < code.text.length) {
      tokens.push({ kind: code.text[brace] === "{" ? "open" : "close", place: placeAt(code, brace) });
    }
    from = brace + 1;
  }
}
