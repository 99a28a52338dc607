import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link } from "../../../src/core/event.ts";
import { SECOND } from "../../../src/core/time.ts";
import { acts, addressOf, instanceOf, logs, MAC, Subject, scriptOf, UP } from "../subject.ts";

const WITHOUT_ADDRESS: Link = { kind: "up", mac: MAC, addresses: [] };

const GARP = Array.from({ length: 5 }, () => "announce 192.168.0.121");

// RFC 9568 section 6.4.1, Initialize (RFC 3768 section 6.4.1).

test("Initialize: with priority 255 it sends an ADVERTISEMENT", () => {
  assert.equal(
    acts(new Subject({ priority: 255 }).start()).find((act) => /advert|announce/.test(act)),
    "advert 255",
  );
});

test("Initialize: …then broadcasts a gratuitous ARP for each address", () => {
  const addresses = [addressOf("192.168.0.121"), addressOf("192.168.0.122")];
  const done = acts(new Subject({ priority: 255, addresses }).start());
  assert.deepEqual(done.slice(0, 6), [
    "claim 192.168.0.121 192.168.0.122",
    "listen eth0",
    "advert 255",
    "hold 192.168.0.121 192.168.0.122",
    "announce 192.168.0.121",
    "announce 192.168.0.122",
  ]);
});

test("Initialize: …sets Adver_Timer to Advertisement_Interval and transitions to Active", () => {
  const subject = new Subject({ priority: 255, advertInterval: 3 * SECOND });
  subject.start();
  assert.equal(subject.status.state, "MASTER");
  assert.equal(subject.engine.deadline, 3 * SECOND);
});

test("Initialize: otherwise it sets Active_Down_Timer from its own interval and transitions to Backup, silently", () => {
  for (const version of [2, 3] as const) {
    const subject = new Subject({ priority: 100, version });
    assert.deepEqual(acts(subject.start()), ["claim 192.168.0.121", "listen eth0", "hold"]);
    assert.equal(subject.status.state, "BACKUP");
    assert.equal(subject.engine.deadline, 3_609_375);
  }
});

test("`state MASTER` waits for one interval and the owner's skew only, and only the first time", () => {
  const subject = new Subject({ initialState: "MASTER", advertInterval: 2 * SECOND });
  subject.start();
  assert.equal(subject.status.state, "BACKUP");
  assert.equal(subject.engine.deadline, 2 * SECOND + 3_906);
  subject.tell({ kind: "link", interface: "eth0", link: { kind: "down" } });
  subject.tell({ kind: "link", interface: "eth0", link: UP });
  assert.equal(subject.engine.deadline, 6_531_250);
});

test("what a predecessor left is claimed before anything else, and gone at the end of the first moment", () => {
  const done = acts(new Subject().start());
  assert.equal(done.at(0), "claim 192.168.0.121");
  assert.equal(done.at(-1), "hold");
});

test("nothing happens before the interface is known, and nothing is waited for that could spin", () => {
  const subject = new Subject();
  assert.deepEqual(acts(subject.configure(subject.settings)), ["claim 192.168.0.121", "listen eth0", "hold"]);
  assert.equal(subject.status.state, "INIT");
  assert.equal(subject.engine.deadline, Number.POSITIVE_INFINITY);
  assert.deepEqual(acts(subject.tell({ kind: "link", interface: "eth0", link: UP })), ["listen eth0", "hold"]);
  assert.equal(subject.status.state, "BACKUP");
});

test("an unweighted script without a result keeps it in INIT, without spinning; the first success lets it begin", () => {
  const trackedScripts = [{ script: "chk", weight: 0, reverse: false }];
  const subject = new Subject(
    { trackedScripts },
    { scripts: [scriptOf({ interval: 9 * SECOND, timeout: 4 * SECOND })] },
  );
  subject.start();
  assert.deepEqual(subject.wake(), ["run chk"]);
  assert.equal(subject.status.state, "INIT");
  assert.equal(subject.engine.deadline, 4 * SECOND, "only the script's timeout is due");
  subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 0 } });
  assert.equal(subject.status.state, "BACKUP");
});

// Faults.

test("an interface that is down, absent or without an address is a fault, each with its cause", () => {
  const links: readonly [Link, string][] = [
    [{ kind: "down" }, "interface eth0 is down"],
    [{ kind: "absent" }, "interface eth0 does not exist"],
    [WITHOUT_ADDRESS, "interface eth0 has no IPv4 address to send from"],
  ];
  for (const [link, cause] of links) {
    const subject = new Subject();
    const said = logs(subject.start(link));
    assert.deepEqual(said, ["(VI_1) Entering FAULT STATE", `(VI_1) in fault: ${cause}`]);
    assert.deepEqual(subject.status.faults, [cause]);
    assert.equal(subject.engine.deadline, Number.POSITIVE_INFINITY);
  }
});

