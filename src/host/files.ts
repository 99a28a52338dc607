import { readdirSync, readFileSync } from "node:fs";
import type { Files } from "../config/read.ts";

/** The real file system, as the configuration reads it. */
export const files: Files = {
  read: (path) => {
    try {
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
