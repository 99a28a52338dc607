import type { Settings } from "../src/core/settings.ts";
import { type Duration, type Instant, MILLISECOND, SECOND } from "../src/core/time.ts";
import type { InstanceReport } from "../src/status/report.ts";
import { renderPriority } from "../src/status/text.ts";
import type { Lab } from "./lab.ts";
import type { Answer } from "./prober.ts";
import { seconds } from "./report.ts";
import type { Router } from "./router.ts";

/** The live view: every line of it, as wide as it comes; colours by SGR. */
export function renderScreen(lab: Lab, selected: number, note: string, width: number, now: Instant): string[] {
  const holders = lab.holders().map(({ name }) => name);
  return [
    `${bold("keepalived-ts lab")}   ${lab.target} is on ${holders.length > 0 ? bold(holders.join(" and ")) : red("no router")}`,
    "",
    ...lab.routers.flatMap((router, index) => [...renderRouter(router, index, index === selected), ""]),
    `client  ${renderHistory(lab, Math.min(HISTORY_CELLS, width - 10), now)}`,
    `        ${renderOutage(lab.prober.answers, now)}`,
    "",
    note,
  ];
}

function renderRouter(router: Router, index: number, selected: boolean): string[] {
  const wanted = virtualAddresses(router.configuration.settings);
  const held = [...router.addresses()].filter((address) => wanted.has(address));
  const facts = [
    `daemon ${good(router.daemon, "running")}`,
    `haproxy ${good(router.backend, "up")}`,
    `link ${good(router.link === "up" ? "up" : `cut (${router.link})`, "up")}`,
    held.length > 0 ? green(`holds ${held.join(" ")}`) : "holds no virtual address",
  ];
  const instances = router.report?.instances ?? [];
  const state = instances.length > 0 ? instances.flatMap(renderInstance) : [renderSilent(router)];
  return [`${selected ? "▸" : " "}${index + 1} ${bold(router.name)}  ${facts.join(" · ")}`, ...state];
}

function renderInstance({ name, state, priority, faults, transitions }: InstanceReport): string[] {
  const last = transitions.at(-1);
  const when = last === undefined ? "" : new Date(last.at).toTimeString().slice(0, 8);
  return [
    `     ${name} ${paintState(state)}  priority ${renderPriority(priority)}`,
    `     ${last === undefined ? "" : `${when} ${last.from} → ${last.to}: ${last.reason}`}`,
    ...faults.map((fault) => `     ${red(`fault: ${fault}`)}`),
  ];
}

/** A daemon that is down, frozen, or another program without a status: its last word has to do. */
function renderSilent({ daemon, log }: Router): string {
  const last = log.findLast((line) => /Entering \w+ STATE/.test(line)) ?? log.at(-1);
  return `     ${daemon === "running" ? (last ?? "starting") : `no answer: the daemon is ${daemon}`}`;
}

/** One sign per cell: the number of the router that answered, or × where a request failed. */
function renderHistory({ prober, routers }: Lab, cells: number, now: Instant): string {
  // Failures are known late; a cell is drawn when nothing in it can change any more.
  const end = Math.floor((now - SECOND / 2) / CELL);
  const signs: string[] = Array.from({ length: Math.max(0, cells) }, () => " ");
  const recent = prober.answers.slice(-cells * ANSWERS_PER_CELL);
  for (const answer of recent) {
    const cell = Math.floor(answer.at / CELL) - end + cells;
    if (cell < 0 || cell >= cells || signs[cell] === FAILED) continue;
    signs[cell] = "by" in answer ? `${routers.findIndex(({ name }) => name === answer.by) + 1}` : FAILED;
  }
  return signs.map((sign) => (sign === FAILED ? red(sign) : green(sign))).join("");
}

const FAILED = "×";
const CELL: Duration = 250 * MILLISECOND;
const ANSWERS_PER_CELL = 20;
const HISTORY_CELLS = 100;

function renderOutage(answers: readonly Answer[], now: Instant): string {
  const last = answers.findLast((answer) => "by" in answer);
  if (last === undefined || !("by" in last)) return red("no answer yet");
  const silence = now - last.at;
  if (silence > SECOND / 4) return red(`no answer for ${seconds(silence)}`);
  return `${last.by} answers`;
}

function virtualAddresses({ instances }: Settings): Set<string> {
  return new Set(
    instances.flatMap((each) => [...each.addresses, ...each.excludedAddresses].map(({ address }) => address)),
  );
}

function paintState(state: string): string {
  if (state === "MASTER") return green(bold(state));
  return state === "FAULT" ? red(bold(state)) : bold(state);
}

function good(text: string, wanted: string): string {
  return text === wanted ? green(text) : red(text);
}

const paint = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
const bold = paint(1);
const red = paint(31);
const green = paint(32);
