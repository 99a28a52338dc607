import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_FOLDER } from "./layout.ts";

/** One thing that an installation has laid; the path is below the root. */
export type Entry =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly digest: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

export type Manifest =
  | { readonly kind: "laid"; readonly entries: readonly Entry[] }
  | { readonly kind: "missing" }
  | { readonly kind: "damaged"; readonly reason: string };

export type Presence = "missing" | "as laid" | "changed";

export function manifestPath(prefix: string): string {
  return join(prefix, PACKAGE_FOLDER, "manifest.json");
}

/** What the last installation laid. Throws the system's error if the file is there and cannot be read. */
export function readManifest(root: string, prefix: string): Manifest {
  const path = join(root, manifestPath(prefix));
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return { kind: "missing" };
  const text = readFileSync(path, "utf8");
  try {
    return { kind: "laid", entries: JSON.parse(text) };
  } catch {
    return { kind: "damaged", reason: `${path} is damaged; move it away, and take back by hand what was laid` };
  }
}

export function renderManifest(entries: readonly Entry[]): string {
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whether the thing is still there, and as it was laid. */
export function presenceOf(root: string, entry: Entry): Presence {
  const path = join(root, entry.path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "missing";
  switch (entry.kind) {
    case "directory":
      return stats.isDirectory() ? "as laid" : "changed";
    case "file":
      return stats.isFile() && digestOf(readFileSync(path)) === entry.digest ? "as laid" : "changed";
    case "link":
      return stats.isSymbolicLink() && readlinkSync(path) === entry.target ? "as laid" : "changed";
  }
}
