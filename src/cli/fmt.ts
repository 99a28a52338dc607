import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { formatText } from "../config/format.ts";
import { replaceContents } from "../host/replacement.ts";

export const fmtOptions = {
  write: { type: "boolean", short: "w", does: "write the formatted text into the files instead of printing it" },
  check: { type: "boolean", does: "only list the files that are not in the style" },
} as const;

const exitStatus = { good: 0, notInStyle: 1, failed: 2 } as const;

type Status = (typeof exitStatus)[keyof typeof exitStatus];

/**
 * `keepalived fmt`: brings configurations into one style. Returns the exit status: 0 if all went well, 1 if `--check` has
 * found a file that is not in the style, 2 for a wrong command line or a file that cannot be read or written.
 */
export async function fmt(argv: readonly string[]): Promise<number> {
  const given = parse(argv);
  if (typeof given === "string") {
    process.stderr.write(`keepalived fmt: ${given}\n`);
    return exitStatus.failed;
  }
  const statuses: Status[] = [];
  for (const file of given.files) statuses.push(await format(file, given.task));
  return Math.max(...statuses);
}

type Task = "print" | "write" | "check";

type Given = { readonly task: Task; readonly files: readonly string[] };

function parse(argv: readonly string[]): Given | string {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: fmtOptions, allowPositionals: true });
    return choose(positionals, values.write === true, values.check === true);
  } catch (error) {
    return describe(error);
  }
}

function choose(files: readonly string[], write: boolean, check: boolean): Given | string {
  if (files.length === 0) return "name a file; - is the standard input";
  if (write && check) return "--check writes nothing: leave it or --write out";
  if (write && files.includes("-")) return "--write needs files; the standard input is none";
  if (check) return { task: "check", files };
  if (write) return { task: "write", files };
  return files.length === 1
    ? { task: "print", files }
    : "only one file can be printed; of several, use --write or --check";
}

async function format(file: string, task: Task): Promise<Status> {
  try {
    // What is no regular file cannot be replaced by one.
    if (task === "write" && !statSync(file).isFile()) throw new Error("it is no regular file");
    const bytes = file === "-" ? await buffer(process.stdin) : readFileSync(file);
    const formatted = formatBytes(bytes);
    const inStyle = formatted.equals(bytes);
    if (task === "print") process.stdout.write(formatted);
    else if (task === "check" && !inStyle) process.stdout.write(`${file}\n`);
    else if (task === "write" && !inStyle) replaceContents(file, formatted);
    return task === "check" && !inStyle ? exitStatus.notInStyle : exitStatus.good;
  } catch (error) {
    process.stderr.write(`keepalived fmt: ${file}: ${describe(error)}\n`);
    return exitStatus.failed;
  }
}

/** In a file of another encoding, whose comments may be in GBK, each byte beyond ASCII becomes a letter and comes back. */
function formatBytes(bytes: Buffer): Buffer {
  if (isUtf8(bytes)) return Buffer.from(formatText(bytes.toString("utf8")));
  const text = bytes.toString("latin1").replace(/[\x80-\xff]/g, (byte) => shift(byte, PRIVATE_USE));
  const formatted = formatText(text).replace(/[\uf780-\uf7ff]/g, (letter) => shift(letter, -PRIVATE_USE));
  return Buffer.from(formatted, "latin1");
}

/** A range of letters that no encoding has: none of them is a blank. */
const PRIVATE_USE = 0xf700;

function shift(character: string, by: number): string {
  return String.fromCharCode(character.charCodeAt(0) + by);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
