import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { carryOut, type Installation, performSteps, refuse, type Step, say } from "./installation.ts";
import { type Item, layout, type Places, programPath } from "./layout.ts";
import { digestOf, type Entry, manifestPath, presenceOf, readManifest, renderManifest } from "./manifest.ts";

/** The PATH of a service: where a bare `node` in the launcher is looked for. */
const SERVICE_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** `keepalived install`: lays the program into the system. Returns the exit status. */
export function install(argv: readonly string[]): number {
  return carryOut("install", argv, lay);
}

function lay(installation: Installation): number {
  const { command, root, prefix } = installation;
  const source = findPackage();
  const items = layout(installation);
  const missing = items.find((item) => item.kind !== "link" && !existsSync(join(source, item.from)));
  if (missing !== undefined && missing.kind !== "link") return refuse(command, describeMissing(source, missing.from));
  const manifest = readManifest(root, prefix);
  if (manifest.kind === "damaged") return refuse(command, manifest.reason);
  const before = manifest.kind === "laid" ? manifest.entries : [];
  const foreign = items.find((item) => isForeign(item, root, before));
  if (foreign !== undefined) return refuse(command, describeForeign(foreign.to));

  const obsolete = before.filter(({ kind, path }) => kind !== "directory" && items.every(({ to }) => to !== path));
  const removals = obsolete.flatMap((entry) => planRemoval(root, entry));
  const folders = planFolders(items, root);
  const things = items.map((item) => planItem(item, source, installation));
  const entries = renderManifest(listEntries(before, [...removals, ...folders, ...things]));
  // Before the things themselves: what an interruption leaves can be taken back.
  const record: Step = { kind: "lay", path: manifestPath(prefix), bytes: Buffer.from(entries), mode: 0o644 };
  performSteps([...removals, ...folders, record, ...things], installation);
  return say(nextSteps(installation));
}

/** The folder of this package, from the bundle as well as from the compiler's output. */
function findPackage(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && folder !== "/") folder = dirname(folder);
  return folder;
}

function describeMissing(source: string, file: string): string {
  return file.startsWith("dist/")
    ? `${source}/${file} is not there: build it first, with npm run build`
    : `${source}/${file} is not there: run install from the package, not from an installed copy`;
}

function describeForeign(path: string): string {
  return `${path} is there already, and not from this program: first remove the package it is from, or move it away`;
}

/** Something in the way that no installation of ours has laid. */
function isForeign(item: Item, root: string, before: readonly Entry[]): boolean {
  return item.kind !== "configuration" && isPresent(root, item.to) && before.every(({ path }) => path !== item.to);
}

function isPresent(root: string, path: string): boolean {
  return lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

/** What an installation has laid and nobody has changed is removed. */
export function planRemoval(root: string, entry: Entry): Step[] {
  switch (presenceOf(root, entry)) {
    case "missing":
      return [];
    case "as laid":
      return [{ kind: "remove", path: entry.path }];
    case "changed":
      return [{ kind: "keep", path: entry.path, why: "it has been changed since it was laid" }];
  }
}

function planFolders(items: readonly Item[], root: string): Step[] {
  const wanted = new Set(items.flatMap(({ to }) => foldersAbove(to)));
  return [...wanted].filter((path) => !isPresent(root, path)).map((path) => ({ kind: "make", path }));
}

/** The outermost first. */
function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === "/" ? [] : [...foldersAbove(folder), folder];
}

function planItem(item: Item, source: string, places: Places): Step {
  if (item.kind === "link") return { kind: "link", path: item.to, target: item.target };
  if (item.kind === "configuration" && isPresent(places.root, item.to))
    return { kind: "keep", path: item.to, why: "it is there already" };
  const bytes = fill(item.from, readFileSync(join(source, item.from)), places);
  return { kind: "lay", path: item.to, bytes, mode: item.mode };
}

/** The texts that name a place of the installation. */
function fill(from: string, bytes: Buffer, places: Places): Buffer {
  if (from === "bin/keepalived") return Buffer.from(bytes.toString().replace(/(?<=KEEPALIVED_NODE:-)node/, findNode()));
  if (!from.startsWith("packaging/")) return bytes;
  return Buffer.from(bytes.toString().replaceAll("@PROGRAM@", programPath(places)));
}

/** The Node.js that runs this, by its path if services would not find it or would find another. */
function findNode(): string {
  const first = SERVICE_PATH.map((folder) => join(folder, "node")).find((path) => existsSync(path));
  return first !== undefined && realpathSync(first) === realpathSync(process.execPath) ? "node" : process.execPath;
}

/** Earlier entries stay ours as long as they are not removed; a file laid again has a new digest. */
function listEntries(before: readonly Entry[], steps: readonly Step[]): Entry[] {
  const settled = new Set(steps.filter(({ kind }) => kind !== "keep").map(({ path }) => path));
  return [...before.filter(({ path }) => !settled.has(path)), ...steps.flatMap(entryOf)];
}

function entryOf(step: Step): Entry[] {
  switch (step.kind) {
    case "make":
      return [{ kind: "directory", path: step.path }];
    case "lay":
      return [{ kind: "file", path: step.path, digest: digestOf(step.bytes) }];
    case "link":
      return [{ kind: "link", path: step.path, target: step.target }];
    case "keep":
    case "remove":
    case "remove folder":
      return [];
  }
}

function nextSteps({ init, root, dryRun }: Installation): string {
  if (dryRun || root !== "/") return "";
  const start =
    init === "systemd"
      ? "systemctl daemon-reload && systemctl enable --now keepalived"
      : "update-rc.d keepalived defaults (Red Hat: chkconfig keepalived on); service keepalived start";
  return `Next: edit /etc/keepalived/keepalived.conf, then check it: keepalived -t; keepalived doctor\nThen: ${start}\n`;
}
