import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { until } from "./until.ts";

/** The lines that a program says, as far as it has said them. */
export class Journal {
  readonly lines: string[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  read(stream: Readable | null): this {
    if (stream !== null) createInterface(stream).on("line", (line) => this.lines.push(line));
    return this;
  }

  /** Waits for a line; those before `from` do not count. Gives its match. */
  find(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return until(
      () => `${this.#name} says ${pattern}. It said:\n${this.lines.slice(-LINES_SHOWN).join("\n")}`,
      () => this.matches(pattern, from)[0],
    );
  }

  matches(pattern: RegExp, from = 0): RegExpExecArray[] {
    return this.lines.slice(from).flatMap((line) => {
      const match = pattern.exec(line);
      return match === null ? [] : [match];
    });
  }
}

const LINES_SHOWN = 30;
