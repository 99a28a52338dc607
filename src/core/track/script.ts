import type { Effect } from "../effect.ts";
import type { ScriptOutcome } from "../event.ts";
import { message } from "../message.ts";
import type { Verdict } from "../status.ts";
import { type Instant, NEVER, SECOND } from "../time.ts";
import type { ScriptSettings } from "./settings.ts";

/** A `vrrp_script` at work: when it runs next, and what its results so far amount to. */
export type Script = {
  settings: ScriptSettings;
  run: Run;
  nextRunAt: Instant;
  /** 0 … rise + fall − 1; good from `rise` on. */
  result: number;
  verdict: Verdict;
  /** In words: "exited with status 1". */
  lastOutcome?: string;
};

type Run =
  | { readonly name: "idle" }
  | { readonly name: "running"; readonly timeoutAt: Instant }
  /** Timed out and told to end; its failure is counted already. */
  | { readonly name: "ending"; readonly killAt: Instant };

/** SIGKILL comes this long after SIGTERM, and again at the longer distance while nothing helps. */
const KILL_AFTER = 2 * SECOND;
const KILL_AGAIN_AFTER = 10 * SECOND;

export function createScript(settings: ScriptSettings, now: Instant): Script {
  return { settings, run: { name: "idle" }, nextRunAt: now, ...untried(settings) };
}

/**
 * A changed script starts anew, at once (the new run replaces one still under way); but its verdict stands until the first
 * new result decides: a reload moves no priority by itself.
 */
export function reconfigureScript(script: Script, settings: ScriptSettings, now: Instant): void {
  if (JSON.stringify(script.settings) === JSON.stringify(settings)) return;
  const { verdict } = script;
  Object.assign(script, createScript(settings, now));
  if (verdict === "unknown") return;
  script.verdict = verdict;
  if (verdict === "good") script.result = settings.rise - 1;
}

export function scriptDeadline(script: Script): Instant {
  return Math.min(script.nextRunAt, runDeadline(script.run));
}

/** Starts what is due, and ends what takes too long. */
export function stepScriptTimer(script: Script, now: Instant): Effect[] {
  const effects = now >= runDeadline(script.run) ? endRun(script, now) : [];
  if (now < script.nextRunAt) return effects;
  const { name, interval, timeout } = script.settings;
  // On the grid of the first run; whole intervals lost in a stall are not made up for.
  script.nextRunAt += interval * Math.max(1, Math.ceil((now - script.nextRunAt + 1) / interval));
  if (script.run.name !== "idle") return [...effects, message.scriptStillRunning(name)];
  script.run = { name: "running", timeoutAt: now + timeout };
  return [...effects, { kind: "run", script: name }];
}

export function stepScriptOutcome(script: Script, outcome: ScriptOutcome): Effect[] {
  const { run, lastOutcome: before } = script;
  script.run = { name: "idle" };
  // Only a run that is awaited counts: not one that has timed out or belongs to settings that a reload replaced.
  if (run.name !== "running") return [];
  const how = describeOutcome(outcome);
  const isNews = outcome.kind === "exited" && before !== undefined && before !== how;
  const returns = isNews ? [message.scriptReturns(script.settings.name, outcome.status)] : [];
  return [...returns, ...countResult(script, isSuccess(outcome), how)];
}

function describeOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `exited with status ${outcome.status}`;
    case "signalled":
      return `ended by ${outcome.signal}`;
    case "unstartable":
      return `could not be started: ${outcome.reason}`;
  }
}

function untried({ rise, initFail }: ScriptSettings): Pick<Script, "result" | "verdict"> {
  // keepalived: one success is enough at the start. `init_fail` asks for all of them.
  return initFail ? { result: 0, verdict: "bad" } : { result: rise - 1, verdict: "unknown" };
}

function runDeadline(run: Run): Instant {
  switch (run.name) {
    case "idle":
      return NEVER;
    case "running":
      return run.timeoutAt;
    case "ending":
      return run.killAt;
  }
}

function endRun(script: Script, now: Instant): Effect[] {
  const { name, timeout } = script.settings;
  if (script.run.name === "ending") {
    script.run = { name: "ending", killAt: now + KILL_AGAIN_AFTER };
    return [{ kind: "kill", script: name, signal: "SIGKILL" }];
  }
  script.run = { name: "ending", killAt: now + KILL_AFTER };
  const seconds = timeout / SECOND;
  return [
    message.scriptTimedOut(name, seconds),
    { kind: "kill", script: name, signal: "SIGTERM" },
    ...countResult(script, false, `timed out after ${seconds} s`),
  ];
}

/** `fall` failures in a row make it bad, `rise` successes good; one result of the other kind starts the count anew. */
function countResult(script: Script, success: boolean, how: string): Effect[] {
  const { name, rise, fall } = script.settings;
  const before = script.verdict;
  script.lastOutcome = how;
  if (success) script.result = script.result < rise - 1 ? script.result + 1 : rise + fall - 1;
  else script.result = script.result > rise ? script.result - 1 : 0;
  script.verdict = script.result >= rise ? "good" : "bad";
  if (script.verdict === before) return [];
  return [script.verdict === "good" ? message.scriptSucceeded(name) : message.scriptFailed(name, how)];
}

function isSuccess(outcome: ScriptOutcome): boolean {
  return outcome.kind === "exited" && outcome.status === 0;
}
