import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Files } from "../config/read.ts";

const ANY_EXECUTE = 0o111;

/** The real file system, as the configuration reads it. */
export const files: Files = {
  read: (path) => {
    try {
      // keepalived takes no executable file for a configuration.
      if ((statSync(path).mode & ANY_EXECUTE) !== 0) {
        return { kind: "unreadable", reason: "it is executable or a directory; a configuration is neither: chmod a-x" };
      }
      return { kind: "text", text: readFileSync(path, "utf8") };
    } catch (error) {
      return isMissing(error) ? { kind: "missing" } : { kind: "unreadable", reason: describe(error) };
    }
  },
  list: (directory) => {
    try {
      return readdirSync(directory);
    } catch {
      // A directory that cannot be read has no files to include.
      return [];
    }
  },
};

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
