import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startBackend } from "../../lab/backend.ts";
import { type Namespace, runIn, signalTree, spawnIn } from "../../lab/namespace.ts";
import { needNamespaces, openSandbox, until } from "./sandbox.ts";

const bounded = await needNamespaces(60_000);

const checks = {
  "the machine's own killall, else the lab's": ["killall"],
  "the lab's killall": ["sh", fileURLToPath(new URL("../../../lab/path/killall", import.meta.url))],
} as const;

const path = `${process.env.PATH}:${fileURLToPath(new URL("../../../lab/path", import.meta.url))}`;

for (const [name, killall] of Object.entries(checks)) {
  test(`the embedded server passes the tutorial's check while it lives, asked by ${name}`, bounded, async (t) => {
    const router = await openSandbox(t);
    const program = fileURLToPath(new URL("../../lab/haproxy.js", import.meta.url));
    const server = spawnIn(router, [process.execPath, program], { stdio: "ignore" });
    await until(() => passes(router, killall));
    const gone = once(server, "exit");
    signalTree(server, "SIGKILL");
    await gone;
    assert.equal(await passes(router, killall), false);
  });
}

test(
  "whatever serves behind the virtual address answers with its machine's name, until it is killed",
  bounded,
  async (t) => {
    const router = await openSandbox(t);
    await runIn(router, ["ip", "link", "set", "lo", "up"]);
    let ended = 0;
    const backend = startBackend(router, () => {
      ended += 1;
    });
    await until(async () => (await get(router)) === "sandbox");
    assert.equal(await passes(router, checks["the lab's killall"]), true);
    await backend.kill();
    assert.equal(ended, 1);
    assert.equal(await get(router), "");
  },
);

function passes(router: Namespace, killall: readonly string[]): Promise<boolean> {
  const check = runIn(router, ["env", `PATH=${path}`, ...killall, "-0", "haproxy"]);
  return check.then(
    () => true,
    () => false,
  );
}

function get(router: Namespace): Promise<string> {
  const script = `fetch("http://127.0.0.1/").then((r) => r.text()).then((text) => process.stdout.write(text.trim()), () => {})`;
  return runIn(router, [process.execPath, "-e", script]);
}
