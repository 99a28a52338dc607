import { setFlagsFromString } from "node:v8";
import type { Effect } from "../core/effect.ts";
import { Engine } from "../core/engine.ts";
import type { Event, Link } from "../core/event.ts";
import type { Settings } from "../core/settings.ts";
import { type Duration, SECOND } from "../core/time.ts";
import { devicesOf } from "../core/vrrp/instance.ts";

/**
 * From now on what runs once is remembered, and compiled for good. On the command line these flags would make every start slower,
 * because node's own library is compiled beforehand for other ones: docs/decisions/rehearsal.md.
 */
export function keepCompiled(): void {
  setFlagsFromString("--no-lazy-feedback-allocation");
  setFlagsFromString("--no-flush-bytecode");
}

/**
 * Leads the first instance, in an engine of its own, through a takeover, its checks' failure, its links' failure and the end. What a
 * program does for the first time, or has not done for seconds, takes it several times as long: docs/decisions/rehearsal.md.
 * Returns all that would have been done; nobody does it.
 */
export function rehearse({ instances, scripts, ...others }: Settings): readonly Effect[] {
  const [first] = instances;
  if (first === undefined) return [];
  // One address is enough to learn from; with 255 the rehearsal would last into the takeover.
  const instance = { ...first, addresses: first.addresses.slice(0, 1), excludedAddresses: [] };
  const checks = scripts.filter(({ name }) => instance.trackedScripts.some(({ script }) => script === name));
  const settings = { ...others, startupDelay: 0, scripts: checks, instances: [instance] };
  const links = (link: Link) => devicesOf(instance).map((name): Event => ({ kind: "link", interface: name, link }));
  const results = (status: number) =>
    checks.map(({ name }): Event => ({ kind: "script", script: name, outcome: { kind: "exited", status } }));
  const timer: Event = { kind: "timer" };
  const start: Event[] = [...links(UP), { kind: "configure", settings }, timer, ...results(0)];
  const rest: Event[] = [timer, { kind: "transmitted", instance: instance.name }, ...results(1), ...links(DOWN)];
  const engine = new Engine();
  return [
    ...start.flatMap((event) => engine.apply(event, 0)),
    ...[...rest, STOP].flatMap((event) => engine.apply(event, LATER)),
  ];
}

const UP: Link = { kind: "up", mac: new Uint8Array(6), addresses: ["192.0.2.1"] };
const DOWN: Link = { kind: "down" };
const STOP: Event = { kind: "stop" };

/** Longer than any master down timer: 100 times 255 s, and the skew. */
const LATER: Duration = 100_000 * SECOND;
