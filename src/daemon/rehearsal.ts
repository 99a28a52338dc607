import type { Effect } from "../core/effect.ts";
import { Engine } from "../core/engine.ts";
import type { Event, Link } from "../core/event.ts";
import type { Settings } from "../core/settings.ts";
import { SECOND } from "../core/time.ts";
import { devicesOf } from "./loop.ts";

/**
 * Leads an engine of its own through a takeover, a link that fails and the end. V8 compiles a function when it is first called, and
 * a backup may not have become master for weeks: unrehearsed, its first advertisement would leave 0.7 ms later
 * (bench/README.md). Returns all that a machine would have been told to do; nobody does it.
 */
export function rehearse(settings: Settings): readonly Effect[] {
  const engine = new Engine();
  const devices = [...devicesOf(settings)];
  const links = (link: Link) => devices.map((name): Event => ({ kind: "link", interface: name, link }));
  const start: Event[] = [
    ...links({ kind: "up", mac: new Uint8Array(6), addresses: ["192.0.2.1"] }),
    { kind: "configure", settings: { ...settings, startupDelay: 0 } },
    { kind: "timer" },
    ...settings.scripts.map(
      ({ name }): Event => ({ kind: "script", script: name, outcome: { kind: "exited", status: 0 } }),
    ),
  ];
  const takeover: Event[] = [
    { kind: "timer" },
    ...settings.instances.map(({ name }): Event => ({ kind: "transmitted", instance: name })),
    ...links({ kind: "down" }),
    { kind: "stop" },
  ];
  return [
    ...start.flatMap((event) => engine.apply(event, 0)),
    ...takeover.flatMap((event) => engine.apply(event, LATER)),
  ];
}

/** Longer than any master down timer: 100 times 255 s, and the skew. */
const LATER = 100_000 * SECOND;
