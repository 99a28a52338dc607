import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { signalCommand, signalTree, spawnIn } from "../../lab/namespace.ts";
import { needNamespaces, openSandbox, until } from "./sandbox.ts";

const bounded = await needNamespaces(120_000);
const LAB = fileURLToPath(new URL("../../lab/main.js", import.meta.url));

test(
  "own configurations run on three routers with the interfaces they name, and the log tells who has the address",
  bounded,
  async (t) => {
    const lab = await startLab(t, [150, 100, 50].map(configuration));
    await until(() => lab.told().includes("10.20.30.40 is on router1\n"), lab.told);
    await until(() => /router1 answers the client/.test(lab.told()), lab.told);
    assert.match(lab.told(), /router2: .*\(VI_7\) Entering BACKUP STATE/);
    signalCommand(lab.child, "SIGINT");
    assert.deepEqual(await lab.ended, [130, null]);
  },
);

test("a mistake in a configuration is shown with its place, and nothing is started", bounded, async (t) => {
  const lab = await startLab(t, [configuration(100), configuration(100).replace("priority", "priorty")]);
  assert.deepEqual(await lab.ended, [2, null]);
  assert.match(await lab.complaints, /router2\.conf:5:3: error: .*`priorty`/);
  assert.equal(lab.told(), "");
});

/** VRRP version 3, two interfaces, an address in a network of its own. */
function configuration(priority: number): string {
  return `vrrp_instance VI_7 {
  version 3
  interface lan7
  virtual_router_id 7
  priority ${priority}
  advert_int 0.2
  track_interface { wan7 }
  virtual_ipaddress { 10.20.30.40/16 }
}
`;
}

async function startLab(t: TestContext, configurations: readonly string[]) {
  const sandbox = await openSandbox(t);
  const directory = mkdtempSync(join(tmpdir(), "lab-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const files = configurations.map((_, index) => join(directory, `router${index + 1}.conf`));
  for (const [index, file] of files.entries()) writeFileSync(file, configurations[index] ?? "");
  const child = spawnIn(sandbox, [process.execPath, LAB, ...files], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => signalTree(child, "SIGKILL"));
  const { stdout, stderr } = child;
  assert.ok(stdout && stderr);
  let told = "";
  stdout.setEncoding("utf8").on("data", (part) => {
    told += part;
  });
  return { child, told: () => told, complaints: text(stderr), ended: once(child, "close") };
}
