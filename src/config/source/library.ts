import type { Files, FileText } from "./files.ts";
import type { Place } from "./place.ts";
import { cost, giveUp, spend, type Work } from "./work.ts";

/** The files as one reading of a configuration sees them: each is read once. */
export type Library = {
  readonly files: Files;
  readonly known: Map<string, FileText>;
  readonly names: Map<string, readonly string[]>;
  /** The characters of all texts so far. */
  size: number;
};

export function openLibrary(files: Files): Library {
  return { files, known: new Map(), names: new Map(), size: 0 };
}

/** As many characters as half a million lines have. */
const MOST_CHARACTERS = 32_000_000;

/** The files that a line at this place asks for, as long as there is work left to do. */
export function filesFor(library: Library, place: Place, work: Work): Files {
  const { files, known, names } = library;
  return {
    read: (path) => {
      const file = known.get(path) ?? (spend(work, cost.path, place) ? files.read(path) : MISSING);
      if (file.kind === "text" && !known.has(path)) library.size += file.text.length;
      if (library.size > MOST_CHARACTERS) {
        giveUp(work, place, `the files have more than ${MOST_CHARACTERS / 1_000_000} million characters`);
        return MISSING;
      }
      known.set(path, file);
      return file;
    },
    list: (directory) => {
      const found = names.get(directory) ?? (spend(work, cost.directory, place) ? files.list(directory) : []);
      names.set(directory, found);
      spend(work, found.length * cost.path, place);
      return found;
    },
  };
}

const MISSING = { kind: "missing" } as const;
