import type { WallTime } from "./clock.ts";

/** A frame on the wire, and when the kernel saw it. */
export type Frame = { readonly at: WallTime; readonly bytes: Uint8Array };

const FILE_HEADER_BYTES = 24;
const FRAME_HEADER_BYTES = 16;

/**
 * Takes a pcap stream apart as it comes, in pieces of any size. In the byte order of this machine and with microseconds,
 * which is what tcpdump writes by default (pcap-savefile(5)).
 */
export class CaptureReader {
  #rest: Buffer = Buffer.alloc(0);
  #skip = FILE_HEADER_BYTES;

  /** The frames that have become whole. */
  read(piece: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    const from = this.#skip;
    if (this.#rest.length < from + FRAME_HEADER_BYTES) return undefined;
    // Copied, because the numbers of an array have to be aligned.
    const header = new Uint8Array(this.#rest.subarray(from, from + FRAME_HEADER_BYTES));
    const [seconds = 0, microseconds = 0, length = 0] = new Uint32Array(header.buffer);
    const end = from + FRAME_HEADER_BYTES + length;
    if (this.#rest.length < end) return undefined;
    const bytes = new Uint8Array(this.#rest.subarray(from + FRAME_HEADER_BYTES, end));
    this.#rest = this.#rest.subarray(end);
    this.#skip = 0;
    return { at: seconds * 1_000_000 + microseconds, bytes };
  }
}
