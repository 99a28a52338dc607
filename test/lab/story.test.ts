import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { signalTree, spawnIn, treeOf } from "../../lab/namespace.ts";
import { inventory, needNamespaces, openSandbox, until } from "./sandbox.ts";

const bounded = await needNamespaces(180_000);
const LAB = fileURLToPath(new URL("../../lab/main.js", import.meta.url));

test("every step of the story ends as it should, and nothing is left behind", bounded, async (t) => {
  const sandbox = await openSandbox(t);
  const before = await inventory(sandbox);
  const lab = spawnIn(sandbox, [process.execPath, LAB, "--script"], { stdio: ["ignore", "pipe", "pipe"] });
  assert.ok(lab.stdout && lab.stderr);
  const [[status], told, complaints] = await Promise.all([once(lab, "close"), text(lab.stdout), text(lab.stderr)]);
  assert.deepEqual({ status, complaints }, { status: 0, complaints: "" }, told);
  const table = told.slice(told.indexOf("\nstep ")).split("\n\n")[0]?.trim().split("\n").slice(1) ?? [];
  assert.deepEqual(
    table.map((row) => [row.split("  ")[0], row.trim().split(/\s+/).at(-1)]),
    STORY.map((step) => [step, "ok"]),
  );
  await until(async () => (await inventory(sandbox)) === before);
});

const STORY = [
  "haproxy dies on router1",
  "haproxy is back",
  "router1's daemon is stopped (SIGTERM)",
  "it is started again",
  "it is killed (kill -9)",
  "it is started again",
  "router1's link is cut",
  "the link is mended",
  "router1's daemon hangs (SIGSTOP)",
  "it goes on (SIGCONT)",
];

for (const [signal, expected] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGKILL", null],
] as const) {
  test(`a story that ends early by ${signal} leaves nothing behind`, bounded, async (t) => {
    const sandbox = await openSandbox(t);
    const before = await inventory(sandbox);
    const lab = spawnIn(sandbox, [process.execPath, LAB, "--script"], { stdio: ["ignore", "pipe", "inherit"] });
    const { stdout } = lab;
    assert.ok(stdout);
    let told = "";
    stdout.setEncoding("utf8").on("data", (part) => {
      told += part;
    });
    await until(() => told.includes("answers the client"));
    const gone = once(lab, "exit");
    const pid = treeOf(lab).at(-1);
    assert.ok(pid);
    process.kill(pid, signal);
    assert.equal((await gone)[0], expected);
    await until(async () => (await inventory(sandbox)) === before);
  });
}

test("a program that cannot be started is named as the reason", bounded, async (t) => {
  const sandbox = await openSandbox(t);
  const command = [process.execPath, LAB, "--script", "--program", "/nonexistent/keepalived"];
  const lab = spawnIn(sandbox, command, { stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => signalTree(lab, "SIGKILL"));
  assert.ok(lab.stderr);
  const [[status], complaints] = await Promise.all([once(lab, "close"), text(lab.stderr)]);
  assert.equal(status, 1);
  assert.match(complaints, /^lab: .*router1's daemon has failed: .*\/nonexistent\/keepalived/);
});
