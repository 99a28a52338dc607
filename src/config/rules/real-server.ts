import type { RealServerBlock } from "../keywords/virtual-server.ts";
import { quote } from "../problem.ts";
import { lineOf, type Place } from "../source/place.ts";
import type { Endpoint } from "../types/endpoint.ts";
import { checkChecks } from "./checkers.ts";
import { checkFamilies, methodOf, sorryMethodOf } from "./family.ts";
import { checkQuorum } from "./quorum.ts";
import { isMarked, type ServiceDraft, servicePort, tell, titleOf } from "./service.ts";

/** The real servers of one virtual server, with its sorry server and its quorum. */
export function checkRealServers(draft: ServiceDraft): void {
  const { block, services } = draft;
  if (block.places.real_server === undefined) {
    const cure = "add a block: real_server <ip> <port> { … }";
    services.report("service-empty", block.name.place, `${titleOf(draft)} has no real_server`, cure);
    return;
  }
  checkFamilies(draft);
  const counted = (block.given.real_server ?? []).filter(isNew(draft));
  for (const server of counted) {
    checkPort(draft, server.head, methodOf(draft, server), server.name.place);
    checkThresholds(draft, server);
    checkSorryTwin(draft, server);
    checkChecks(draft, server);
  }
  checkQuorum(draft, counted);
  if (block.given.sorry_server === undefined) return;
  checkPort(draft, block.given.sorry_server, sorryMethodOf(draft), block.places.sorry_server ?? block.name.place);
}

function isNew(draft: ServiceDraft): (server: RealServerBlock) => boolean {
  const seen = new Map<string, Place>();
  return ({ head, name }) => {
    const key = `${head.address} ${head.port === 0 ? servicePort(draft) : head.port}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, name.place);
    else {
      const message = `${quote(`real_server ${name.text}`)} again, after ${lineOf(first, name.place)}: this one is ignored`;
      draft.services.report("item-repeated", name.place, message, "remove one of the two");
    }
    return first === undefined;
  };
}

/** Only NAT changes the port of a packet. */
function checkPort(draft: ServiceDraft, { port }: Endpoint, method: "NAT" | "DR" | "TUN", place: Place): void {
  const kept = method === "NAT" || port === 0 ? undefined : otherPort(draft, port);
  if (kept === undefined) return;
  const message = `with ${method} a packet keeps its port, ${kept}: ${port} is ignored`;
  draft.services.report("port-ignored", place, message, "write the same port, or none");
}

/** Which other port than this the packets of the service have, in words. */
function otherPort(draft: ServiceDraft, port: number): string | undefined {
  const { head } = draft.block;
  if (isMarked(draft)) return "whatever it is";
  if (head.kind === "address") return head.port === port ? undefined : portName(head.port);
  for (const [other, address] of draft.group?.ports ?? []) {
    if (other !== port) return `for ${address} ${portName(other)}`;
  }
  return undefined;
}

function portName(port: number): string {
  return port === 0 ? "whatever it is" : `${port}`;
}

/** The kernel's ip_vs_add_dest refuses it, also if there is no upper threshold. */
function checkThresholds({ services }: ServiceDraft, { given, places, name }: RealServerBlock): void {
  const { uthreshold: upper = 0, lthreshold: lower = 0 } = given;
  if (lower <= upper) return;
  const limit = upper === 0 ? "there is no uthreshold" : `uthreshold is ${upper}`;
  const message = `lthreshold ${lower} is too large: ${limit}, and the kernel refuses the server`;
  services.report("threshold-order", places.lthreshold ?? name.place, message);
}

/** One that is a real server too: keepalived has it stay in the table or leave it as the real server does. */
function checkSorryTwin(draft: ServiceDraft, server: RealServerBlock): void {
  const { given } = draft.block;
  const { sorry_server: sorry, sorry_server_inhibit: inhibits = false } = given;
  if (sorry?.address !== server.head.address || sorry.port !== server.head.port) return;
  const stays = server.given.inhibit_on_failure ?? given.inhibit_on_failure ?? false;
  if (stays === inhibits) return;
  const message = `the sorry_server is a real_server too, whose inhibit_on_failure is ${stays ? "on" : "off"}: that counts`;
  tell(draft, "sorry-inhibit", inhibits ? "sorry_server_inhibit" : "sorry_server", message);
}
