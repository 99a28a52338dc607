import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../src/core/engine.ts";
import { NEVER, SECOND } from "../../src/core/time.ts";
import { acts, addressOf, instanceOf, logs, packetOf, Subject, scriptOf, settingsOf, UP } from "./subject.ts";

const DOWN = { kind: "down" } as const;

test("an engine that knows nothing wants nothing", () => {
  const engine = new Engine();
  assert.equal(engine.deadline, NEVER);
  assert.deepEqual(engine.apply({ kind: "timer" }, 0), []);
  assert.deepEqual(engine.apply({ kind: "link", interface: "eth0", link: UP }, 0), []);
  assert.deepEqual(engine.apply({ kind: "stop" }, 0), []);
  assert.deepEqual(engine.status(5).instances, []);
});

// vrrp_startup_delay.

test("until the startup delay ends nobody takes part; then everybody does, and the timers count from there", () => {
  for (const priority of [120, 255]) {
    const subject = new Subject({ priority }, { startupDelay: 4 * SECOND });
    assert.ok(!acts(subject.start()).includes("advert 255"));
    assert.equal(subject.status.state, "INIT");
    assert.equal(subject.engine.deadline, 4 * SECOND);
    subject.wake();
    assert.equal(subject.status.state, priority === 255 ? "MASTER" : "BACKUP");
    assert.equal(subject.engine.deadline, priority === 255 ? 5 * SECOND : 7_531_250);
  }
});

test("a fault that comes and goes during the startup delay is forgotten when it ends", () => {
  const subject = new Subject({}, { startupDelay: 4 * SECOND });
  subject.start();
  subject.tell({ kind: "link", interface: "eth0", link: DOWN });
  assert.equal(subject.status.state, "FAULT");
  subject.tell({ kind: "link", interface: "eth0", link: UP });
  assert.equal(subject.status.state, "FAULT");
  subject.wake();
  assert.equal(subject.now, 4 * SECOND);
  assert.equal(subject.status.state, "BACKUP");
});

test("a reload does not begin the startup delay anew", () => {
  const subject = new Subject({}, { startupDelay: 4 * SECOND });
  subject.start();
  subject.now = 3 * SECOND;
  subject.configure(subject.settings);
  assert.equal(subject.engine.deadline, 4 * SECOND);
  subject.wake();
  subject.configure({ ...subject.settings, instances: [instanceOf({ virtualRouterId: 9 })] });
  assert.equal(subject.status.state, "BACKUP");
});

// Several instances.

const first = instanceOf({ name: "VI_1", virtualRouterId: 51 });
const second = instanceOf({
  name: "VI_2",
  virtualRouterId: 52,
  addresses: [addressOf("192.168.0.122")],
  priority: 200,
});
const elsewhere = instanceOf({
  name: "VI_3",
  interface: "eth1",
  addresses: [addressOf("10.0.0.1", { interface: "eth1" })],
});

function startAll(): Subject {
  const subject = new Subject({}, { instances: [first, second, elsewhere] });
  subject.tell({ kind: "link", interface: "eth1", link: { ...UP, addresses: ["10.0.0.4"] } });
  subject.start();
  return subject;
}

function statesOf(subject: Subject): string {
  return subject.engine
    .status(subject.now)
    .instances.map(({ state }) => state)
    .join(" ");
}

test("the deadline is the earliest of all, and each timer reaches those whose time has come", () => {
  const subject = startAll();
  assert.equal(subject.engine.deadline, 3_218_750);
  subject.wake();
  assert.equal(statesOf(subject), "BACKUP MASTER BACKUP");
  assert.equal(subject.engine.deadline, 3_531_250);
  subject.wake();
  assert.equal(statesOf(subject), "MASTER MASTER MASTER");
});

test("a hold names the addresses of all masters, whoever is the cause of it", () => {
  const subject = startAll();
  assert.ok(subject.wake().includes("hold 192.168.0.122"));
  assert.ok(subject.wake().includes("hold 192.168.0.121 192.168.0.122 10.0.0.1"));
  const packet = packetOf(second, { priority: 255 });
  const done = acts(subject.tell({ kind: "packet", interface: "eth0", bytes: packet }));
  assert.deepEqual(done, ["hold 192.168.0.121 10.0.0.1"]);
});

test("a packet is for the instance with its VRID on its interface", () => {
  const subject = startAll();
  subject.wake();
  subject.wake();
  subject.tell({ kind: "packet", interface: "eth1", bytes: packetOf(first, { priority: 255, addresses: [] }) });
  assert.equal(statesOf(subject), "MASTER MASTER BACKUP", "the same VRID, another interface");
});

test("it listens on the interfaces of the instances that exist, and again whenever one comes or goes", () => {
  const subject = startAll();
  const listens = (effects: readonly string[]) => effects.filter((effect) => effect.startsWith("listen"));
  assert.deepEqual(listens(subject.configure(subject.settings)), ["listen eth0 eth1"]);
  const tell = (link: "absent" | "down") => subject.tell({ kind: "link", interface: "eth1", link: { kind: link } });
  assert.deepEqual(listens(tell("absent")), ["listen eth0"]);
  assert.deepEqual(listens(tell("down")), ["listen eth0 eth1"]);
  assert.deepEqual(listens(subject.tell({ kind: "link", interface: "eth1", link: UP })), [], "it was there");
  assert.deepEqual(listens(subject.tell({ kind: "link", interface: "eth7", link: UP })), [], "nobody's");
});

