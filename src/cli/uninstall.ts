import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planRemoval } from "./install.ts";
import { carryOut, type Installation, performSteps, refuse, type Step } from "./installation.ts";
import { type Entry, manifestPath, presenceOf, readManifest } from "./manifest.ts";

const PID_FILE = "/run/keepalived.pid";

/** `keepalived uninstall`: takes back what `install` has laid, except what has been changed since. Returns the exit status. */
export function uninstall(argv: readonly string[]): number {
  return carryOut("uninstall", argv, takeBack);
}

function takeBack(installation: Installation): number {
  const { command, root, prefix } = installation;
  const path = manifestPath(prefix);
  const manifest = readManifest(root, prefix);
  if (manifest.kind === "damaged") return refuse(command, manifest.reason);
  if (manifest.kind === "missing")
    return refuse(command, `${join(root, path)} is not there: nothing is installed under this --prefix and --root`);
  const pid = root === "/" ? findDaemon() : undefined;
  if (pid !== undefined) return refuse(command, `keepalived is running, as process ${pid}: stop it first`);
  const removals = manifest.entries
    .filter(({ kind }) => kind !== "directory")
    .flatMap((entry) => planRemoval(root, entry));
  const steps: Step[] = [...removals, { kind: "remove", path }];
  performSteps([...steps, ...planFolders(manifest.entries, steps, root)], installation);
  return 0;
}

/** A folder of ours goes if nothing else has come to lie in it. */
function planFolders(entries: readonly Entry[], steps: readonly Step[], root: string): Step[] {
  const gone = new Set(steps.filter(({ kind }) => kind === "remove").map(({ path }) => path));
  const folders = entries
    .filter((entry) => entry.kind === "directory" && presenceOf(root, entry) === "as laid")
    .map(({ path }) => path);
  const innermostFirst = folders.sort((a, b) => b.length - a.length);
  return innermostFirst.map((path) => {
    const empty = readdirSync(join(root, path)).every((name) => gone.has(join(path, name)));
    if (!empty) return { kind: "keep", path, why: "there is something else in it" };
    gone.add(path);
    return { kind: "remove folder", path };
  });
}

/** The process that the pid file names, if it is a keepalived. */
function findDaemon(): number | undefined {
  try {
    const pid = Number(readFileSync(PID_FILE, "utf8"));
    return readFileSync(`/proc/${pid}/comm`, "utf8") === "keepalived\n" ? pid : undefined;
  } catch {
    return undefined; // No pid file, or nobody by that number.
  }
}
