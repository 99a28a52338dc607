/**
 * Netlink messages (Linux, include/uapi/linux/netlink.h; RFC 3549 §2): a header of 16 bytes and a body, which is a fixed
 * structure followed by attributes. All in the byte order of the machine, everything aligned to 4 bytes.
 */
export type Request = {
  readonly type: number;
  /** NLM_F_…; NLM_F_REQUEST is added by encodeRequests. */
  readonly flags: number;
  readonly body: Uint8Array;
};

export type Message = {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** A view into what was decoded. */
  readonly body: Uint8Array;
};

/** Views into the body; of attributes that come several times the last. */
export type Attributes = ReadonlyMap<number, Uint8Array>;

export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_CAPPED = 0x100;
export const NLM_F_REPLACE = 0x100;
export const NLM_F_ACK_TLVS = 0x200;
export const NLM_F_DUMP = 0x300;
export const NLM_F_CREATE = 0x400;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;

const HEADER_BYTES = 16;
const ATTRIBUTE_HEADER_BYTES = 4;
/** The upper two bits are flags: nested, and big-endian. */
const ATTRIBUTE_TYPE = 0x3fff;
const NLMSGERR_ATTR_MSG = 1;

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * One batch, whose messages are numbered upwards from `sequence`. An acknowledgement is asked for the last one only: the
 * kernel works in order, and reports every failure anyway.
 */
export function encodeRequests(requests: readonly Request[], sequence: number): Uint8Array {
  const out = new Uint8Array(requests.reduce((sum, { body }) => sum + aligned(HEADER_BYTES + body.length), 0));
  const view = viewOf(out);
  let at = 0;
  for (const [index, { type, flags, body }] of requests.entries()) {
    const ack = index === requests.length - 1 ? NLM_F_ACK : 0;
    view.setUint32(at, HEADER_BYTES + body.length, littleEndian);
    view.setUint16(at + 4, type, littleEndian);
    view.setUint16(at + 6, flags | NLM_F_REQUEST | ack, littleEndian);
    view.setUint32(at + 8, sequence + index, littleEndian);
    out.set(body, at + HEADER_BYTES);
    at += aligned(HEADER_BYTES + body.length);
  }
  return out;
}

/** What is whole; the first message whose length does not fit ends it. */
export function decodeMessages(bytes: Uint8Array): Message[] {
  const messages: Message[] = [];
  const view = viewOf(bytes);
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const length = view.getUint32(at, littleEndian);
    if (length < HEADER_BYTES || at + length > bytes.length) break;
    messages.push({
      type: view.getUint16(at + 4, littleEndian),
      flags: view.getUint16(at + 6, littleEndian),
      sequence: view.getUint32(at + 8, littleEndian),
      body: bytes.subarray(at + HEADER_BYTES, at + length),
    });
    at += aligned(length);
  }
  return messages;
}

/** How a request ended: errno 0 is success. The text, if there is one, is the kernel's explanation. */
export type Outcome = { readonly errno: number; readonly text?: string };

/** Of an NLMSG_ERROR or NLMSG_DONE; undefined when there is no errno in it. */
export function decodeOutcome(message: Message): Outcome | undefined {
  const { type, flags, body } = message;
  if (body.length < 4) return undefined;
  const errno = 0 - viewOf(body).getInt32(0, littleEndian);
  if (errno < 0) return undefined;
  if ((flags & NLM_F_ACK_TLVS) === 0) return { errno };
  const text = decodeAttributes(body, type === NLMSG_ERROR ? errorBytes(message) : 4).get(NLMSGERR_ATTR_MSG);
  return text === undefined ? { errno } : { errno, text: decodeText(text) };
}

export function decodeAttributes(body: Uint8Array, from: number): Attributes {
  const attributes = new Map<number, Uint8Array>();
  const view = viewOf(body);
  for (let at = from; at + ATTRIBUTE_HEADER_BYTES <= body.length; ) {
    const length = view.getUint16(at, littleEndian);
    if (length < ATTRIBUTE_HEADER_BYTES || at + length > body.length) break;
    const type = view.getUint16(at + 2, littleEndian) & ATTRIBUTE_TYPE;
    attributes.set(type, body.subarray(at + ATTRIBUTE_HEADER_BYTES, at + length));
    at += aligned(length);
  }
  return attributes;
}

/** One attribute, padded. */
export function encodeAttribute(type: number, value: Uint8Array): Uint8Array {
  const length = ATTRIBUTE_HEADER_BYTES + value.length;
  const out = new Uint8Array(aligned(length));
  viewOf(out).setUint16(0, length, littleEndian);
  viewOf(out).setUint16(2, type, littleEndian);
  out.set(value, ATTRIBUTE_HEADER_BYTES);
  return out;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** 32-bit numbers one after the other. */
export function encode32(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

/** The unsigned 32-bit number at a place; undefined past the end. */
export function decode32(bytes: Uint8Array, at: number): number | undefined {
  return at + 4 > bytes.length ? undefined : viewOf(bytes).getUint32(at, littleEndian);
}

/** With the zero byte at its end. Names of interfaces and labels are ASCII. */
export function encodeText(text: string): Uint8Array {
  return Uint8Array.from(`${text}\0`, (character) => character.charCodeAt(0));
}

/** Up to the zero byte, if there is one. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
}

/** How much of an error is the errno and the failed request, of which the header alone is sent back if it says "capped". */
function errorBytes({ flags, body }: Message): number {
  const request = (flags & NLM_F_CAPPED) !== 0 ? HEADER_BYTES : (decode32(body, 4) ?? HEADER_BYTES);
  return aligned(4 + request);
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
