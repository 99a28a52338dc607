import { printEntry } from "../keywords/virtual-server-group.ts";
import { quote } from "../problem.ts";
import { lineOf, type Place } from "../source/place.ts";
import { checkPersistence } from "./persistence.ts";
import { checkRealServers } from "./real-server.ts";
import { checkScheduler } from "./scheduler.ts";
import { isMarked, type ServiceDraft, tell, titleOf } from "./service.ts";
import type { Surroundings } from "./surroundings.ts";
import { checkGroups, groupOf, summarize } from "./virtual-server-group.ts";

/** What contradicts itself in virtual servers, their groups, real servers and checks. */
export function checkVirtualServers(around: Surroundings): void {
  const { document, report } = around;
  const groups = new Map(Array.from(document.virtual_server_group ?? [], ([name, group]) => [name, summarize(group)]));
  const services = { groups, around, report };
  const served = new Map<string, Place>();
  for (const block of document.virtual_server ?? []) {
    const draft = { block, group: groupOf(block, services), services };
    checkProtocol(draft);
    checkSuspension(draft);
    checkScheduler(draft);
    checkPersistence(draft);
    checkRealServers(draft);
    claim(draft, served);
  }
  checkGroups(document, services);
}

function checkProtocol(draft: ServiceDraft): void {
  const { block, group } = draft;
  const { protocol, ops } = block.given;
  if (isMarked(draft)) {
    if (protocol === undefined) return;
    tell(draft, "service-option", "protocol", "a fwmark stands for packets of any protocol: this one is ignored");
    return;
  }
  const known = block.head.kind !== "group" || group !== undefined;
  if (known && block.places.protocol === undefined) {
    tell(
      draft,
      "service-default",
      "protocol",
      `${titleOf(draft)} has no protocol: it is UDP`,
      "add a line: protocol TCP",
    );
  }
  if (ops !== undefined && protocol !== undefined && protocol !== "UDP") {
    tell(draft, "service-option", "ops", `ops is for UDP: with ${protocol} it is left out`);
  }
}

function checkSuspension(draft: ServiceDraft): void {
  const { head, given } = draft.block;
  if (given.ha_suspend !== true || head.kind === "address") return;
  if (head.kind === "fwmark" || draft.group?.marked) {
    tell(
      draft,
      "service-option",
      "ha_suspend",
      "a fwmark has no address that could be missing: ha_suspend is left out",
    );
    return;
  }
  const message = "keepalived does not look for the addresses of a group: it would suspend these checks for ever";
  tell(draft, "quirk-avoided", "ha_suspend", message, "leave it out, or write a virtual_server for each address");
}

/** The kernel knows a service by its protocol, address and port, or by its mark. */
function claim(draft: ServiceDraft, served: Map<string, Place>): void {
  const { place } = draft.block.name;
  const keys = keysOf(draft, served);
  const taken = keys.find((key) => served.has(key)) ?? "";
  const other = served.get(taken);
  for (const key of keys) if (!served.has(key)) served.set(key, place);
  if (other === undefined) return;
  const message = `${quote(taken)} is served already, by the virtual_server in ${lineOf(other, place)}`;
  draft.services.report("service-repeated", place, message, "put all real servers into one of the two");
}

function keysOf({ block, group }: ServiceDraft, served: ReadonlyMap<string, Place>): readonly string[] {
  const { name, head, given } = block;
  const protocol = given.protocol ?? "UDP";
  if (head.kind === "fwmark") return [name.text];
  const own = `${protocol} ${name.text}`;
  // Of the entries of a group that is served already all has been said.
  if (group === undefined || served.has(own)) return [own];
  const { entries } = group.group.given;
  return [own, ...entries.map((entry) => (entry.kind === "fwmark" ? "" : `${protocol} `) + printEntry(entry))];
}
