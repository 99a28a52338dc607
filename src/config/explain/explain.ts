import { type Document, root } from "../keywords/root.ts";
import { type VrrpScript, vrrpScript } from "../keywords/script.ts";
import type { Reading } from "../read.ts";
import { type AnyTable, type Block, complete, isBlock, type Keyword } from "../schema.ts";
import { partsOf } from "../walk.ts";
import { explainInstance } from "./instance.ts";
import { listOf, paragraph, secondsOf } from "./sentence.ts";

/** In plain words what a router with this configuration does, block by block in the order of the file. */
export function explain({ document, instances }: Reading): string {
  const settled = new Map(instances.map((instance) => [instance.settings.name, instance]));
  const paragraphs = Object.entries(document).flatMap(([keyword, value]): readonly string[] => {
    switch (keyword) {
      case "vrrp_instance":
        return Array.from(document.vrrp_instance?.keys() ?? [], (name) => settled.get(name)).flatMap((one) =>
          one === undefined ? [] : [explainInstance(one)],
        );
      case "vrrp_script":
        return Array.from(document.vrrp_script?.values() ?? [], (block) => explainScript(block, document));
      case "vrrp_sync_group":
        return Array.from(document.vrrp_sync_group?.values() ?? [], explainGroup);
      default:
        return explainByTable(keyword, value);
    }
  });
  return paragraphs.length === 0 ? "It does nothing: there is no configuration.\n" : `${paragraphs.join("\n\n")}\n`;
}

function explainScript({ name, given }: Block<VrrpScript>, { global_defs }: Partial<Document>): string {
  const { script = [], interval, timeout = interval, rise, fall, user, init_fail } = complete(vrrpScript, given);
  const runner = user ?? global_defs?.given.script_user;
  const times = (number: number, what: string): string =>
    number === 1 ? `one ${what}` : `${number} ${what}s in a row`;
  return paragraph(`vrrp_script ${name.text}`, [
    `Runs ${script.join(" ")} every ${secondsOf(interval)}${runner === undefined ? "" : ` as ${runner.name}`}`,
    `It is bad after ${times(fall, "failure")} and good after ${times(rise, "success").replace("successs", "successes")}; status 0 is a success`,
    `A run of more than ${secondsOf(timeout)} is killed, and a failure`,
    init_fail ? "At the start it counts as bad until it has been good" : "At the start its first result decides",
  ]);
}

type SyncGroup = NonNullable<Document["vrrp_sync_group"]> extends ReadonlyMap<string, infer One> ? One : never;

function explainGroup({ name, given }: SyncGroup): string {
  const members = given.group?.map((member) => member.name) ?? [];
  const tracked = [given.track_interface, given.track_script, given.track_file, given.track_process, given.track_bfd];
  const names = tracked.flatMap((tracks) => tracks?.map((track) => track.name) ?? []);
  return paragraph(`vrrp_sync_group ${name.text}`, [
    `${listOf(members) || "No instance"} ${members.length === 1 ? "is" : "are"} master together or not at all: a fault of one moves them all`,
    ...(names.length === 0 ? [] : [`For every one of them counts also ${listOf(names)}`]),
    given.sync_group_tracking_weight
      ? "What the members track by themselves counts with its weight"
      : "What the members track with a weight does not count: only faults move a group",
  ]);
}

/** What the table says of each keyword that is given. */
function explainByTable(keyword: string, value: unknown): readonly string[] {
  const table: AnyTable = root;
  const row = table[keyword];
  if (row === undefined || value === undefined || value === null) return [];
  const inner = row.type.table;
  const blocks = inner === undefined ? [] : [...partsOf(value)].filter(isBlock);
  if (inner === undefined || blocks.length === 0) return [paragraph(`${keyword}`, [describe(row, value)])];
  const heads = row.type.print(value).map(({ words }) => words);
  return blocks.map(({ given }, index) =>
    paragraph(`${keyword} ${heads[index] ?? ""}`.trimEnd(), [
      capital(row.doc.replace(/\.$/, "")),
      ...Object.entries(given).flatMap(([name, one]) => {
        const inside = inner[name];
        return inside === undefined || one === undefined || one === null ? [] : [`${name}: ${describe(inside, one)}`];
      }),
    ]),
  );
}

function describe({ type, doc }: Keyword<unknown>, value: NonNullable<unknown>): string {
  const written = type
    .print(value)
    .map(({ words, block }) => [words, ...(block ?? []).map((line) => line.trim())].join("; "));
  const shown = written.join(", ").replace(/^; /, "");
  const text = doc.replace(/\.$/, "");
  return shown === "" ? lower(text) : `${shown} (${lower(text)})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first word of a sentence in the middle of one; names in capitals stay as they are. */
function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
