import type { Configuration } from "./facts.ts";

/**
 * Where a block stands, or the line in it that begins with this word: "file:line", or the block's name if generated
 * lines hide it. Settings have forgotten the lines that they come from.
 */
export function placeOf(
  { file, texts }: Configuration,
  block: "vrrp_instance" | "vrrp_script",
  name: string,
  word?: string,
): string {
  for (const { path, text } of texts) {
    const lines = text.split("\n").map(wordsOf);
    const start = lines.findIndex((words) => words[0] === block && words[1] === name);
    if (start < 0) continue;
    const length = lines.slice(start + 1).findIndex(([first = ""]) => BLOCKS.test(first));
    const inside = lines.slice(start, length < 0 ? undefined : start + 1 + length);
    const offset = inside.findIndex((words) => words[0] === word || words[0]?.split("/")[0] === word);
    return `${path}:${start + Math.max(0, offset) + 1}`;
  }
  return `${file}, ${block} ${name}`;
}

/** What a block ends before. */
const BLOCKS = /^(vrrp_|global_defs|static_|virtual_server|bfd_instance)/;

function wordsOf(line: string): readonly string[] {
  return line
    .replace(/[!#].*/, "")
    .replace(/[{}"]/g, " ")
    .trim()
    .split(/\s+/);
}