test("a configured source address makes up for an interface without one", () => {
  const subject = new Subject({ sourceAddress: "192.168.0.77" });
  subject.start(WITHOUT_ADDRESS);
  assert.equal(subject.status.state, "BACKUP");
  assert.equal(subject.status.source, "192.168.0.77");
});

test("a master in fault resigns with priority 0 if it can still send, and takes its addresses away", () => {
  const trackedScripts = [{ script: "chk", weight: 0, reverse: false }];
  const subject = new Subject({ trackedScripts }, { scripts: [scriptOf()] });
  subject.start();
  subject.wake();
  subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 0 } });
  while (subject.status.state !== "MASTER") {
    subject.wake();
    subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 0 } });
  }
  subject.now = subject.engine.deadline;
  assert.deepEqual(acts(subject.tell({ kind: "timer" })), ["run chk"]);
  const done = subject.tell({ kind: "script", script: "chk", outcome: { kind: "exited", status: 1 } });
  assert.deepEqual(acts(done), ["advert 0", "hold"]);
  assert.equal(subject.status.state, "FAULT");
  assert.equal(subject.status.counters.pri_zero_sent, 1);
  assert.deepEqual(subject.hear({ priority: 100 }), [], "a fault hears nothing");
  assert.equal(subject.status.counters.advert_rcvd, 0);
});

test("a master without its link cannot resign, and does not count or say that it has", () => {
  for (const link of [{ kind: "down" }, { kind: "absent" }, WITHOUT_ADDRESS] as const) {
    const subject = new Subject().startAsMaster();
    const done = subject.tell({ kind: "link", interface: "eth0", link });
    assert.ok(acts(done).includes("hold"));
    assert.ok(!done.some((act) => act.includes("advert 0") || act.includes("sent 0 priority")));
    assert.equal(subject.status.counters.pri_zero_sent, 0);
    assert.equal(subject.status.state, "FAULT");
  }
});

test("out of FAULT it starts as a backup with its own interval, an owner as master", () => {
  const subject = new Subject({ version: 3 }).startAsBackup();
  subject.hear({ priority: 130, intervalCentis: 500 });
  assert.equal(subject.engine.deadline, 15 * SECOND + 2_656_250, "the master's interval");
  subject.tell({ kind: "link", interface: "eth0", link: { kind: "down" } });
  subject.now = SECOND;
  assert.deepEqual(logs(subject.tell({ kind: "link", interface: "eth0", link: UP })), [
    "Netlink reports eth0 up",
    "(VI_1) Entering BACKUP STATE",
  ]);
  assert.equal(subject.engine.deadline, SECOND + 3_531_250);

  const owner = new Subject({ priority: 255 }).startAsMaster();
  owner.tell({ kind: "link", interface: "eth0", link: { kind: "down" } });
  assert.deepEqual(acts(owner.tell({ kind: "link", interface: "eth0", link: UP })), [
    "advert 255",
    "hold 192.168.0.121",
    ...GARP,
  ]);
});

test("dont_track_primary: without its link a master goes on, sends nothing, and its leases are renewed", () => {
  const subject = new Subject({ ignoreOwnInterface: true }).startAsMaster();
  subject.tell({ kind: "link", interface: "eth0", link: { kind: "down" } });
  assert.equal(subject.status.state, "MASTER");
  const done = acts(subject.pass(20 * SECOND));
  assert.ok(done.length > 0 && done.every((act) => act === "renew 192.168.0.121"));
  assert.equal(subject.status.state, "MASTER");
  subject.tell({ kind: "link", interface: "eth0", link: UP });
  assert.deepEqual(acts(subject.wake()), ["advert 120"]);
});

// The lease on the addresses: design, section 6.

test("the leases are renewed when an advert has left, and not before", () => {
  const subject = new Subject().startAsMaster();
  assert.deepEqual(acts(subject.wake()), ["advert 120"]);
  assert.deepEqual(acts(subject.tell({ kind: "transmitted", instance: "VI_1" })), ["renew 192.168.0.121"]);
});

test("a fast master renews not with every advert but when a quarter of the lease has gone", () => {
  const subject = new Subject({ version: 3, advertInterval: SECOND / 10, leaseSeconds: 2 }).startAsMaster();
  assert.equal(acts(subject.pass(4 * SECOND)).filter((act) => act.startsWith("renew")).length, 8);
});

test("a master whose adverts do not leave gives up when the lease has ended", () => {
  const subject = new Subject().startAsMaster();
  const failed = { kind: "failed", instance: "VI_1", what: "sending", reason: "No buffer space" } as const;
  subject.wake();
  assert.deepEqual(logs(subject.tell(failed)), ["(VI_1) sending failed: No buffer space"]);
  subject.wake();
  assert.deepEqual(logs(subject.tell(failed)), [], "said once");
  assert.equal(subject.status.state, "MASTER");
  assert.deepEqual(acts(subject.wake()), ["hold"]);
  assert.equal(subject.status.state, "BACKUP");
});

