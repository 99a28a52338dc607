import { type BfdInstance, bfdInstance } from "../keywords/bfd.ts";
import { bfdCheck } from "../keywords/check-local.ts";
import type { Document } from "../keywords/root.ts";
import { trackedBfds } from "../keywords/track.ts";
import { quote, type Report } from "../problem.ts";
import { type Block, complete, type Keyword } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import { familyOf } from "../types/ip.ts";
import { walk } from "../walk.ts";

/** What contradicts itself in and between BFD sessions, and those that are used by others than they are for. */
export function checkBfd(document: Partial<Document>, report: Report): void {
  const { bfd_instance: sessions } = document;
  if (sessions === undefined) return;
  const twins: Sessions = new Map();
  for (const block of sessions.values()) {
    checkSession(block, report);
    checkTwins(block, twins, report);
  }
  for (const { name, by, place } of usesIn(document)) {
    const { vrrp, checker } = sessions.get(name)?.given ?? {};
    if ([vrrp, checker].every((audience) => audience === undefined)) continue;
    if ((by === "vrrp" ? vrrp : checker) !== undefined) continue;
    const others = by === "vrrp" ? "checks of real servers" : "virtual routers";
    const message = `bfd_instance ${quote(name)} is for ${others} only`;
    report("bfd-elsewhere", place, message, `add a line to it: ${by}`);
  }
}

/** Where a session is named, and by whom. */
type Use = { readonly name: string; readonly by: "vrrp" | "checker"; readonly place: Place };

function usesIn(document: Partial<Document>): readonly Use[] {
  const uses: Use[] = [];
  const isUse = ({ type }: Keyword<unknown>): boolean => type === trackedBfds || type === bfdCheck.name.type;
  walk({ given: document }, isUse, ({ value, place }) => {
    if (typeof value === "string") uses.push({ name: value, by: "checker", place });
    else if (Array.isArray(value)) for (const track of value.filter(isPlaced)) uses.push({ ...track, by: "vrrp" });
  });
  return uses;
}

function isPlaced(track: unknown): track is Pick<Use, "name" | "place"> {
  return (
    typeof track === "object" && track !== null && "name" in track && "place" in track && typeof track.name === "string"
  );
}

function checkSession(block: Block<BfdInstance>, report: Report): void {
  const { name, places } = block;
  const values = complete(bfdInstance, block.given);
  const { neighbor_ip: neighbor, source_ip: source, ttl, max_hops: hops } = values;
  const title = quote(`bfd_instance ${name.text}`);
  if (name.text.length > LONGEST_NAME) {
    report("name-wrong", name.place, `${quote(name.text)} is longer than ${LONGEST_NAME} characters`);
  }
  if (places.neighbor_ip === undefined) {
    report("bfd-incomplete", name.place, `${title} has no neighbor_ip`, "add a line: neighbor_ip <ip>");
  }
  if (source !== undefined && neighbor !== undefined && familyOf(source) !== familyOf(neighbor)) {
    const message = `nothing gets from ${source} to ${neighbor}: they are of different families`;
    report("bfd-family", places.source_ip ?? name.place, message);
  }
  const life = ttl ?? (neighbor !== undefined && familyOf(neighbor) === "inet6" ? 64 : 255);
  if (hops > life) {
    const message = `max_hops ${hops} is more than the ttl of ${life}: it is taken as ${life}`;
    report("bfd-hops", places.max_hops ?? name.place, message);
  }
  for (const option of ["min_rx", "min_tx", "idle_tx"] as const) {
    if (values[option] <= SLOW) continue;
    const message = `${quote(option)} is ${values[option] / 1e6} s: it is written in milliseconds`;
    report("bfd-slow", places[option] ?? name.place, message);
  }
}

const LONGEST_NAME = 31;
const SLOW = 10_000_000;

/** By neighbour and port, and then by source address. */
type Sessions = Map<string, Map<string | undefined, Block<BfdInstance>>>;

/** Sessions with one neighbour are told apart by their own addresses, so that each needs one of its own. */
function checkTwins(block: Block<BfdInstance>, seen: Sessions, report: Report): void {
  const { neighbor_ip: neighbor, multihop = false, source_ip: source } = block.given;
  if (neighbor === undefined) return;
  const key = `${neighbor} ${multihop}`;
  const others = seen.get(key) ?? new Map<string | undefined, Block<BfdInstance>>();
  const [first] = others.values();
  const twin = source === undefined ? first : (others.get(undefined) ?? others.get(source));
  if (!others.has(source)) seen.set(key, others.set(source, block));
  if (twin === undefined) return;
  const { place } = block.name;
  const message = `${neighbor} is the neighbour of ${quote(twin.name.text)} in ${lineOf(twin.name.place, place)} too`;
  report("bfd-twin", block.places.neighbor_ip ?? place, message, "give each of the two a source_ip of its own");
}