test("an address on another interface that comes back is held again", () => {
  const subject = new Subject({ addresses: [addressOf("10.0.0.9", { interface: "eth1" })] });
  subject.tell({ kind: "link", interface: "eth1", link: { kind: "absent" } });
  subject.startAsMaster();
  assert.ok(acts(subject.tell({ kind: "link", interface: "eth1", link: UP })).includes("hold 10.0.0.9"));
});

test("link changes are logged for interfaces that somebody uses, once", () => {
  const subject = startAll();
  assert.deepEqual(logs(subject.tell({ kind: "link", interface: "eth9", link: DOWN })), []);
  assert.equal(logs(subject.tell({ kind: "link", interface: "eth1", link: DOWN })).at(0), "Netlink reports eth1 down");
  assert.deepEqual(logs(subject.tell({ kind: "link", interface: "eth1", link: DOWN })), []);
  const gone = logs(subject.tell({ kind: "link", interface: "eth1", link: { kind: "absent" } }));
  assert.deepEqual(gone, ["Netlink reports eth1 deleted"]);
});

// Scripts.

const tracked = { trackedScripts: [{ script: "chk", weight: -50, reverse: false }] };

test("an outcome moves the priority of those who track the script, at once and without an advert of its own", () => {
  const subject = new Subject({ ...tracked, priority: 254 }, { scripts: [scriptOf()] });
  subject.start();
  assert.deepEqual(subject.wake(), ["run chk"]);
  const done = subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 1 } });
  assert.deepEqual(acts(done), []);
  assert.deepEqual(logs(done), [
    "VRRP_Script(chk) failed (exited with status 1)",
    "(VI_1) Changing effective priority from 254 to 204",
  ]);
  assert.deepEqual(subject.status.priority.shares, [
    { kind: "script", name: "chk", weight: -50, reverse: false, verdict: "bad", share: -50 },
  ]);
});

test("a script that times out moves the priority too", () => {
  const subject = new Subject(tracked, { scripts: [scriptOf({ interval: 5 * SECOND })] });
  subject.start();
  subject.wake();
  assert.ok(logs(subject.wake()).includes("(VI_1) Changing effective priority from 120 to 70"));
});

test("a script that a reload takes away is ended if it runs, and its outcome is nobody's", () => {
  const subject = new Subject({}, { scripts: [scriptOf()] });
  subject.start();
  subject.wake();
  assert.equal(acts(subject.configure({ ...subject.settings, scripts: [] })).at(0), "kill chk SIGTERM");
  assert.deepEqual(subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 0 } }), []);
  assert.deepEqual(subject.engine.status(0).scripts, []);
});

test("the stop ends running scripts first, and starts none any more", () => {
  const subject = new Subject({}, { scripts: [scriptOf({ interval: 60 * SECOND, timeout: 60 * SECOND })] });
  subject.startAsMaster();
  assert.equal(subject.engine.status(0).scripts[0]?.running, true);
  assert.deepEqual(acts(subject.tell({ kind: "stop" })), ["kill chk SIGTERM", "advert 0", "hold"]);
  assert.equal(subject.engine.deadline, NEVER);
});

// The status.

test("the status says what is, why it is, and for how long it was so", () => {
  const subject = new Subject({}, { scripts: [scriptOf()], routerId: "LVS_DEVEL" }).startAsMaster();
  const { instances, ...rest } = subject.engine.status(subject.now);
  assert.equal(rest.routerId, "LVS_DEVEL");
  assert.equal(rest.now, subject.now);
  assert.deepEqual(rest.dropped, { truncated: 0, unknown_vrid: 0 });
  const [status] = instances;
  assert.ok(status !== undefined);
  assert.deepEqual(status.master, { address: "192.168.0.4", priority: 120 });
  assert.deepEqual(
    status.transitions.map(({ from, to, reason }) => `${from} ${to} ${reason}`),
    ["INIT BACKUP start", "BACKUP MASTER no advert heard for 3.53 s"],
  );
  assert.equal(status.holding, true);
  assert.deepEqual(status.faults, []);
});

test("16 transitions are kept, the newest last", () => {
  const subject = new Subject({ priority: 255 });
  subject.start();
  for (let count = 0; count < 20; count++) {
    subject.now += SECOND;
    subject.tell({ kind: "link", interface: "eth0", link: count % 2 === 0 ? DOWN : UP });
  }
  assert.equal(subject.status.transitions.length, 16);
  assert.equal(subject.status.transitions.at(-1)?.at, 20 * SECOND);
});

test("a status is a picture of its moment: what happens later does not change it", () => {
  const subject = new Subject().startAsMaster();
  const before = subject.engine.status(subject.now);
  const copy = structuredClone(before);
  subject.hear({ priority: 255 });
  subject.hear({ ttl: 1 });
  subject.hear({ virtualRouterId: 3 });
  assert.deepEqual(before, copy);
});

test("settings without anything in them end everything that was", () => {
  const subject = startAll();
  subject.wake();
  const done = acts(subject.configure(settingsOf({ instances: [] })));
  assert.deepEqual(done, ["advert 0", "hold", "claim", "listen", "hold"]);
  assert.equal(subject.engine.deadline, NEVER);
});
