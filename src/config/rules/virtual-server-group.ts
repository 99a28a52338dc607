import type { IpAddress } from "../../wire/ipv4.ts";
import type { Document } from "../keywords/root.ts";
import type { VirtualServerBlock } from "../keywords/virtual-server.ts";
import { type Group, type GroupEntry, printEntry } from "../keywords/virtual-server-group.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { lineOf, type Place } from "../source/place.ts";
import { type Family, familyOf } from "../types/ip.ts";
import { sizeOf } from "../types/ip-range.ts";
import type { GroupSummary, Services } from "./service.ts";

/** The group that a virtual server names; that there is none is told. Groups may stand behind their users. */
export function groupOf({ head, name }: VirtualServerBlock, { groups, report }: Services): GroupSummary | undefined {
  if (head.kind !== "group") return undefined;
  const group = groups.get(head.name);
  if (group === undefined) {
    const cure = suggest(head.name, groups.keys(), "define it");
    report("address-group-unknown", name.place, `there is no virtual_server_group ${quote(head.name)}`, cure);
  }
  return group;
}

/** What contradicts itself in the groups, and those that nobody names. */
export function checkGroups(document: Partial<Document>, { groups, report }: Services): void {
  const used = new Set((document.virtual_server ?? []).map(({ head }) => (head.kind === "group" ? head.name : "")));
  for (const [text, { group }] of groups) {
    const { name, given, damaged } = group;
    const { entries } = given;
    const title = quote(`virtual_server_group ${text}`);
    if (entries.length === 0 && !damaged) report("address-group-empty", name.place, `${title} has no entries`);
    else if (!used.has(text)) report("address-group-unused", name.place, `no virtual_server names ${title}`);
    if (isMixed(entries)) {
      const message = `${title} has IPv4, IPv6 and a fwmark without a family`;
      report("address-group-mixed", name.place, message, "write inet or inet6 behind the fwmark");
    }
    checkEntries(entries, report);
  }
}

export function summarize(group: Group): GroupSummary {
  const families = new Set<Family>();
  const ports = new Map<number, IpAddress>();
  let marked = false;
  for (const entry of group.given.entries) {
    const family = entry.kind === "addresses" ? familyOf(entry.first) : entry.family;
    if (family !== undefined) families.add(family);
    if (entry.kind === "fwmark") marked = true;
    else if (!ports.has(entry.port)) ports.set(entry.port, entry.first);
  }
  return { group, families: [...families], ports, marked };
}

function isMixed(entries: readonly GroupEntry[]): boolean {
  const families = new Set(entries.map((entry) => (entry.kind === "addresses" ? familyOf(entry.first) : entry.family)));
  return families.size === 3;
}

function checkEntries(entries: readonly GroupEntry[], report: Services["report"]): void {
  const seen = new Map<string, Place>();
  for (const entry of entries) {
    const { place } = entry;
    const text = printEntry(entry);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, place);
    else report("service-repeated", place, `${quote(text)} again, after ${lineOf(first, place)}`, "remove one");
    if (entry.kind !== "addresses" || sizeOf(entry) <= MOST_ADDRESSES) continue;
    report("address-group-large", place, `these are ${sizeOf(entry)} addresses, each of them a service of its own`);
  }
}

/** What the last part of an IPv6 address counts. */
const MOST_ADDRESSES = 65_536n;
