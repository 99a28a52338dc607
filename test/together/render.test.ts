import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readSettings } from "../../src/config/read.ts";
import { SECOND } from "../../src/core/time.ts";
import type { Router } from "../../src/together/network.ts";
import { foreseeNetwork } from "../../src/together/outlook.ts";
import { renderOutlooks } from "../../src/together/render.ts";
import { routerOf } from "../../src/together/settings.ts";
import { assertGolden, repositoryFile } from "../config/golden.ts";
import { router, showFinding, track, withGroup } from "./builder.ts";

/** The routers of a file, for each golden text. */
const networks: { readonly [golden: string]: readonly Router<string>[] } = {
  tutorial: [tutorial("router1.conf"), tutorial("router2.conf")],
  "tutorial-as-written": [
    tutorial("router1.conf", (text) => text.replace("weight 30", "weight 2")),
    tutorial("router2.conf", (text) => text.replace("weight 30", "weight 2")),
  ],
  nopreempt: [
    router("a.conf", { priority: 120, preempt: false, trackers: track("script chk -30") }),
    router("b.conf", { priority: 100, preempt: false, trackers: track("script chk -30") }),
  ],
  "three-routers": [
    router("a.conf", {
      priority: 120,
      preemptDelay: 300 * SECOND,
      trackers: track("script chk -15", "interface eth9 0"),
    }),
    router("b.conf", { priority: 110, trackers: track("script chk -15", "interface eth9 0") }),
    router("c.conf", { priority: 100, trackers: track("script chk -15", "interface eth9 0") }),
  ],
  "everything-tracked": [
    router("a.conf", {
      priority: 120,
      trackers: track(
        "file drain 1",
        "process nginx 30",
        "bfd uplink -50",
        "script maintenance -40 reverse",
        "script old 5 reverse",
      ),
    }),
    router("b.conf", { priority: 100 }),
  ],
  "sync-group": [
    withGroup(router("a.conf", { priority: 120 }, { priority: 120 }), {
      trackingWeight: true,
      trackers: track("script chk -30"),
    }),
    withGroup(router("b.conf", { priority: 100 }, { priority: 100 }), {
      trackingWeight: true,
      trackers: track("script chk -30"),
    }),
  ],
  "sync-group-misranked": [
    withGroup(router("a.conf", { priority: 120, trackers: track("script chk -30") }, { priority: 80 })),
    withGroup(router("b.conf", { priority: 100 }, { priority: 100 })),
  ],
  strangers: [
    router("a.conf", { priority: 120, version: 3, addresses: ["10.0.0.1", "10.0.0.2"] }, { virtualRouterId: 60 }),
    router("b.conf", { priority: 120, initialState: "MASTER" }, { virtualRouterId: 61 }),
    router("c.conf", { priority: 110, initialState: "MASTER" }),
  ],
  unicast: [
    router("a.conf", {
      priority: 120,
      sourceAddress: "192.168.0.1",
      peers: [
        { address: "192.168.0.1", place: "a.conf:14" },
        { address: "192.168.0.3", place: "a.conf:15" },
      ],
    }),
    router("b.conf", { sourceAddress: "192.168.0.2", peers: [{ address: "192.168.0.1", place: "b.conf:14" }] }),
  ],
};

for (const [golden, routers] of Object.entries(networks)) {
  test(`What is said of ${golden} is as in its file`, () => {
    assertGolden(`test/together/${golden}.txt`, renderOutlooks(foreseeNetwork(routers), showFinding));
  });
}

test("The tutorial's pair as we ship it has nothing wrong, and as it was written has the classic mistake", () => {
  const findings = (golden: string) => foreseeNetwork(networks[golden] ?? []).flatMap((one) => one.findings);
  assert.deepEqual(findings("tutorial"), []);
  assert.deepEqual(
    findings("tutorial-as-written").map(({ severity, name }) => `${severity} ${name}`),
    ["error weight-cannot-move"],
  );
});

function tutorial(file: string, change = (text: string) => text): Router<string> {
  const text = change(readFileSync(repositoryFile(`lab/tutorial/${file}`), "utf8"));
  const files = { read: () => ({ kind: "text", text }) as const, list: () => [] };
  const { settings } = readSettings(file, files, { configId: "router" });
  assert.ok(settings);
  return routerOf(file, settings, (instance, word = "") => `${file}, ${instance} ${word}`.trimEnd());
}
