import type { Fragment } from "./fragment.ts";
import type { SourceFile, SourceLine } from "./place.ts";

/**
 * A stretch of a file, up to a line end. There are many, and nobody asks for the text of most of them once they are read:
 * it is cut out of the file's when it is asked for.
 */
export class PhysicalLine implements SourceLine {
  readonly file: SourceFile;
  /** From 1. */
  readonly number: number;
  readonly #source: string;
  readonly #from: number;
  readonly #to: number;

  constructor(file: SourceFile, number: number, source: string, from: number, to: number) {
    this.file = file;
    this.number = number;
    this.#source = source;
    this.#from = from;
    this.#to = to;
  }

  get text(): string {
    return this.#source.slice(this.#from, this.#to);
  }

  /** A part of the text, without making the whole of it. */
  slice(from: number, to: number): string {
    return this.#source.slice(this.#from + from, this.#from + to);
  }
}

/** Words of a line, just as they are written in it. */
export class PlainWords {
  readonly #line: PhysicalLine;
  readonly #from: number;
  readonly #to: number;

  constructor(line: PhysicalLine, from: number, to: number) {
    this.#line = line;
    this.#from = from;
    this.#to = to;
  }

  get kind(): "text" {
    return "text";
  }

  get fragment(): Fragment {
    return { text: this.#line.slice(this.#from, this.#to), place: { line: this.#line, index: this.#from } };
  }
}
