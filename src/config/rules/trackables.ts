import type { TrackFile } from "../keywords/file.ts";
import type { TrackProcess } from "../keywords/process.ts";
import { nearest } from "../nearest.ts";
import { quote } from "../problem.ts";
import type { Block, Keyword } from "../schema.ts";
import { isBefore, type Place } from "../source/place.ts";
import type { Word } from "../source/words.ts";
import { walk } from "../walk.ts";
import type { Surroundings } from "./surroundings.ts";

/** Files and processes that can be tracked, and whether what can be tracked is. */
export function checkTrackables(around: Surroundings): void {
  const { track_file = new Map(), vrrp_track_process = new Map() } = around.document;
  for (const file of track_file.values()) checkFile(file, around);
  for (const one of vrrp_track_process.values()) checkProcess(one, around);
  checkUse(around);
}

function checkFile({ given, places, name }: Block<TrackFile>, { report }: Surroundings): void {
  const { file } = given;
  const place = places.file;
  if (place === undefined) {
    const message = `track_file ${quote(name.text)} has no file`;
    report("tracked-file-missing", name.place, message, "add a line: file /run/…");
  } else if (file !== undefined && /^\/(proc|sys)\//.test(file)) {
    const cure = "let a vrrp_script look at it";
    report("tracked-file-special", place, `${quote(file)} is on a file system that tells nothing of changes`, cure);
  } else if (file !== undefined && !file.startsWith("/")) {
    const message = `${quote(file)} depends on where the daemon is started`;
    report("tracked-file-relative", place, message, "begin the path with /");
  }
}

function checkProcess(block: Block<TrackProcess>, { report }: Surroundings): void {
  const { given, places, name } = block;
  if (places.process === undefined) {
    const message = `vrrp_track_process ${quote(name.text)} has no process`;
    report("process-missing", name.place, message, "add a line: process …");
  }
  const { quorum, quorum_max, process, param_match } = given;
  if (quorum !== undefined && quorum_max !== undefined && quorum > quorum_max) {
    const message = `there cannot be at least ${quorum} (quorum) and at most ${quorum_max} (quorum_max)`;
    report(
      "quorum-impossible",
      laterOf(places.quorum, places.quorum_max) ?? name.place,
      message,
      "correct one of them",
    );
  }
  if (process?.length === 1 && param_match !== undefined && param_match !== "exact") {
    const message = "param_match has no effect: the process has no arguments";
    report("keyword-idle", places.param_match ?? name.place, message, "write the arguments behind the process");
  }
  checkDelays(block, report);
}

/** The names are in the order in which they stood last. */
function checkDelays({ given, places, name }: Block<TrackProcess>, report: Surroundings["report"]): void {
  const order = Object.keys(given);
  const overridden = (["terminate_delay", "fork_delay"] as const).find(
    (one) => given[one] !== undefined && order.indexOf("delay") > order.indexOf(one),
  );
  if (overridden === undefined) return;
  const message = `delay behind ${overridden} takes its place`;
  report("delay-overrides", places.delay ?? name.place, message, `put it before ${overridden}`);
}

function laterOf(one: Place | undefined, other: Place | undefined): Place | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isBefore(one, other) ? other : one;
}

/** What is defined and then named nowhere. */
function checkUse({ document, trackables, report }: Surroundings): void {
  const defined: Definitions = { ...trackables, track_group: document.track_group ?? new Map() };
  // Most large files define none, and looking for uses takes time.
  if (kinds.every((kind) => defined[kind].size === 0)) return;
  const used = usedNames(document, defined);
  for (const kind of kinds) {
    for (const [text, { name }] of defined[kind]) {
      if (used.has(`${kind} ${text}`)) continue;
      if (kind === "track_group") {
        const message = `no static address, route or rule names track_group ${quote(text)}`;
        report("track-group-unused", name.place, message, `add track_group ${text} to one of them, or remove it`);
      } else report("tracker-unused", name.place, `nothing tracks ${kind} ${quote(text)}`, "track it, or remove it");
    }
  }
}

const kinds = ["vrrp_script", "track_file", "vrrp_track_process", "bfd_instance", "track_group"] as const;

type Kind = (typeof kinds)[number];
type Definitions = { readonly [Name in Kind]: ReadonlyMap<string, { readonly name: Word }> };

/** What is named anywhere, each name behind its kind; a misspelt one stands for what is meant. */
function usedNames(document: Surroundings["document"], defined: Definitions): ReadonlySet<string> {
  const used = new Set<string>();
  let guesses = MOST_GUESSES;
  const isNaming = (row: Keyword<unknown>): boolean => kindIn(row) !== undefined;
  walk({ given: document }, isNaming, ({ row, value }) => {
    const kind = kindIn(row);
    if (kind === undefined) return;
    const known = defined[kind];
    for (const item of Array.isArray(value) ? value : [value]) {
      const name = nameOf(item);
      const meant = known.has(name) || guesses-- < 0 ? name : nearest(name, known.keys());
      used.add(`${kind} ${meant}`);
    }
  });
  return used;
}

/** Guessing takes time; a file with so many misspelt names has more than that wrong with it. */
const MOST_GUESSES = 200;

/**
 * What a keyword takes the names of, which its syntax says: `{ <vrrp_script> … }` in an instance, `<track_file>` in a
 * FILE_CHECK, `<track group>` behind a static address.
 */
function kindIn({ type }: Keyword<unknown>): Kind | undefined {
  const [, first] = /^(?:\{ )?<([\w ]+)>/.exec(type.syntax) ?? [];
  return kinds.find((kind) => kind === first?.replace(" ", "_"));
}

function nameOf(item: unknown): string {
  return String(typeof item === "object" && item !== null && "name" in item ? item.name : item);
}
