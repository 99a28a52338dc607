import { type Duration, SECOND } from "../../core/time.ts";

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function secondsOf(duration: Duration): string {
  return `${Math.round((duration / SECOND) * 1000) / 1000} s`;
}

/** `1 address`, `2 addresses`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The lines below a heading, indented and folded at a width that is easy to read. */
export function paragraph(heading: string, sentences: readonly string[]): string {
  return [heading, ...sentences.map((sentence) => fold(`${sentence}.`))].join("\n");
}

const WIDTH = 100;

function fold(text: string): string {
  const lines: string[] = [];
  let line = "  ";
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = "    ";
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
