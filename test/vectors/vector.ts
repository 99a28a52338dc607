import { readFileSync } from "node:fs";

/** The bytes of `test/vectors/NAME.hex`: hexadecimal, with comments that say where they are from. */
export function readVector(name: string): Uint8Array {
  const text = readFileSync(new URL(`../../../test/vectors/${name}.hex`, import.meta.url), "utf8");
  return Uint8Array.from(Buffer.from(text.replace(/#.*$/gm, "").replace(/\s+/g, ""), "hex"));
}
