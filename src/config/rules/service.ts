import type { IpAddress } from "../../wire/ipv4.ts";
import type { ProblemKind } from "../catalogue.ts";
import type { VirtualServer, VirtualServerBlock } from "../keywords/virtual-server.ts";
import type { Group } from "../keywords/virtual-server-group.ts";
import { quote, type Report } from "../problem.ts";
import type { Family } from "../types/ip.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the rules of one virtual server look up elsewhere. */
export type Services = {
  readonly groups: ReadonlyMap<string, GroupSummary>;
  readonly around: Surroundings;
  readonly report: Report;
};

/** One virtual server on its way through the rules. */
export type ServiceDraft = {
  readonly block: VirtualServerBlock;
  /** The group that it serves, if there is one of that name. */
  readonly group: GroupSummary | undefined;
  readonly services: Services;
};

/** What matters of a group to each of the many virtual servers that may name it. */
export type GroupSummary = {
  readonly group: Group;
  /** Of its addresses, and of marks that say one. */
  readonly families: readonly Family[];
  /** The ports of its addresses (0: all), each with the first address that has it. */
  readonly ports: ReadonlyMap<number, IpAddress>;
  readonly marked: boolean;
};

/** Reports at the place of a keyword of the virtual server, or at its head. */
export function tell(
  { block, services }: ServiceDraft,
  kind: ProblemKind,
  name: keyof VirtualServer,
  message: string,
  cure?: string,
): void {
  services.report(kind, block.places[name] ?? block.name.place, message, cure);
}

export function titleOf({ block }: ServiceDraft): string {
  return quote(`virtual_server ${block.name.text}`);
}

/** Whether there are marks in it alone, which are of no protocol and have no port. */
export function isMarked({ block, group }: ServiceDraft): boolean {
  return block.head.kind === "fwmark" || (group?.marked === true && group.ports.size === 0);
}

/** The port that connections go to if the real server names none; 0: none in particular. */
export function servicePort({ block }: ServiceDraft): number {
  return block.head.kind === "address" ? block.head.port : 0;
}
