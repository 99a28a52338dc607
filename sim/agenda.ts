import { type Instant, NEVER } from "../src/core/time.ts";

type Item = { readonly at: Instant; readonly order: number; readonly act: () => void };

/** What is to happen in virtual time: the earliest first, and what is due at the same moment in the order of planning. */
export class Agenda {
  /** A binary heap: none is due later than its children. */
  readonly #heap: Item[] = [];
  #planned = 0;

  plan(at: Instant, act: () => void): void {
    const item = { at, order: this.#planned++, act };
    let place = this.#heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || isBefore(parent, item)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = item;
  }

  get nextAt(): Instant {
    return this.#heap[0]?.at ?? NEVER;
  }

  /** Takes the next one off and does it. */
  doNext(): void {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return;
    if (last !== first) this.#sink(last);
    first.act();
  }

  #sink(item: Item): void {
    let place = 0;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const isRight = right !== undefined && left !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || isBefore(item, child)) break;
      this.#heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    this.#heap[place] = item;
  }
}

function isBefore(a: Item, b: Item): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
