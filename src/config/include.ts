import { expandBraces, hasWildcards, matches } from "./glob.ts";
import { quote, type Report } from "./problem.ts";
import type { Files } from "./source.ts";
import type { Word } from "./words.ts";

/** What each keyword insists on, as in keepalived; what it does not insist on is only warned of. */
const checks: Readonly<Record<string, readonly Check[]>> = {
  include: [],
  includer: ["read"],
  includem: ["read", "match"],
  includew: ["read", "match", "wildcard_match"],
  includeb: ["read", "brace_match"],
  includea: ["read", "match", "wildcard_match", "brace_match"],
};

type Check = "read" | "match" | "wildcard_match" | "brace_match";

export type Included = {
  readonly paths: readonly string[];
  /** Whether each of them must be readable. */
  readonly strict: boolean;
};

/**
 * The files that the pattern names, seen from the directory: for each alternative in braces in sorted order, like glob(3).
 * What of it is missing is reported.
 */
export function findIncluded(keyword: Word, pattern: Word, directory: string, files: Files, report: Report): Included {
  const wanted = checks[keyword.text] ?? [];
  const alternatives = expandBraces(pattern.text);
  const paths: string[] = [];
  for (const alternative of alternatives) {
    const found = findFiles(alternative, directory, files);
    paths.push(...found);
    if (found.length > 0) continue;
    const check: Check = hasWildcards(alternative) ? "wildcard_match" : "match";
    const strict = wanted.includes(check) || (alternatives.length > 1 && wanted.includes("brace_match"));
    report(strict ? "error" : "warning", pattern.place, `there is no file ${quote(alternative)}`);
  }
  return { paths, strict: wanted.includes("read") };
}

function findFiles(pattern: string, directory: string, files: Files): string[] {
  const [root, relative] = pattern.startsWith("/") ? ["/", pattern.slice(1)] : [directory, pattern];
  let paths = [root];
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    paths = paths.flatMap((path) => namesOf(part, path, files).map((name) => join(path, name)));
  }
  // A directory of that name is found too, and refused where it is read.
  return paths.filter((path) => files.read(path).kind !== "missing").toSorted();
}

function namesOf(part: string, directory: string, files: Files): readonly string[] {
  return hasWildcards(part) ? files.list(directory).filter((name) => matches(part, name)) : [part];
}

function join(directory: string, name: string): string {
  if (directory === ".") return name;
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}
