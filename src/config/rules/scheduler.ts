import type { VirtualServer } from "../keywords/virtual-server.ts";
import { quote } from "../problem.ts";
import { type ServiceDraft, tell, titleOf } from "./service.ts";

/** The scheduler, the method of forwarding, and what stands before what it belongs to. */
export function checkScheduler(draft: ServiceDraft): void {
  const { places } = draft.block;
  if (places.lvs_sched === undefined) {
    const cure = "add a line: lvs_sched wlc";
    tell(draft, "service-default", "lvs_sched", `${titleOf(draft)} has no lvs_sched: it is wlc`, cure);
  }
  if (places.lvs_method === undefined && needsMethod(draft)) {
    const cure = "add a line: lvs_method NAT";
    tell(draft, "service-default", "lvs_method", `${titleOf(draft)} has no lvs_method: it is NAT`, cure);
  }
  for (const option of ["sh-port", "sh-fallback", "mh-port", "mh-fallback", "hashed"] as const) {
    if (draft.block.given[option] !== undefined) checkOption(draft, option);
  }
  for (const option of ["sorry_server_inhibit", "sorry_server_lvs_method"] as const) {
    if (isBefore(draft, option, "sorry_server")) {
      const message = `${quote(option)} is ignored: it has to stand behind sorry_server`;
      tell(draft, "option-early", option, message, "move it behind sorry_server");
    }
  }
}

/** Whether some server does not say itself how packets get to it. */
function needsMethod({ block }: ServiceDraft): boolean {
  const { given, places } = block;
  if (places.sorry_server !== undefined && places.sorry_server_lvs_method === undefined) return true;
  return (given.real_server ?? []).some((server) => server.places.lvs_method === undefined);
}

type SchedulerOption = "sh-port" | "sh-fallback" | "mh-port" | "mh-fallback" | "hashed";

/** keepalived looks at the scheduler that it has read so far, and takes the options of sh and mh for one another's. */
function checkOption(draft: ServiceDraft, option: SchedulerOption): void {
  const { lvs_sched: scheduler } = draft.block.given;
  const own = option === "hashed" ? "sh" : option.slice(0, 2);
  if (scheduler !== undefined && isBefore(draft, option, "lvs_sched")) {
    const message = `${quote(option)} is ignored: it has to stand behind lvs_sched`;
    tell(draft, "option-early", option, message, "move it behind lvs_sched");
  } else if (scheduler !== "sh" && scheduler !== "mh") {
    const cure = `write lvs_sched ${own}, or leave it out`;
    tell(draft, "service-option", option, `${quote(option)} is ignored: it is for the scheduler ${own}`, cure);
  } else if (option === "hashed" || scheduler !== own) {
    const why = option === "hashed" ? "" : `: it is for the scheduler ${own}`;
    tell(draft, "keyword-idle", option, `${quote(option)} does nothing${why}`, "leave it out");
  }
}

/** Whether the first is given, and the second only later or not at all. */
function isBefore({ block }: ServiceDraft, first: keyof VirtualServer, second: keyof VirtualServer): boolean {
  if (block.given[first] === undefined) return false;
  const order = Object.keys(block.given);
  const [early, late] = [order.indexOf(first), order.indexOf(second)];
  return late === -1 ? block.places[second] === undefined : early < late;
}
