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
 * Leads an engine of its own through a takeover, failures of the check and of the link, and the end. What a program does for the first
 * time, or has not done for seconds, takes it several times as long: docs/decisions/rehearsal.md. Returns all that would have
 * been done; nobody does it.
 */
export function rehearse(settings: Settings): readonly Effect[] {
  const few = shorten(settings);
  const engine = new Engine();
  const transmitted = few.instances.map(({ name }): Event => ({ kind: "transmitted", instance: name }));
  const rest = [...transmitted, ...results(few, 1), ...links(few, DOWN), STOP];
  return [...takeOver(engine, few), ...rest.flatMap((event) => engine.apply(event, LATER))];
}

/** Only as far as to the takeover: for the last moments before a real one. */
export function rehearseTakeover(settings: Settings): readonly Effect[] {
  return takeOver(new Engine(), shorten(settings));
}

function takeOver(engine: Engine, settings: Settings): Effect[] {
  const start = [...links(settings, UP), { kind: "configure", settings } as const, TIMER, ...results(settings, 0)];
  return [...start.flatMap((event) => engine.apply(event, 0)), ...engine.apply(TIMER, LATER)];
}

/** One instance with one address is enough to learn from; with 255 the rehearsal would last into the takeover. */
function shorten({ instances, scripts, ...others }: Settings): Settings {
  const few = instances
    .slice(0, 1)
    .map((instance) => ({ ...instance, addresses: instance.addresses.slice(0, 1), excludedAddresses: [] }));
  const tracked = new Set(few.flatMap(({ trackedScripts }) => trackedScripts.map(({ script }) => script)));
  return { ...others, startupDelay: 0, scripts: scripts.filter(({ name }) => tracked.has(name)), instances: few };
}

function links({ instances }: Settings, link: Link): Event[] {
  return instances.flatMap(devicesOf).map((name) => ({ kind: "link", interface: name, link }));
}

function results({ scripts }: Settings, status: number): Event[] {
  return scripts.map(({ name }) => ({ kind: "script", script: name, outcome: { kind: "exited", status } }));
}

const UP: Link = { kind: "up", mac: new Uint8Array(6), addresses: ["192.0.2.1"] };
const DOWN: Link = { kind: "down" };
const TIMER: Event = { kind: "timer" };
const STOP: Event = { kind: "stop" };

/** Longer than any master down timer: 100 times 255 s, and the skew. */
const LATER: Duration = 100_000 * SECOND;
