import { renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Writes a file for the administrator into the temporary directory, readable for the daemon's user only, and puts it in
 * place whole: under a new name first, so that nobody's link is followed. Returns what went wrong, if anything did.
 */
export function dumpFile(name: string, text: string): string | undefined {
  const path = join(tmpdir(), name);
  const fresh = `${path}.${process.pid}`;
  try {
    rmSync(fresh, { force: true });
    writeFileSync(fresh, text, { mode: 0o600, flag: "wx" });
    renameSync(fresh, path);
    return undefined;
  } catch (error) {
    return `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
