import { closeSync, constants, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import type { Files, FileText } from "../config/read.ts";

/** The real file system, as the configuration reads it. */
export const files: Files = {
  read: (path) => {
    try {
      const status = statSync(path, { throwIfNoEntry: false });
      return status === undefined ? { kind: "missing" } : readFile(path, status);
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

const ANY_EXECUTE = 0o111;

/** A configuration of a million lines is not larger. */
const MOST_BYTES = 32_000_000;

const TOO_LARGE = `it is larger than ${MOST_BYTES / 1_000_000} MB`;

function readFile(path: string, status: Stats): FileText {
  const reason = whyNot(status);
  if (reason !== undefined) return { kind: "unreadable", reason };
  const bytes = readBytes(path, status.size);
  if (bytes === undefined) return { kind: "unreadable", reason: TOO_LARGE };
  return { kind: "text", text: bytes.toString("utf8"), identity: `${status.dev} ${status.ino}` };
}

/** Told before the file is opened: that can wait for ever, or set something going. */
function whyNot(status: Stats): string | undefined {
  if (!status.isFile()) return `it is ${kindOf(status)}, and no ordinary file`;
  // keepalived takes no executable file for a configuration.
  if ((status.mode & ANY_EXECUTE) !== 0) return "it is executable, which a configuration is not: chmod a-x";
  return status.size > MOST_BYTES ? TOO_LARGE : undefined;
}

function kindOf(status: Stats): string {
  if (status.isDirectory()) return "a directory";
  if (status.isFIFO()) return "a pipe";
  return status.isSocket() ? "a socket" : "a device";
}

/**
 * The whole file; undefined if it is too large. Those of /proc have no size, and some have no end, or one only when there
 * is something new to tell: that is not waited for.
 */
function readBytes(path: string, size: number): Buffer | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    for (let wanted = size === 0 ? CHUNK_BYTES : size + 1; total <= MOST_BYTES; wanted = CHUNK_BYTES) {
      const chunk = Buffer.allocUnsafe(wanted);
      const length = readSync(descriptor, chunk);
      if (length === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
      total += length;
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK_BYTES = 65_536;

/** No such name, or something in the way to it that is no directory. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** Without the path behind it, which may be anything. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(", ")[0] ?? text;
}
