/** A sentence a line, as roff wants it; what stands between backquotes is bold. */
export function prose(text: string): readonly string[] {
  const formatted = text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? bold(part.slice(1, -1)) : plain(part)))
    .join("");
  return formatted.split(/(?<=[.?]) (?=[A-Z\\])/).map(notRequest);
}

/** The words as a sentence of their own. */
export function sentence(words: string): readonly string[] {
  const stop = /[.`]$/.test(words) ? "" : ".";
  return prose(words.charAt(0).toUpperCase() + words.slice(1) + stop);
}

/** Lines that stay as they are. */
export function example(lines: readonly string[]): readonly string[] {
  return [".Bd -literal -offset indent", ...lines.map((line) => notRequest(literal(line))), ".Ed"];
}

/** A list of terms, which are roff already, each with lines of roff on what they mean. */
export function termList(rows: readonly (readonly [term: string, meaning: readonly string[]])[]): readonly string[] {
  const items = rows.flatMap(([term, meaning]) => [`.It ${term}`, ...meaning]);
  return [".Bl -tag -width Ds", ...items, ".El"];
}

/**
 * The form of a value: what stands for something else is underlined, what is written as it is, is bold. A line may end behind
 * each of several choices.
 */
export function syntax(form: string): string {
  return form.replace(/<([^<>]*)>|[^\s[\]|{}…<>]+|…|\|/gu, (piece, placeholder: string | undefined) => {
    if (piece === "…") return "...";
    if (piece === "|") return "|\\:";
    return placeholder === undefined ? bold(piece) : `\\fI${literal(placeholder)}\\fR`;
  });
}

/** Words of a program, that must be copied as they are. */
export function literal(text: string): string {
  return plain(text).replace(/[-'`^~]/g, (character) => LITERAL[character] ?? character);
}

/** As one argument of a macro, in which no word is taken for another macro. */
export function argument(text: string): string {
  return `"${text.replaceAll('"', "\\(dq")}"`;
}

function bold(text: string): string {
  return `\\fB${literal(text)}\\fR`;
}

const LITERAL: { readonly [character: string]: string } = {
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
};

function plain(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("…", "...")
    .replace(/[^\p{ASCII}]/gu, (character) => {
      return `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
    });
}

/** A dot or an apostrophe at the beginning of a line would be a request to roff. */
function notRequest(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
