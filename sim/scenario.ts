import { renderProblem } from "../src/config/problem.ts";
import { readSettings } from "../src/config/read.ts";
import type { Settings } from "../src/core/settings.ts";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../src/core/time.ts";
import { parseIpv4 } from "../src/wire/ipv4.ts";
import type { Device, Machine } from "./machine.ts";
import type { Weather } from "./network.ts";
import type { Behaviour } from "./programs.ts";
import type { Plug, World } from "./world.ts";

/**
 * A scenario in words, one statement a line:
 *
 *     router NAME INTERFACE ADDRESS [INTERFACE ADDRESS …]      interfaces of one name are on one segment; `-`: no address
 *     file                                                     the indented lines below are every router's keepalived.conf,
 *                                                              `@NAME` lines are those of the router of that name
 *     at TIME start|stop|kill ROUTER …
 *     at TIME revive ROUTER …                                  thaws what is frozen, starts what does not run
 *     at TIME kill ROUTER within NUMBER                        between two effects of its next turns, after so many
 *     at TIME freeze ROUTER DURATION [within NUMBER]           as with SIGSTOP and SIGCONT
 *     at TIME reload ROUTER …                                  the indented lines below are the new file
 *     at TIME link ROUTER INTERFACE up|down|absent
 *     at TIME wall ROUTER ROUTER                               the first hears nothing of the second any more
 *     at TIME mend                                             all walls fall
 *     at TIME weather LOSS LEAST MOST                          share of frames lost (0–1), bounds of their delay
 *     at TIME delete ROUTER ADDRESS                            somebody removes it
 *     at TIME script ROUTER NAME exits STATUS [after DURATION]
 *     at TIME script ROUTER NAME hangs [stubborn]              until SIGTERM, or only until SIGKILL
 *     run until TIME
 *
 * Times are written `5s`, `0.5s` or `20ms`; `#` begins a comment.
 */
export type Scenario = {
  readonly machines: readonly { readonly name: string; readonly plugs: readonly Plug[] }[];
  readonly steps: readonly Step[];
  readonly until: Instant;
};

export type Step = { readonly at: Instant; readonly words: string; readonly action: Action };

export type Action =
  | { readonly kind: "start" | "revive" | "reload"; readonly settings: ReadonlyMap<string, Settings> }
  | { readonly kind: "stop" | "kill"; readonly routers: readonly string[] }
  | { readonly kind: "kill within"; readonly router: string; readonly effects: number }
  | { readonly kind: "freeze"; readonly router: string; readonly duration: Duration; readonly effects: number }
  | { readonly kind: "link"; readonly router: string; readonly interface: string; readonly link: Device["link"] }
  | { readonly kind: "wall"; readonly hearer: string; readonly speaker: string }
  | { readonly kind: "mend" }
  | { readonly kind: "weather"; readonly weather: Weather }
  | { readonly kind: "delete"; readonly router: string; readonly address: string }
  | { readonly kind: "script"; readonly router: string; readonly script: string; readonly behaviour: Behaviour };

/** What is wrong with a scenario, with the number of its line. */
export type Mistake = { readonly line: number; readonly message: string };

/** The whole scenario, or the first mistake in it. */
export function readScenario(text: string): Scenario | Mistake {
  const draft: Draft = { machines: [], steps: [], until: undefined, file: "" };
  for (const statement of statementsOf(text)) {
    const message = readStatement(draft, statement);
    if (message !== undefined) return { line: statement.line, message };
  }
  const { machines, steps, until } = draft;
  if (until === undefined) return { line: 1, message: "the last statement is missing: run until TIME" };
  return { machines, steps, until };
}

