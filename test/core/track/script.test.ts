import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Effect } from "../../../src/core/effect.ts";
import type { ScriptOutcome } from "../../../src/core/event.ts";
import type { Verdict } from "../../../src/core/status.ts";
import { SECOND } from "../../../src/core/time.ts";
import {
  createScript,
  reconfigureScript,
  type Script,
  scriptDeadline,
  stepScriptOutcome,
  stepScriptTimer,
} from "../../../src/core/track/script.ts";
import { scriptOf } from "../subject.ts";

const SUCCESS: ScriptOutcome = { kind: "exited", status: 0 };
const FAILURE: ScriptOutcome = { kind: "exited", status: 1 };

/** Runs the script at its next time with that outcome; the lines it logs. */
function run(script: Script, outcome: ScriptOutcome): string[] {
  const started = stepScriptTimer(script, script.nextRunAt);
  assert.deepEqual(started, [{ kind: "run", script: "chk" }]);
  return texts(stepScriptOutcome(script, outcome));
}

function texts(effects: readonly Effect[]): string[] {
  return effects.map((effect) =>
    effect.kind === "log" ? effect.text : `${effect.kind} ${"signal" in effect ? effect.signal : ""}`,
  );
}

/** What keepalived's manual says about rise, fall and init_fail, said once more and differently. */
class Model {
  verdict: Verdict;
  #successes = 0;
  #failures = 0;
  readonly #rise: number;
  readonly #fall: number;

  constructor(rise: number, fall: number, initFail: boolean) {
    this.#rise = rise;
    this.#fall = fall;
    this.verdict = initFail ? "bad" : "unknown";
  }

