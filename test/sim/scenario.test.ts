import assert from "node:assert/strict";
import { test } from "node:test";
import { composeChaos } from "../../sim/chaos.ts";
import { Random } from "../../sim/random.ts";
import { readScenario } from "../../sim/scenario.ts";
import { transcribe } from "../../sim/transcript.ts";

const ROUTER = "router r1 eth0 192.168.0.4\n";

test("each mistake in a scenario is told with its line", () => {
  for (const [text, line, message] of [
    ["", 1, /the last statement is missing: run until TIME/],
    ["router r1\nrun until 5s", 1, /router NAME INTERFACE ADDRESS/],
    ["router r1 eth0 192.168.0\nrun until 5s", 1, /192\.168\.0 is no IPv4 address/],
    [`${ROUTER}at five stop r1\nrun until 5s`, 2, /no time in: at five stop r1/],
    [`${ROUTER}# a comment\nat 5s stop r2\nrun until 5s`, 3, /not understood: at 5s stop r2/],
    [`${ROUTER}at 5s stop\nrun until 5s`, 2, /not understood/],
    [`${ROUTER}at 5s explode r1\nrun until 5s`, 2, /not understood: at 5s explode r1/],
    [`${ROUTER}at 5s link r1 eth0 sideways\nrun until 5s`, 2, /not understood/],
    [`${ROUTER}at 5s freeze r1 long\nrun until 5s`, 2, /not understood/],
    [`${ROUTER}at 5s script r1 chk leaves\nrun until 5s`, 2, /not understood/],
    [`${ROUTER}run until 5`, 2, /no time in: run until 5/],
    [
      `${ROUTER}file\n    vrrp_instance V {\n    }\nat 0s start r1\nrun until 5s`,
      5,
      /keepalived\.conf:1:\d+: error: .*no interface/,
    ],
  ] as const) {
    const scenario = readScenario(text);
    assert.ok("line" in scenario, text);
    assert.equal(scenario.line, line, text);
    assert.match(scenario.message, message);
  }
});

test("the same scenario gives the same transcript, and chance the same scenario", () => {
  for (const seed of [1, 2, 3]) {
    const { text } = composeChaos(new Random(seed));
    assert.equal(composeChaos(new Random(seed)).text, text);
    const scenario = readScenario(text);
    assert.ok("steps" in scenario);
    assert.equal(transcribe(scenario), transcribe(scenario));
  }
});
