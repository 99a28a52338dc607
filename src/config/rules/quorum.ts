import type { RealServerBlock } from "../keywords/virtual-server.ts";
import { type ServiceDraft, tell, titleOf } from "./service.ts";

/** The quorum beside the weights of the real servers: reference, checker-behaviour §1.3 and §2.6. */
export function checkQuorum(draft: ServiceDraft, servers: readonly RealServerBlock[]): void {
  const { given } = draft.block;
  const { weight = 1 } = given;
  const total = servers.reduce((sum, server) => sum + (server.given.weight ?? weight), 0);
  if (servers.length > 0 && total === 0) {
    const message = `in ${titleOf(draft)} all weights are 0`;
    draft.services.report("weights-zero", draft.block.name.place, message, "give one of the servers a weight");
  } else if (servers.length > 0) checkAgainst(draft, servers, total);
}

function checkAgainst(draft: ServiceDraft, servers: readonly RealServerBlock[], total: number): void {
  const { quorum: wanted = 1, hysteresis: margin = 0 } = draft.block.given;
  if (wanted > total) {
    const message = `quorum ${wanted} is more than all weights together: it is taken as ${total}`;
    tell(draft, "quorum-corrected", "quorum", message);
  }
  const quorum = Math.min(wanted, total);
  if (margin >= quorum && margin > 0) {
    const message = `hysteresis ${margin} is not less than the quorum: it is taken as ${quorum - 1}`;
    tell(draft, "quorum-corrected", "hysteresis", message);
  }
  const hysteresis = Math.min(margin, quorum - 1);
  if (quorum + hysteresis <= total || servers.some(hasDynamicWeight)) return;
  const message = `the quorum is gained with ${quorum + hysteresis}, and all weights together are ${total}`;
  tell(draft, "quorum-unreachable", "hysteresis", message, "lower quorum or hysteresis");
}

/** Whether checks change its weight. */
function hasDynamicWeight({ given }: RealServerBlock): boolean {
  return (given.FILE_CHECK ?? []).length > 0 || (given.MISC_CHECK ?? []).some((check) => check.given.misc_dynamic);
}
