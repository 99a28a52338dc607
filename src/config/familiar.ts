import type { Enclosing } from "./reader.ts";

/**
 * What to do about a word that is no keyword of its block but stands there in many configurations: copied from old
 * examples, or from a program of a similar name. Undefined for any other word.
 */
export function cureOfFamiliar(word: string, { table }: Enclosing): string | undefined {
  if (/^(<{7}|={7}|>{7})$/.test(word))
    return "a merge was left unfinished: keep one of the two sides, remove the marks";
  if (Object.hasOwn(table, `vrrp_${word}`)) return `did you mean \`vrrp_${word}\`?`;
  if (word === "nb_get_retry" && Object.hasOwn(table, "retry")) return "write `retry`";
  if (MASKS.has(word) && Object.hasOwn(table, "lvs_method")) return "remove the line: IPVS has no such mask";
  return undefined;
}

/** Of the kernels before 2.6, which could rewrite whole networks. */
const MASKS: ReadonlySet<string> = new Set(["nat_mask", "net_mask"]);