/** Does to the world what the step says. */
export function perform(world: World, action: Action): void {
  const machine = (name: string): Machine | undefined => world.machines.get(name);
  switch (action.kind) {
    case "start":
    case "revive":
    case "reload":
      for (const [name, settings] of action.settings) machine(name)?.[action.kind](settings);
      break;
    case "stop":
    case "kill":
      for (const name of action.routers) machine(name)?.[action.kind]();
      break;
    case "kill within":
      machine(action.router)?.interruptAfter(action.effects, () => machine(action.router)?.kill());
      break;
    case "freeze":
      freeze(world, action.router, action.duration, action.effects);
      break;
    case "link":
      machine(action.router)?.setLink(action.interface, action.link);
      break;
    case "wall":
      world.network.block(action.hearer, action.speaker);
      break;
    case "mend":
      world.network.mend();
      break;
    case "weather":
      world.network.weather = action.weather;
      break;
    case "delete":
      machine(action.router)?.deleteAddress(action.address);
      break;
    case "script":
      machine(action.router)?.programs.behave(action.script, action.behaviour);
      break;
  }
}

/** Before its next effect, or after so many; it thaws so long after it froze. */
function freeze(world: World, router: string, duration: Duration, effects: number): void {
  const machine = world.machines.get(router);
  const spring = () => {
    machine?.freeze();
    world.at(world.now + duration, () => machine?.thaw());
  };
  if (effects === 0) spring();
  else machine?.interruptAfter(effects, spring);
}

type Draft = {
  readonly machines: { readonly name: string; readonly plugs: readonly Plug[] }[];
  readonly steps: Step[];
  until: Instant | undefined;
  file: string;
};

type Statement = { readonly line: number; readonly words: readonly string[]; readonly block: string };