test("after a stall longer than the lease nothing is sent, whatever comes first: the master steps down", () => {
  const events = [
    { kind: "timer" },
    { kind: "transmitted", instance: "VI_1" },
    { kind: "link", interface: "eth1", link: { kind: "down" } },
    { kind: "address lost", interface: "eth0", address: "192.168.0.121", cause: "removed" },
    { kind: "stop" },
  ] as const;
  for (const event of events) {
    const subject = new Subject().startAsMaster();
    subject.now += 2 * SECOND + 1;
    const done = subject.tell(event);
    assert.deepEqual(acts(done), ["hold"], event.kind);
    assert.match(logs(done).at(0) ?? "", /no advert left for 2\.0 s, longer than the address lease: giving up MASTER/);
  }
  const subject = new Subject().startAsMaster();
  subject.now += 2 * SECOND;
  assert.deepEqual(acts(subject.tell({ kind: "timer" })), ["advert 120"], "until then it goes on");
});

test("without a lease a stalled master goes on as keepalived does", () => {
  const subject = new Subject({ leaseSeconds: 0 }).startAsMaster();
  subject.now += 100 * SECOND;
  assert.equal(acts(subject.tell({ kind: "timer" })).at(0), "advert 120");
  assert.deepEqual(acts(subject.tell({ kind: "transmitted", instance: "VI_1" })), []);
});

// Reload.

test("a reload keeps the role; a master sends an advert at once and announces only new addresses", () => {
  const subject = new Subject().startAsMaster();
  subject.now += SECOND / 2;
  const addresses = [addressOf("192.168.0.121"), addressOf("192.168.0.130")];
  assert.deepEqual(acts(subject.reload({ addresses, garp: { ...instanceOf().garp, repeat: 2 } })), [
    "claim",
    "advert 120",
    "hold 192.168.0.121 192.168.0.130",
    "announce 192.168.0.130",
    "announce 192.168.0.130",
    "listen eth0",
    "hold 192.168.0.121 192.168.0.130",
  ]);
  assert.equal(subject.engine.deadline, subject.now + SECOND);
  assert.equal(subject.status.transitions.length, 2);
});

test("a reload leaves a backup's timer alone, even if its priority changes", () => {
  const subject = new Subject().startAsBackup();
  subject.now = SECOND;
  assert.deepEqual(logs(subject.reload({ priority: 200 })), ["(VI_1) Changing effective priority from 120 to 200"]);
  assert.equal(subject.engine.deadline, 3_531_250);
});

test("a reload that ends the refresh of gratuitous ARP ends it; one that begins it begins it", () => {
  const { garp } = instanceOf();
  const subject = new Subject({ garp: { ...garp, delay: 0, refresh: SECOND } }).startAsMaster();
  subject.reload({ garp: { ...garp, delay: 0, refresh: 0 } });
  assert.ok(!subject.pass(5 * SECOND).some((act) => act.startsWith("announce")));
  subject.reload({ garp: { ...garp, delay: 0, refresh: 2 * SECOND } });
  assert.equal(subject.pass(7 * SECOND).filter((act) => act.startsWith("announce")).length, 3);
});

test("a reload with a shorter lease is no stall", () => {
  const subject = new Subject({ leaseSeconds: 60 }).startAsMaster();
  subject.pass(10 * SECOND);
  subject.reload({ leaseSeconds: 2 });
  subject.pass(10 * SECOND);
  assert.deepEqual(
    subject.status.transitions.map(({ to }) => to),
    ["BACKUP", "MASTER"],
  );
});

test("with another VRID, interface or version it is another virtual router: the old one resigns, the new one begins", () => {
  for (const change of [{ virtualRouterId: 52 }, { interface: "eth1" }, { version: 3 }] as const) {
    const subject = new Subject().startAsMaster();
    subject.tell({ kind: "link", interface: "eth1", link: UP });
    const done = acts(subject.reload(change));
    assert.deepEqual(done.slice(0, 3), ["advert 0", "hold", "claim 192.168.0.121"]);
    assert.equal(subject.status.state, "BACKUP");
    assert.equal(subject.status.counters.become_master, 0);
  }
});

test("an instance that a reload takes away resigns, and its addresses go", () => {
  const subject = new Subject().startAsMaster();
  assert.deepEqual(acts(subject.configure({ ...subject.settings, instances: [] })), [
    "advert 0",
    "hold",
    "claim",
    "listen",
    "hold",
  ]);
  assert.equal(subject.engine.deadline, Number.POSITIVE_INFINITY);
});
