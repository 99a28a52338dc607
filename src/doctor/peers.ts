import { SECOND } from "../core/time.ts";
import type { InstanceSettings } from "../core/vrrp/settings.ts";
import type { Configuration } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { placeOf } from "./place.ts";

/** What two routers of one virtual router must have in common, and have not. */
export function diagnosePeers(own: Configuration, peers: readonly Configuration[]): readonly Finding[] {
  return peers.flatMap((peer) =>
    own.settings.instances.flatMap((instance) => {
      const at = (keyword: string) => placeOf(own, "vrrp_instance", instance.name, keyword);
      const twin = peer.settings.instances.find((one) => one.virtualRouterId === instance.virtualRouterId);
      if (twin === undefined) return [describeLoner(instance, peer, at("virtual_router_id"))];
      return AGREEMENTS.filter(({ read }) => read(instance) !== read(twin)).map((agreement) => {
        const [here, there] = [agreement.read(instance), agreement.read(twin)];
        const values = agreement.secret ? "" : `: ${here} here, ${there} there`;
        return {
          severity: agreement.severity,
          name: "peer-differs" as const,
          what: `${agreement.keyword} of ${instance.name} differs from that of ${twin.name} in ${peer.file}${values}. ${agreement.effect}.`,
          where: at(agreement.keyword),
          cure: `write the same ${agreement.keyword} into both files`,
        };
      });
    }),
  );
}

type Agreement = {
  readonly keyword: string;
  readonly read: (instance: InstanceSettings) => string | number;
  readonly severity: Finding["severity"];
  readonly effect: string;
  readonly secret?: true;
};

const DISCARDED = "Each discards the other's adverts, and both become MASTER";

/** vrrp-behaviour 9; a VRRPv3 router takes over the master's interval. */
const AGREEMENTS: readonly Agreement[] = [
  { keyword: "version", read: ({ version }) => version, severity: "error", effect: DISCARDED },
  {
    keyword: "advert_int",
    read: ({ version, advertInterval }) => (version === 2 ? advertInterval / SECOND : ""),
    severity: "error",
    effect: DISCARDED,
  },
  {
    keyword: "authentication",
    read: ({ authentication: one }) => (one.kind === "pass" ? `pass ${one.password}` : one.kind),
    severity: "error",
    effect: DISCARDED,
    secret: true,
  },
  {
    keyword: "virtual_ipaddress",
    read: ({ addresses }) =>
      addresses
        .map(({ address }) => address)
        .toSorted()
        .join(" "),
    severity: "warning",
    effect: "What moves from one router to the other is not the same",
  },
];

function describeLoner({ name, virtualRouterId }: InstanceSettings, peer: Configuration, where: string): Finding {
  return {
    severity: "warning",
    name: "peer-differs",
    what: `${peer.file} has no vrrp_instance with virtual_router_id ${virtualRouterId}: nobody there backs up ${name}.`,
    where,
    cure: "write the same virtual_router_id into both files",
  };
}