  hear(success: boolean): void {
    this.#successes = success ? this.#successes + 1 : 0;
    this.#failures = success ? 0 : this.#failures + 1;
    if (success && (this.verdict === "unknown" || this.#successes >= this.#rise)) this.verdict = "good";
    if (!success && (this.verdict === "unknown" || this.#failures >= this.#fall)) this.verdict = "bad";
  }
}

function agrees(rise: number, fall: number, initFail: boolean, results: readonly boolean[]): void {
  const script = createScript(scriptOf({ rise, fall, initFail }), 0);
  const model = new Model(rise, fall, initFail);
  for (const [index, success] of results.entries()) {
    const before = script.verdict;
    const said = run(script, success ? SUCCESS : FAILURE).filter((text) => text.startsWith("VRRP_Script"));
    model.hear(success);
    assert.equal(
      script.verdict,
      model.verdict,
      `rise ${rise} fall ${fall} init_fail ${initFail}: ${results.slice(0, index + 1)}`,
    );
    assert.equal(said.length, before === script.verdict ? 0 : 1, "a verdict is logged when it changes and only then");
    assert.ok(script.result >= 0 && script.result < rise + fall);
    assert.equal(script.verdict === "good", script.result >= rise);
  }
}

test("rise and fall: every sequence of nine results, for every rise and fall up to 4", () => {
  for (let sequence = 0; sequence < 512; sequence++) {
    const results = Array.from({ length: 9 }, (_, bit) => (sequence & (1 << bit)) !== 0);
    for (const rise of [1, 2, 3, 4]) for (const fall of [1, 2, 3, 4]) agrees(rise, fall, sequence % 2 === 0, results);
    for (const rise of [1, 2, 3, 4]) for (const fall of [1, 2, 3, 4]) agrees(rise, fall, sequence % 2 === 1, results);
  }
});

test("rise and fall: long sequences and large numbers", () => {
  const count = fc.integer({ min: 1, max: 20 });
  fc.assert(fc.property(count, count, fc.boolean(), fc.array(fc.boolean(), { maxLength: 200 }), agrees));
});

test("success is the exit status 0 and nothing else", () => {
  const others: readonly ScriptOutcome[] = [
    { kind: "exited", status: 2 },
    { kind: "exited", status: 255 },
    { kind: "signalled", signal: "SIGSEGV" },
    { kind: "unstartable", reason: "no such file" },
  ];
  for (const outcome of others) {
    const script = createScript(scriptOf(), 0);
    run(script, SUCCESS);
    run(script, outcome);
    assert.equal(script.verdict, "bad");
  }
});

test("each failure says how", () => {
  for (const [outcome, how] of [
    [{ kind: "exited", status: 7 }, "exited with status 7"],
    [{ kind: "signalled", signal: "SIGSEGV" }, "ended by SIGSEGV"],
    [{ kind: "unstartable", reason: "no such file" }, "could not be started: no such file"],
  ] as const) {
    const script = createScript(scriptOf(), 0);
    assert.deepEqual(run(script, outcome), [`VRRP_Script(chk) failed (${how})`]);
    assert.equal(script.lastOutcome, how);
  }
});

test("another exit status than before is logged, the same one again is not", () => {
  const script = createScript(scriptOf({ fall: 9 }), 0);
  run(script, SUCCESS);
  assert.deepEqual(run(script, FAILURE), ["Script `chk` now returning 1"]);
  assert.deepEqual(run(script, FAILURE), []);
  assert.deepEqual(run(script, { kind: "exited", status: 2 }), ["Script `chk` now returning 2"]);
});

test("it runs at once, then every interval, on the grid of the first run", () => {
  const script = createScript(scriptOf({ interval: 2 * SECOND }), 5 * SECOND);
  assert.equal(scriptDeadline(script), 5 * SECOND);
  stepScriptTimer(script, 5 * SECOND + 300_000);
  stepScriptOutcome(script, SUCCESS);
  assert.equal(scriptDeadline(script), 7 * SECOND, "a late start does not shift the next");
  stepScriptTimer(script, 12 * SECOND);
  stepScriptOutcome(script, SUCCESS);
  assert.equal(scriptDeadline(script), 13 * SECOND, "runs lost in a stall are not made up for");
});

test("a run that is due while the last one goes on is skipped and said so", () => {
  const script = createScript(scriptOf({ timeout: 10 * SECOND }), 0);
  stepScriptTimer(script, 0);
  assert.deepEqual(texts(stepScriptTimer(script, SECOND)), ["VRRP_Script(chk) is still running, skipping this run"]);
  assert.equal(scriptDeadline(script), 2 * SECOND);
  stepScriptOutcome(script, SUCCESS);
  assert.deepEqual(texts(stepScriptTimer(script, 2 * SECOND)), ["run "]);
});

test("a run that takes too long: SIGTERM and a failure, 2 s later SIGKILL, then SIGKILL every 10 s", () => {
  const script = createScript(scriptOf({ interval: 60 * SECOND, timeout: 3 * SECOND }), 0);
  stepScriptTimer(script, 0);
  const told: [number, string][] = [];
  while (scriptDeadline(script) < 60 * SECOND) {
    const now = scriptDeadline(script);
    for (const text of texts(stepScriptTimer(script, now))) told.push([now / SECOND, text]);
  }
  assert.deepEqual(told, [
    [3, "VRRP_Script(chk) timed out after 3 s, stopping it"],
    [3, "kill SIGTERM"],
    [3, "VRRP_Script(chk) failed (timed out after 3 s)"],
    [5, "kill SIGKILL"],
    [15, "kill SIGKILL"],
    [25, "kill SIGKILL"],
    [35, "kill SIGKILL"],
    [45, "kill SIGKILL"],
    [55, "kill SIGKILL"],
  ]);
  assert.equal(script.verdict, "bad");
  assert.equal(script.lastOutcome, "timed out after 3 s");
});

test("a timeout counts once: how the run then ends, even with success, does not", () => {
  const script = createScript(scriptOf({ fall: 2, timeout: SECOND / 2 }), 0);
  run(script, SUCCESS);
  stepScriptTimer(script, SECOND);
  stepScriptTimer(script, 1.5 * SECOND);
  assert.equal(script.result, 1, "the first failure of two");
  assert.deepEqual(stepScriptOutcome(script, SUCCESS), []);
  assert.equal(script.result, 1);
  assert.equal(script.verdict, "good");
});

test("an outcome that nobody waits for is ignored", () => {
  const script = createScript(scriptOf(), 0);
  assert.deepEqual(stepScriptOutcome(script, FAILURE), []);
  assert.equal(script.verdict, "unknown");
});

test("a reload that leaves a script alone leaves everything of it alone", () => {
  const script = createScript(scriptOf({ fall: 3 }), 0);
  run(script, SUCCESS);
  run(script, FAILURE);
  const before = { ...script };
  reconfigureScript(script, scriptOf({ fall: 3 }), 77 * SECOND);
  assert.deepEqual(script, before);
});

test("a changed script runs at once, its verdict stands until the first result, and that decides", () => {
  for (const [before, result, after] of [
    [SUCCESS, SUCCESS, "good"],
    [SUCCESS, FAILURE, "bad"],
    [FAILURE, SUCCESS, "good"],
    [FAILURE, FAILURE, "bad"],
  ] as const) {
    const script = createScript(scriptOf(), 0);
    run(script, before);
    const { verdict } = script;
    reconfigureScript(script, scriptOf({ rise: 3, fall: 3 }), 4.2 * SECOND);
    assert.equal(script.verdict, verdict);
    assert.equal(scriptDeadline(script), 4.2 * SECOND);
    run(script, result);
    assert.equal(script.verdict, after);
  }
});

test("with init_fail too, a success after a reload does not make a good script bad", () => {
  const script = createScript(scriptOf(), 0);
  run(script, SUCCESS);
  reconfigureScript(script, scriptOf({ rise: 3, initFail: true }), SECOND);
  run(script, SUCCESS);
  assert.equal(script.verdict, "good");
});

test("the run that a reload replaces does not count for the new script", () => {
  const script = createScript(scriptOf(), 0);
  run(script, SUCCESS);
  stepScriptTimer(script, SECOND);
  reconfigureScript(script, scriptOf({ command: ["/bin/other"] }), 1.5 * SECOND);
  assert.deepEqual(stepScriptOutcome(script, FAILURE), [], "the old run, still on its way");
  assert.deepEqual(texts(stepScriptTimer(script, 1.5 * SECOND)), ["run "], "not skipped");
  assert.equal(script.verdict, "good");
});
