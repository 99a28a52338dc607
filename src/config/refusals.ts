import { features } from "./features.ts";
import type { Document } from "./keywords/root.ts";
import type { Problem } from "./problem.ts";
import { quote } from "./problem.ts";
import type { SettledInstance } from "./rules/instance.ts";
import type { Block, Keyword } from "./schema.ts";
import { familyOf } from "./types/ip.ts";
import { walk } from "./walk.ts";

/**
 * What of the document this version cannot do yet, each kind of block and keyword once, at its first place. Such a file is
 * right, and is not started: it would seem to do what nobody does.
 */
export function refusalsOf(
  document: Partial<Document>,
  places: Block<Document>["places"],
  instances: readonly SettledInstance[],
): readonly Problem[] {
  const found = new Map<string, Problem>();
  const refuse = (key: string, place: Problem["place"], what: string): void => {
    if (found.has(key)) return;
    found.set(key, { kind: "feature-missing", place, message: `${what} is not supported by this version yet` });
  };
  const refused = new Set<string>();
  const isMissing = ({ feature }: Keyword<unknown>): boolean => !features[feature].works;
  walk({ given: document, places }, isMissing, ({ path, row, value, place }) => {
    // What is switched off, or as it would be without the keyword, needs nothing.
    if (value === false || value === row.absent) return;
    // What stands in a refused block has been spoken of.
    const keys = path.map((_, depth) => path.slice(0, depth + 1).join("/"));
    if (keys.some((outer) => refused.has(outer))) return;
    const key = path.join("/");
    refused.add(key);
    refuse(key, place, `${quote(path.at(-1) ?? "")} (${features[row.feature].title})`);
  });
  for (const { block, settings, travel } of instances) {
    const all = [...settings.addresses, ...settings.excludedAddresses];
    const ipv6 = travel.family === "inet6" || all.some(({ address }) => familyOf(address) === "inet6");
    const place = block.places.virtual_ipaddress ?? block.name.place;
    if (ipv6 && !features.ipv6.works) refuse("ipv6", place, `${features.ipv6.title} in ${quote(settings.name)}`);
    if (block.given.authentication?.given.auth_type === "AH") {
      refuse("AH", block.places.authentication ?? place, quote("auth_type AH"));
    }
  }
  return [...found.values()];
}
