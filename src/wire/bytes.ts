/** Writes big-endian fields one after the other into a buffer of known size; more than the size is our own mistake. */
export class ByteWriter {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8(value: number): this {
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value);
    this.#at += 2;
    return this;
  }

  put(value: Uint8Array): this {
    this.bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  /** Overwrites what stands at an earlier place, as for a checksum over the whole. */
  patch16(at: number, value: number): this {
    this.#view.setUint16(at, value);
    return this;
  }
}

/** The big-endian 16-bit number at a place that the caller knows to be inside. */
export function read16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Compares as unsigned big-endian numbers of the same length: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const differing = a.findIndex((byte, index) => byte !== b[index]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

/** The text as a UTF-8 file has it; half of a surrogate pair becomes U+FFFD. (TextEncoder is no part of the language.) */
export function utf8(text: string): number[] {
  return Array.from(text, (letter) => letter.codePointAt(0) ?? 0).flatMap((point) => {
    const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
    if (point < 0x80) return [point];
    if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
    if (point >= 0xd800 && point < 0xe000) return [0xef, 0xbf, 0xbd];
    if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
    return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
  });
}