/** The lines that are not indented, each with the indented ones below it. */
function statementsOf(text: string): Statement[] {
  const statements: { line: number; words: string[]; block: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const last = statements.at(-1);
    if (/^\s/.test(line) && last !== undefined) last.block += `${line}\n`;
    else if (/^[^#\s]/.test(line)) statements.push({ line: index + 1, words: line.trim().split(/\s+/), block: "" });
  }
  return statements;
}

/** Adds to the draft, or says what is wrong. */
function readStatement(draft: Draft, { words, block }: Statement): string | undefined {
  const [verb, ...rest] = words;
  if (verb === "router") return readRouter(draft, rest);
  if (verb === "file") {
    draft.file = block;
    return undefined;
  }
  const at = parseTime(rest[verb === "run" ? 1 : 0]);
  if (at === undefined) return `no time in: ${words.join(" ")}`;
  if (verb === "run") {
    draft.until = at;
    return undefined;
  }
  const action = readAction(draft, rest.slice(1), block);
  if (action === undefined) return `not understood: ${words.join(" ")}`;
  if (typeof action === "string") return action;
  draft.steps.push({ at, words: rest.slice(1).join(" "), action });
  return undefined;
}

function readRouter(draft: Draft, [name, ...pairs]: readonly string[]): string | undefined {
  if (name === undefined || pairs.length === 0 || pairs.length % 2 !== 0) return "router NAME INTERFACE ADDRESS …";
  const plugs: Plug[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const [device = "", address = ""] = pairs.slice(at, at + 2);
    if (address !== "-" && parseIpv4(address) === undefined) return `${address} is no IPv4 address`;
    const mac = Uint8Array.of(2, 0, 0, 0, draft.machines.length + 1, plugs.length);
    plugs.push({ name: device, segment: device, mac, addresses: address === "-" ? [] : [address] });
  }
  draft.machines.push({ name, plugs });
  return undefined;
}

/** A string is a mistake in a file; undefined, that there is no such statement. */
function readAction(
  draft: Draft,
  [verb = "", ...words]: readonly string[],
  block: string,
): Action | string | undefined {
  const routers = draft.machines.map(({ name }) => name);
  return verbs.get(verb)?.(words, { routers, file: draft.file, block });
}

type Context = { readonly routers: readonly string[]; readonly file: string; readonly block: string };
type ReadVerb = (words: readonly string[], context: Context) => Action | string | undefined;

const verbs: ReadonlyMap<string, ReadVerb> = new Map<string, ReadVerb>([
  ["start", (words, { routers, file }) => about(words, routers, () => readFiles("start", words, file))],
  ["revive", (words, { routers, file }) => about(words, routers, () => readFiles("revive", words, file))],
  ["reload", (words, { routers, block }) => about(words, routers, () => readFiles("reload", words, block))],
  ["stop", (words, { routers }) => about(words, routers, () => ({ kind: "stop", routers: words }))],
  ["kill", (words, { routers }) => readKill(words, routers)],
  ["freeze", (words, { routers }) => about(words.slice(0, 1), routers, () => readFreeze(words))],
  ["link", (words, { routers }) => about(words.slice(0, 1), routers, () => readLink(words))],
  ["wall", (words, { routers }) => about(words, routers, () => readWall(words))],
  ["mend", () => ({ kind: "mend" })],
  ["weather", readWeather],
  ["delete", (words, { routers }) => about(words.slice(0, 1), routers, () => readDeletion(words))],
  ["script", (words, { routers }) => about(words.slice(0, 1), routers, () => readScript(words))],
]);

/** Only if all of these, and at least one, are routers. */
function about<Result>(names: readonly string[], routers: readonly string[], read: () => Result): Result | undefined {
  return names.length > 0 && names.every((name) => routers.includes(name)) ? read() : undefined;
}

function readKill(words: readonly string[], routers: readonly string[]): Action | undefined {
  const [router = "", within, effects] = words;
  if (within !== "within") return about(words, routers, () => ({ kind: "kill", routers: words }));
  return about([router], routers, () => ({ kind: "kill within", router, effects: Number(effects) }));
}

function readFreeze([router = "", time, within, effects]: readonly string[]): Action | undefined {
  const duration = parseTime(time);
  if (duration === undefined) return undefined;
  return { kind: "freeze", router, duration, effects: within === "within" ? Number(effects) : 0 };
}

function readLink([router = "", device = "", link]: readonly string[]): Action | undefined {
  return link === "up" || link === "down" || link === "absent"
    ? { kind: "link", router, interface: device, link }
    : undefined;
}

function readWall([hearer, speaker]: readonly string[]): Action | undefined {
  return hearer === undefined || speaker === undefined ? undefined : { kind: "wall", hearer, speaker };
}

function readDeletion([router = "", address = ""]: readonly string[]): Action | undefined {
  return parseIpv4(address) === undefined ? undefined : { kind: "delete", router, address };
}

function readScript([router = "", script = "", ...rest]: readonly string[]): Action | undefined {
  const behaviour = readBehaviour(rest);
  return behaviour === undefined ? undefined : { kind: "script", router, script, behaviour };
}

function readWeather([loss, ...delays]: readonly string[]): Action | undefined {
  const [least, most] = delays.map(parseTime);
  if (least === undefined || most === undefined) return undefined;
  return { kind: "weather", weather: { loss: Number(loss), delay: [least, most] } };
}

function readBehaviour([verb, second = "0", after, delay = "0s"]: readonly string[]): Behaviour | undefined {
  if (verb === "hangs") return { kind: "hangs", stubborn: second === "stubborn" };
  const takes = parseTime(delay);
  if (verb !== "exits" || takes === undefined || (after !== undefined && after !== "after")) return undefined;
  return { kind: "ends", takes, outcome: { kind: "exited", status: Number(second) } };
}

/** The real reader of configurations, once for each router. */
function readFiles(kind: "start" | "revive" | "reload", routers: readonly string[], text: string): Action | string {
  const settings = new Map<string, Settings>();
  for (const router of routers) {
    const files = { read: () => ({ kind: "text", text }) as const, list: () => [] };
    const reading = readSettings("keepalived.conf", files, { configId: router });
    if (reading.settings === undefined) return reading.problems.map(renderProblem).join("\n");
    settings.set(router, reading.settings);
  }
  return { kind, settings };
}

function parseTime(word: string | undefined): Instant | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(word ?? "") ?? [];
  return digits === undefined ? undefined : Math.round(Number(digits) * (unit === "ms" ? MILLISECOND : SECOND));
}
