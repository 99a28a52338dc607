import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CaptureReader } from "../../bench/capture.ts";
import type { Sample } from "../../bench/sample.ts";
import { median } from "../../bench/statistics.ts";
import { renderResults } from "../../bench/table.ts";

const run = promisify(execFile);
const main = fileURLToPath(new URL("../../bench/main.js", import.meta.url));

/** The means that a short run needs; without them it is skipped, which under CI=true is a failure. */
async function missing(): Promise<string | false> {
  try {
    await run("tcpdump", ["--version"]);
    return process.getuid?.() === 0 ? false : "needs root";
  } catch {
    return "tcpdump is not installed";
  }
}

const reason = await missing();
if (reason !== false && process.env.CI === "true") throw new Error(reason);
const bounded = { skip: reason, timeout: 120_000 };
const asRoot = { skip: process.getuid?.() === 0 ? false : "needs root" };

test(
  "a short run measures every change of masters it was asked for, and start-up, and ends with its table",
  bounded,
  async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "bench-test-"));
    t.after(() => rmSync(directory, { recursive: true }));
    const json = join(directory, "values.json");
    const only = "^v3 0.1 s, (stop|link down|failback, link up)$|^start$";
    const { stdout } = await run(process.execPath, [main, "failover", "--rounds", "1", "--only", only, "--json", json]);
    for (const line of [
      /^First advertisement of the new master over the protocol's floor, ms; target: .*$/m,
      /^ +n +ours: median +worst +target met$/m,
      /^ +v3 0\.1 s, stop +1 +-?[\d.]+ +-?[\d.]+ +(yes|NO)$/m,
      /^ +start +1 +[\d.]+ +[\d.]+ +(yes|NO)$/m,
      /^load average at the start and at the end: /m,
    ])
      assert.match(stdout, line);
    const { results } = JSON.parse(readFileSync(json, "utf8"));
    const samples: readonly Sample[] = results[0].samples;
    const measured = samples.map(({ metric, scenario }) => `${metric}: ${scenario}`);
    const takeovers = ["v3 0.1 s, stop", "v3 0.1 s, link down", "v3 0.1 s, failback, link up"];
    const wanted = takeovers.flatMap((name) =>
      ["advert", "address", "announcement"].map((metric) => `${metric}: ${name}`),
    );
    assert.deepEqual(measured.toSorted(), [...wanted, "resignation: v3 0.1 s, stop", "start: start"].toSorted());
    for (const { metric, scenario, value } of samples) {
      // A floor that is wrong, by an interval or a skew, is wrong by more than a clock's granularity.
      assert.ok(value > (metric === "start" ? 1_000 : -200), `${metric} of ${scenario} is ${value} µs`);
      assert.ok(value < 30_000_000, `${metric} of ${scenario} is ${value} µs`);
    }
  },
);

test(
  "an unknown bench, a program that is not there and a number of rounds that is none are refused in one line",
  asRoot,
  async () => {
    for (const [argv, complaint] of [
      [[], "bench: say which: npm run bench -- failover | config [--help]\n"],
      [
        ["failover", "--against", "/nowhere"],
        "bench: --against /nowhere: there is no such program; give the path of a VRRP daemon\n",
      ],
      [["failover", "--rounds", "0"], "bench: --rounds 0: give a number from 1 on\n"],
    ] as const) {
      await assert.rejects(run(process.execPath, [main, ...argv]), { code: 1, stderr: complaint });
    }
  },
);

test("a capture is read whatever the pieces it comes in", () => {
  const frames = [
    [1, 2, 3],
    [4, 5],
  ];
  const record = (bytes: readonly number[], second: number) => [
    Buffer.from(Uint32Array.of(second, 250_000, bytes.length, bytes.length).buffer),
    Buffer.from(bytes),
  ];
  const stream = Buffer.concat([Buffer.alloc(24), ...frames.flatMap((bytes, index) => record(bytes, 10 + index))]);
  for (let size = 1; size <= stream.length; size += 1) {
    const reader = new CaptureReader();
    const read = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
      reader.read(stream.subarray(index * size, (index + 1) * size)),
    ).flat();
    assert.deepEqual(
      read.map(({ at, bytes }) => ({ at, bytes: [...bytes] })),
      frames.map((bytes, index) => ({ at: (10 + index) * 1_000_000 + 250_000, bytes })),
    );
  }
});

test("the table sets medians side by side and judges them by the targets", () => {
  const result = (name: string, values: readonly number[]) => ({
    program: { name, command: [], realtime: false },
    samples: values.map((value): Sample => ({ metric: "advert", scenario: "v2 1 s, stop", value })),
  });
  const lines = (mine: readonly number[], theirs: readonly number[]) =>
    renderResults([result("ours", mine), result("other", theirs)]).split("\n");
  assert.deepEqual(lines([900, 100, 5_000], [500]).slice(1, 3), [
    "                n  ours: median  worst  other: median  worst  difference  target met",
    "  v2 1 s, stop  3          0.90   5.00           0.50   0.50        0.40         yes",
  ]);
  assert.match(lines([900], [300])[2] ?? "", /NO$/, "more than 0.5 ms behind");
  assert.match(lines([1_100], [1_200])[2] ?? "", /NO$/, "more than 1 ms");
});

test("the median is a value that occurred", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2);
  assert.equal(median([]), undefined);
});
