import { quote, type Report } from "../problem.ts";
import type { Files, FileText } from "./files.ts";
import { expandBraces, hasWildcards, matcherOf } from "./glob.ts";
import type { Word } from "./words.ts";

/** What an include can insist on: reference, grammar, section 4. What it does not insist on is only warned of. */
export type Check = "read" | "match" | "wildcard_match" | "brace_match";

export const allChecks: readonly Check[] = ["read", "match", "wildcard_match", "brace_match"];

/** The keywords that include files, each with what it insists on. */
export const includeChecks: Readonly<Record<string, readonly Check[]>> = {
  include: [],
  includer: ["read"],
  includem: ["read", "match"],
  includew: ["read", "match", "wildcard_match"],
  includeb: ["read", "brace_match"],
  includea: allChecks,
};

export type Included = {
  readonly files: readonly FoundFile[];
  /** Whether each of them must be readable. */
  readonly strict: boolean;
};

export type FoundFile = { readonly path: string; readonly file: Exclude<FileText, { kind: "missing" }> };

/**
 * The files that the pattern names, seen from the directory: for each alternative in braces in sorted order, like glob(3).
 * What of it is missing is reported. `inForce` are the checks of include_check and -e.
 */
export function findIncluded(
  keyword: Word,
  pattern: Word,
  directory: string,
  { files, inForce, report }: { readonly files: Files; readonly inForce: readonly Check[]; readonly report: Report },
): Included {
  const wanted = new Set([...(includeChecks[keyword.text] ?? []), ...inForce]);
  const alternatives = expandBraces(pattern.text);
  const found = alternatives.map((alternative) => ({ alternative, some: findFiles(alternative, directory, files) }));
  const nothing = found.every(({ some }) => some.length === 0);
  const insists = wanted.has(hasWildcards(pattern.text) ? "wildcard_match" : "match");
  // Of several alternatives one is enough, unless each is insisted on.
  const strict = (nothing && insists) || (alternatives.length > 1 && wanted.has("brace_match"));
  for (const { alternative, some } of found) {
    if (some.length > 0) continue;
    report(strict ? "include-missing" : "include-empty", pattern.place, `there is no file ${quote(alternative)}`);
  }
  return { files: found.flatMap(({ some }) => some), strict: wanted.has("read") };
}

/**
 * What `include_check` and its words make of the checks in force: none means all, a plain word exactly that, + and - add
 * and remove; to insist on anything is to insist on reading it.
 */
export function changeChecks(inForce: readonly Check[], words: readonly string[]): readonly Check[] {
  if (words.length === 0) return allChecks;
  const result = new Set(inForce);
  for (const word of words) {
    const check = allChecks.find((name) => name === word.replace(/^[+-]/, ""));
    if (check === undefined) continue;
    if (!/^[+-]/.test(word)) result.clear();
    if (word.startsWith("-")) result.delete(check);
    else result.add("read").add(check);
  }
  return [...result];
}

/** The files that a pattern without alternatives matches, in sorted order; each is read here, and only here. */
export function findFiles(pattern: string, directory: string, files: Files): FoundFile[] {
  const [root, relative] = pattern.startsWith("/") ? ["/", pattern.slice(1)] : [directory, pattern];
  let paths = [root];
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    const namesIn = namesFor(part, files);
    paths = paths.flatMap((path) => namesIn(path).map((name) => join(path, name)));
  }
  return paths.toSorted().flatMap((path) => {
    const file = files.read(path);
    return file.kind === "missing" ? [] : [{ path, file }];
  });
}

/** What gives the names in a directory that a part of a path stands for. */
function namesFor(part: string, files: Files): (directory: string) => readonly string[] {
  if (!hasWildcards(part)) return () => [part];
  const isMatch = matcherOf(part);
  return (directory) => files.list(directory).filter(isMatch);
}

function join(directory: string, name: string): string {
  if (directory === ".") return name;
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}
