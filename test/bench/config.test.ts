import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generated } from "../../bench/generated.ts";
import type { Sample } from "../../bench/sample.ts";
import { renderResults } from "../../bench/table.ts";
import { readText } from "../config/reading.ts";

const run = promisify(execFile);
const main = fileURLToPath(new URL("../../bench/main.js", import.meta.url));
const bounded = { skip: process.getuid?.() === 0 ? false : "needs root", timeout: 120_000 };

test(
  "a short run tests each of its files with a program that accepts it, and ends with the table",
  bounded,
  async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "bench-test-"));
    t.after(() => rmSync(directory, { recursive: true }));
    const json = join(directory, "values.json");
    const only = "^(1|255|1000) instances?$";
    const { stdout, stderr } = await run(process.execPath, [
      main,
      "config",
      "--rounds",
      "2",
      "--only",
      only,
      "--json",
      json,
    ]);
    assert.equal(stderr, "round 1 of 2\nround 2 of 2\n");
    for (const line of [
      /^Test of a configuration \(-t\), from the start of the process to its end, ms; target: .*$/m,
      /^ +1 instance +2 +[\d.]+ +[\d.]+ +(yes|NO)$/m,
      /^ +255 instances +2 +[\d.]+ +[\d.]+$/m,
      /^load average at the start and at the end: /m,
    ])
      assert.match(stdout, line);
    const { results } = JSON.parse(readFileSync(json, "utf8"));
    const samples: readonly Sample[] = results[0].samples;
    const tests = samples.filter(({ metric }) => metric === "test");
    assert.equal(tests.length, 6);
    for (const { scenario, value } of tests) assert.ok(value > 1_000 && value < 60_000_000, `${scenario}: ${value} µs`);
  },
);

test("the files that are tested have the size that they are called after, and nothing to complain of", () => {
  for (const { scenario, instances, text } of generated.filter((file) => file.instances > 0)) {
    const { problems, settings } = readText(text());
    assert.deepEqual([problems, settings?.instances.length], [[], instances], scenario);
  }
});

test("the table gives the ratio of the times, and judges the smallest file and the largest", () => {
  const result = (name: string, one: number, many: number) => ({
    program: { name, command: [], realtime: false },
    samples: [
      { metric: "test", scenario: "1 instance", value: one },
      { metric: "test", scenario: "10 000 instances", value: many },
    ] satisfies Sample[],
  });
  const lines = renderResults([result("ours", 110_000, 400_000), result("other", 10_000, 1_500_000)]).split("\n");
  assert.deepEqual(lines.slice(2, 4), [
    "  1 instance        1         110.0  110.0           10.0    10.0  11.00         yes",
    "  10 000 instances  1         400.0  400.0         1500.0  1500.0   0.27          NO",
  ]);
});
