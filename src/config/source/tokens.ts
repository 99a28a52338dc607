import type { Fragment } from "./fragment.ts";
import type { Place, SourceFile, SourceLine } from "./place.ts";

/** A brace, or the words of one line up to a brace or a comment: never only blanks. */
export type Token =
  | { readonly kind: "open" | "close"; readonly place: Place }
  | { readonly kind: "text"; readonly fragment: Fragment };

/**
 * The tokens of a configuration in their order. There may be a million, of which most stand just as they are written in a
 * file: of those it is only noted where, and they are made anew whenever they are looked at.
 */
export class TokenList {
  #length = 0;
  /** Of each token four numbers: its form, and then the line number, the first index and the last one; or the index in #made. */
  #numbers = new Int32Array(4 * 256);
  readonly #made: Token[] = [];
  readonly #files: WrittenFile[] = [];

  get length(): number {
    return this.#length;
  }

  kindAt(index: number): Token["kind"] | undefined {
    if (index >= this.#length) return undefined;
    const form = this.#number(index, 0);
    return form === MADE ? this.#made[this.#number(index, 1)]?.kind : kinds[form % FORMS];
  }

  at(index: number): Token | undefined {
    const kind = this.kindAt(index);
    if (kind === undefined) return undefined;
    const form = this.#number(index, 0);
    const written = this.#files[Math.floor(form / FORMS)];
    if (written === undefined) return this.#made[this.#number(index, 1)];
    const { file, text } = written;
    const [number, from] = [this.#number(index, 1), this.#number(index, 2)];
    const start = from === 0 ? 0 : text.lastIndexOf("\n", from - 1) + 1;
    const place = { line: new WrittenLine(file, number, text, start), index: from - start };
    if (kind !== "text") return { kind, place };
    return { kind, fragment: { text: text.slice(from, this.#number(index, 3)), place } };
  }

  *[Symbol.iterator](): Generator<Token> {
    for (let index = 0; index < this.#length; index++) {
      const token = this.at(index);
      if (token !== undefined) yield token;
    }
  }

  push(token: Token): void {
    this.#add(MADE, this.#made.push(token) - 1, 0, 0);
  }

  /** A file in which tokens stand as they are written; the number is for `pushWritten`. */
  addFile(file: SourceFile, text: string): number {
    return this.#files.push({ file, text }) - 1;
  }

  /** A token in a line of a file, between two indices of the file's text. */
  pushWritten(kind: Token["kind"], file: number, line: number, from: number, to: number): void {
    this.#add(FORMS * file + kinds.indexOf(kind), line, from, to);
  }

  #number(index: number, which: 0 | 1 | 2 | 3): number {
    return this.#numbers[4 * index + which] ?? MADE;
  }

  #add(form: number, first: number, second: number, third: number): void {
    const at = 4 * this.#length++;
    if (at >= this.#numbers.length) {
      const larger = new Int32Array(2 * this.#numbers.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = form;
    this.#numbers[at + 1] = first;
    this.#numbers[at + 2] = second;
    this.#numbers[at + 3] = third;
  }
}

type WrittenFile = { readonly file: SourceFile; readonly text: string };

const kinds = ["text", "open", "close"] as const;
const FORMS = kinds.length;
const MADE = -1;

/** A line of a file, whose text is cut out of the file's when it is asked for, which is seldom. */
export class WrittenLine implements SourceLine {
  readonly file: SourceFile;
  readonly number: number;
  readonly #text: string;
  readonly #start: number;

  /** `text` is that of the whole file, `start` the index in it where the line begins. */
  constructor(file: SourceFile, number: number, text: string, start: number) {
    this.file = file;
    this.number = number;
    this.#text = text;
    this.#start = start;
  }

  get text(): string {
    const next = this.#text.indexOf("\n", this.#start);
    let end = next === -1 ? this.#text.length : next;
    while (end > this.#start && this.#text[end - 1] === "\r") end--;
    return this.#text.slice(this.#start, end);
  }
}
