import type { Settings } from "../core/settings.ts";
import type { InstanceSettings } from "../core/vrrp/settings.ts";
import type { Instance, Keyword, Router, Tracker } from "./network.ts";

/** The router that these settings make; `locate` finds a word of an instance, or the instance, in the file. */
export function routerOf<Place>(
  name: string,
  settings: Settings,
  locate: (instance: string, word?: string) => Place,
): Router<Place> {
  const instances = settings.instances.map((one) => instanceOf(one, (word) => locate(one.name, word)));
  return { name, instances, syncGroups: [] };
}

const KEYWORDS: readonly Keyword[] = [
  "virtual_router_id",
  "version",
  "advert_int",
  "authentication",
  "virtual_ipaddress",
  "virtual_ipaddress_excluded",
  "priority",
  "state",
];

function instanceOf<Place>(settings: InstanceSettings, locate: (word?: string) => Place): Instance<Place> {
  const { authentication } = settings;
  const track = (kind: Tracker["kind"], name: string, weight: number, reverse: boolean): Tracker<Place> => {
    return { kind, name, weight, reverse, place: locate(name) };
  };
  return {
    ...settings,
    family: "IPv4",
    authentication: authentication.kind === "none" ? authentication : { ...authentication, kind: "PASS" },
    addresses: settings.addresses.map(({ address }) => address),
    excludedAddresses: settings.excludedAddresses.map(({ address }) => address),
    trackers: [
      ...settings.trackedScripts.map(({ script, weight, reverse }) => track("script", script, weight, reverse)),
      ...settings.trackedInterfaces.map((one) => track("interface", one.interface, one.weight, one.reverse)),
    ],
    places: { ...Object.fromEntries(KEYWORDS.map((word) => [word, locate(word)])), vrrp_instance: locate() },
  };
}
