import { type Namespace, openNamespace, runInNetwork } from "./namespace.ts";

/** What to build: machines, and for each the interfaces by which it hangs on segments. */
export type MachinePlan = { readonly name: string; readonly interfaces: readonly InterfacePlan[] };

export type InterfacePlan = {
  /** Its name on the machine. */
  readonly name: string;
  /** The bridge it is plugged into; interfaces with the same segment hear each other. */
  readonly segment: string;
  /** With prefix length: "192.168.0.4/24". */
  readonly addresses: readonly string[];
};

/** "carrier": the machine's interface loses its carrier. "silent": nothing passes any more, and nobody is told. */
export type Cut = "carrier" | "silent";

export type Network = {
  /** The machine of that name; it must be in the plan. */
  readonly machine: (name: string) => Namespace;
  readonly cut: (machine: string, interfaceName: string, how: Cut) => Promise<void>;
  readonly mend: (machine: string, interfaceName: string) => Promise<void>;
  /** The namespace with the bridges: whoever listens on a bridge (`bridgeOf`) hears its whole segment. */
  readonly hub: Namespace;
  readonly bridgeOf: (segment: string) => string;
  /** Ends every process on every machine. */
  readonly close: () => Promise<void>;
};

/** Builds the network in namespaces of its own: nothing appears on the machine. Rejects with the reason in one line. */
export async function buildNetwork(plan: readonly MachinePlan[]): Promise<Network> {
  const opened = await Promise.allSettled(["hub", ...plan.map(({ name }) => name)].map(openNamespace));
  const namespaces = opened.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const close = async () => void (await Promise.all(namespaces.map((each) => each.close())));
  try {
    for (const each of opened) if (each.status === "rejected") throw each.reason;
    return { ...(await wire(plan, namespaces)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function wire(plan: readonly MachinePlan[], namespaces: readonly Namespace[]): Promise<Omit<Network, "close">> {
  const machine = (name: string) => found(namespaces, (each) => each.name === name, `machine ${name}`);
  const hub = machine("hub");
  const segments = [...new Set(plan.flatMap(({ interfaces }) => interfaces.map(({ segment }) => segment)))];
  const bridgeOf = (segment: string) => `bridge${segments.indexOf(segment)}`;
  const ports = plan
    .flatMap(({ name, interfaces }) => interfaces.map((each) => ({ machine: name, ...each })))
    .map((port, index) => ({ ...port, port: `port${index}`, bridge: bridgeOf(port.segment) }));
  const portOf = (name: string, interfaceName: string) =>
    found(
      ports,
      (each) => each.machine === name && each.name === interfaceName,
      `interface ${interfaceName} on ${name}`,
    );

  // Without snooping every multicast packet reaches every port at once, as on a plain switch.
  const bridgeLike = "type bridge forward_delay 0 stp_state 0 mcast_snooping 0";
  await ip(hub, [
    ...segments.map(bridgeOf).flatMap((bridge) => [`link add ${bridge} ${bridgeLike}`, `link set ${bridge} up`]),
    ...ports.flatMap(({ port, bridge, name, machine: owner }) => [
      `link add ${port} type veth peer name ${name} netns ${machine(owner).pid}`,
      `link set ${port} master ${bridge} up`,
    ]),
  ]);
  await Promise.all(plan.map((each) => ip(machine(each.name), addressing(each))));
  return {
    machine,
    hub,
    bridgeOf,
    cut: (name, interfaceName, how) => ip(hub, [`link set ${portOf(name, interfaceName).port} ${cuts[how]}`]),
    mend: (name, interfaceName) => {
      const { port, bridge } = portOf(name, interfaceName);
      return ip(hub, [`link set ${port} master ${bridge} up`]);
    },
  };
}

/** A port that is unplugged from its bridge still gives its peer a carrier. */
const cuts = { carrier: "down", silent: "nomaster" } as const;

function addressing(plan: MachinePlan): string[] {
  const perInterface = plan.interfaces.flatMap(({ name, addresses }) => [
    `link set ${name} up`,
    ...addresses.map((address) => `addr add ${address} dev ${name}`),
  ]);
  return ["link set lo up", ...perInterface];
}

async function ip(namespace: Namespace, commands: readonly string[]): Promise<void> {
  await runInNetwork(namespace, ["ip", "-batch", "-"], commands.map((line) => `${line}\n`).join(""));
}

function found<Item>(items: readonly Item[], is: (item: Item) => boolean, what: string): Item {
  const item = items.find(is);
  if (item === undefined) throw new Error(`the lab's network has no ${what}`);
  return item;
}
