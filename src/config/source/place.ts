/** A physical line of a file, without its line end. */
export type SourceLine = { readonly file: SourceFile; readonly number: number; readonly text: string };

export type SourceFile = {
  readonly path: string;
  /** The pattern of the include line that names this file; absent for the main file. */
  readonly includedAt?: Place;
};

/** Where something is written. `index` counts UTF-16 units from 0; it may be the length of the line. */
export type Place = {
  readonly line: SourceLine;
  readonly index: number;
  /** How the text came from here to where it counts; absent if it counts here. */
  readonly via?: Via;
};

/** A definition that is used somewhere else, or a line that a generator repeats; `place` is that of the use. */
export type Via =
  | { readonly kind: "definition"; readonly name: string; readonly place: Place }
  | { readonly kind: "repetition"; readonly value: string; readonly place: Place };

/** As people and editors count: from 1, the column in characters. */
export type Location = { readonly file: string; readonly line: number; readonly column: number };

export function locate({ line, index }: Place): Location {
  const before = line.text.slice(0, index);
  const pairs = before.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  return { file: line.file.path, line: line.number, column: before.length - pairs + 1 };
}

export type Step = { readonly text: string; readonly place: Place };

/** The way of a text into the configuration, from where it is written outwards; of a long one the two ends. */
export function chainOf(place: Place): readonly Step[] {
  const steps: Step[] = [];
  for (let step = stepFrom(place); step !== undefined; step = stepFrom(step.place)) steps.push(step);
  const last = steps.at(-MOST_STEPS / 2 - 1);
  if (steps.length <= MOST_STEPS || last === undefined) return steps;
  const gap = { text: `${steps.length - MOST_STEPS} steps more, the last`, place: last.place };
  return [...steps.slice(0, MOST_STEPS / 2), gap, ...steps.slice(-MOST_STEPS / 2)];
}

const MOST_STEPS = 8;

function stepFrom({ via, line }: Place): Step | undefined {
  switch (via?.kind) {
    case "definition":
      return { text: `used as $${via.name}`, place: via.place };
    case "repetition":
      return { text: `repeated with ${via.value}`, place: via.place };
    case undefined:
      return line.file.includedAt === undefined ? undefined : { text: "included", place: line.file.includedAt };
  }
}

/** How a message names a line: with its file if that is another one. */
export function lineOf({ line }: Place, seenFrom: Place): string {
  return line.file.path === seenFrom.line.file.path
    ? `line ${line.number}`
    : `line ${line.number} of ${line.file.path}`;
}

/** Whether the first is written before the second, as far as the same file tells. */
export function isBefore(one: Place, other: Place): boolean {
  const [a, b] = [one.line, other.line];
  return a.file === b.file && (a.number < b.number || (a.number === b.number && one.index < other.index));
}
