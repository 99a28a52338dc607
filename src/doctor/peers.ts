import type { Finding as TogetherFinding } from "../together/finding.ts";
import type { Router } from "../together/network.ts";
import { foreseeNetwork, type Outlook } from "../together/outlook.ts";
import { routerOf } from "../together/settings.ts";
import type { Configuration, HeardMaster } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { placeOf } from "./place.ts";
import { estimateWeights } from "./weights.ts";

/**
 * What this router's virtual routers and those of the peers' files make of each other; for one that no peer has, as
 * much as can be said from one file, and from the master that a running daemon hears.
 */
export function diagnosePeers(
  own: Configuration,
  peers: readonly Configuration[],
  heard: readonly HeardMaster[],
): readonly Finding[] {
  const [router, ...others] = [own, ...peers].map(readRouter);
  if (router === undefined) return [];
  const outlooks = foreseeNetwork([router, ...others]).filter((outlook) => hasSeat(outlook, router));
  const loners = outlooks.flatMap(({ virtualRouters }) => virtualRouters.filter(({ seats }) => seats.length < 2));
  return [
    ...outlooks.flatMap(({ findings }) => findings.flatMap(adopt)),
    ...loners.flatMap((virtualRouter) => estimateWeights(virtualRouter.seats[0], heard)),
  ];
}

function readRouter(configuration: Configuration): Router<string> {
  const { file, settings } = configuration;
  return routerOf(file, settings, (instance, word) => placeOf(configuration, "vrrp_instance", instance, word));
}

function hasSeat({ virtualRouters }: Outlook, router: Router): boolean {
  return virtualRouters.some(({ seats }) => seats.some((seat) => seat.router === router));
}

/** Taste is not doctor's business. */
function adopt({ severity, name, what, where, cure }: TogetherFinding<string>): readonly Finding[] {
  if (severity === "advice") return [];
  return [{ severity, name: name === "weight-cannot-move" ? name : "peer-differs", what, where, cure }];
}
