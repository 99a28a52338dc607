import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Namespace, openNamespace, runIn, signalTree, spawnIn, treeOf } from "../../lab/namespace.ts";
import { buildNetwork, type MachinePlan } from "../../lab/network.ts";
import { inventory, needNamespaces, openSandbox, until } from "./sandbox.ts";

const plan: readonly MachinePlan[] = [
  { name: "router1", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.4/24"] }] },
  { name: "router2", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.5/24"] }] },
  {
    name: "client",
    interfaces: [
      { name: "eth0", segment: "lan", addresses: ["192.168.0.9/24"] },
      { name: "eth1", segment: "other", addresses: ["192.168.1.9/24"] },
    ],
  },
];

const bounded = await needNamespaces(60_000);

test(
  "machines on one segment reach each other, and a mended link works as before each kind of cut",
  bounded,
  async (t) => {
    const network = await built(t);
    await serve(t, network.machine("router1"));
    const reached = () => reach(network.machine("client"), "192.168.0.4");
    assert.equal(await reached(), "router1");
    for (const [how, carrier] of [
      ["carrier", "0"],
      ["silent", "1"],
    ] as const) {
      await network.cut("router1", "eth0", how);
      assert.equal(await carrierOf(network.machine("router1")), carrier);
      assert.equal(await carrierOf(network.machine("router2")), "1", "the cut is the other's business");
      assert.equal(await reached(), "nobody");
      await network.mend("router1", "eth0");
      assert.equal(await carrierOf(network.machine("router1")), "1");
      assert.equal(await reached(), "router1");
    }
  },
);

test("a machine has its own name, processes and /run, and sees no one else's", bounded, async (t) => {
  const network = await built(t);
  const sleeper = spawnIn(network.machine("router1"), ["sleep", "60"], { stdio: "ignore" });
  await runIn(network.machine("router1"), ["sh", "-c", "echo 1 >/run/keepalived.pid"]);
  for (const [name, sleeps] of [
    ["router1", true],
    ["router2", false],
  ] as const) {
    const see = (command: string) => runIn(network.machine(name), ["sh", "-c", command]);
    assert.equal(await see("cat /proc/sys/kernel/hostname"), `${name}\n`);
    assert.equal((await see("cat /proc/[0-9]*/comm")).includes("sleep\n"), sleeps);
    assert.equal((await see("ls /run")).includes("keepalived.pid"), sleeps);
    assert.match(await see("ip -o addr show eth0"), sleeps ? /192\.168\.0\.4\/24/ : /192\.168\.0\.5\/24/);
  }
  assert.equal(treeOf(sleeper).length, 1);
});

test("a signal to a command's tree reaches all of it, and a thawed one goes on", bounded, async (t) => {
  const network = await built(t);
  const started = spawnIn(network.machine("router1"), ["sh", "-c", "sleep 60 & wait"], { stdio: "ignore" });
  const states = async () => (await runIn(network.machine("router1"), ["sh", "-c", STATES])).trim().split(/\s+/);
  await until(async () => (await states()).join() === "S,S");
  signalTree(started, "SIGSTOP");
  await until(async () => (await states()).join() === "T,T");
  signalTree(started, "SIGCONT");
  await until(async () => (await states()).join() === "S,S");
  const gone = once(started, "exit");
  signalTree(started, "SIGKILL");
  await gone;
});
// Only the session of the command: not process 1 and its cat, nor this very command.
const STATES = `for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline | grep -q '^sh -c sleep\\|^sleep 60' && cut -d' ' -f3 $p/stat; done; true`;

test("a frozen process does not hold up the end of its machine", bounded, async (t) => {
  const machine = await openNamespace("machine");
  t.after(() => machine.close());
  const frozen = spawnIn(machine, ["sh", "-c", "echo on; sleep 60"], { stdio: ["ignore", "pipe", "inherit"] });
  assert.ok(frozen.stdout);
  await once(frozen.stdout, "data");
  const tree = treeOf(frozen);
  assert.notEqual(tree.length, 0);
  signalTree(frozen, "SIGSTOP");
  await machine.close();
  for (const pid of tree) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
});

for (const signal of ["SIGKILL", "SIGTERM", "SIGINT"] as const) {
  test(`nothing is left behind after ${signal}, not even by a frozen process`, bounded, async (t) => {
    const sandbox = await openSandbox(t);
    const before = await inventory(sandbox);
    const owner = spawnIn(sandbox, [process.execPath, "-e", OWNER, NETWORK, NAMESPACE, JSON.stringify(plan)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.ok(owner.stdout);
    await once(owner.stdout, "data");
    assert.notEqual(await inventory(sandbox), before, "the inventory sees what the owner has made");
    const [pid] = treeOf(owner).slice(-1);
    assert.ok(pid);
    process.kill(pid, signal);
    await until(async () => (await inventory(sandbox)) === before);
  });
}

const NETWORK = fileURLToPath(new URL("../../lab/network.js", import.meta.url));
const NAMESPACE = fileURLToPath(new URL("../../lab/namespace.js", import.meta.url));

// A program that owns a network and knows nothing of tidying up.
const OWNER = `
const [network, namespace, plan] = process.argv.slice(1);
const { buildNetwork } = await import(network);
const { spawnIn, signalTree } = await import(namespace);
const built = await buildNetwork(JSON.parse(plan));
const frozen = spawnIn(built.machine("router1"), ["sh", "-c", "echo on; sleep 600"], { stdio: ["ignore", "pipe", "inherit"] });
frozen.stdout.once("data", () => {
  signalTree(frozen, "SIGSTOP");
  console.log("built");
});`;

async function built(t: TestContext) {
  const network = await buildNetwork(plan);
  t.after(() => network.close());
  return network;
}

async function serve(t: TestContext, machine: Namespace): Promise<void> {
  const script = `require("net").createServer((s) => s.end(require("os").hostname())).listen(80, () => console.log("up"))`;
  const server = spawnIn(machine, [process.execPath, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => signalTree(server, "SIGKILL"));
  assert.ok(server.stdout);
  await once(server.stdout, "data");
}

function reach(machine: Namespace, address: string): Promise<string> {
  const script = `const s = require("net").connect(80, "${address}"); s.setTimeout(500, () => s.destroy(new Error("late")));
    s.on("error", () => process.stdout.write("nobody")).pipe(process.stdout)`;
  return runIn(machine, [process.execPath, "-e", script]);
}

async function carrierOf(machine: Namespace): Promise<string | undefined> {
  const [link] = JSON.parse(await runIn(machine, ["ip", "-json", "link", "show", "eth0"]));
  return link.flags.includes("LOWER_UP") ? "1" : "0";
}
