import { familiesOf } from "./family.ts";
import { type ServiceDraft, tell, titleOf } from "./service.ts";

/** Whether a client stays with its real server, and what counts as one client. */
export function checkPersistence(draft: ServiceDraft): void {
  const { given, places } = draft.block;
  const persistent = places.persistence_timeout !== undefined || places.persistence_granularity !== undefined;
  if (!persistent && hasAllPorts(draft)) {
    const message = `${titleOf(draft)} is for all ports: persistence_timeout is taken as 360`;
    tell(draft, "persistence-forced", "persistence_timeout", message, "add a line: persistence_timeout 360, or a port");
  }
  checkGranularity(draft);
  const { persistence_engine: engine } = given;
  if (engine === undefined) return;
  if (engine !== "sip") {
    tell(draft, "keyword-idle", "persistence_engine", "the kernel has one persistence engine, sip", "write sip");
  }
  if (!persistent) {
    tell(draft, "keyword-idle", "persistence_engine", "persistence_engine does nothing without persistence_timeout");
  }
}

function hasAllPorts({ block, group }: ServiceDraft): boolean {
  if (block.head.kind === "address") return block.head.port === 0;
  return group?.ports.has(0) ?? false;
}

function checkGranularity(draft: ServiceDraft): void {
  const name = "persistence_granularity";
  const { [name]: granularity } = draft.block.given;
  if (granularity === undefined) return;
  const [family, ...others] = familiesOf(draft);
  if (others.length > 0) return;
  if (granularity.kind === "prefix") {
    if (family === "inet") checkPrefix(draft, granularity.length);
  } else if (family === "inet6") {
    tell(draft, "value-wrong", name, "a netmask says nothing of IPv6", "write the length of a prefix, 1 to 128");
  } else if (hasHoles(granularity.mask)) {
    tell(draft, "mask-holes", name, `in ${granularity.mask} there are ones behind zeros`);
  }
}

/** The length of a prefix where keepalived reads the last part of a mask. */
function checkPrefix(draft: ServiceDraft, length: number): void {
  const name = "persistence_granularity";
  if (length > 32) tell(draft, "value-wrong", name, `IPv4 has no /${length}`, "write a netmask");
  else {
    const message = `keepalived takes ${length} as the mask 0.0.0.${length}; here it is /${length}`;
    tell(draft, "quirk-avoided", name, message, `write ${maskOf(length)}`);
  }
}

function maskOf(length: number): string {
  return [0, 8, 16, 24].map((from) => 256 - 2 ** Math.max(0, Math.min(8, 8 - (length - from)))).join(".");
}

function hasHoles(mask: string): boolean {
  const bits = mask.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
  return bits.join("").includes("01");
}
