/** Bytes from hexadecimal digits, between which there may be any white space. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16));
}

export const bigEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;
