import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Compares with a file of the repository; UPDATE=1 writes the file instead, for review as a difference. */
export function assertGolden(path: string, actual: string): void {
  const file = repositoryFile(path);
  if (process.env.UPDATE === "1") writeFileSync(file, actual);
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  assert.equal(actual, expected, `${path} is not up to date: UPDATE=1 npm test -- ${path} writes it anew`);
}

/** The path of a file of the repository, whose tests are compiled into dist/test/config. */
export function repositoryFile(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
