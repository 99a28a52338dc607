import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../../src/core/time.ts";
import { acts, addressOf, instanceOf, logs, MAC, Subject, UP } from "../subject.ts";

const GARP = Array.from({ length: 5 }, () => "announce 192.168.0.121");

// RFC 9568 section 6.4.3, Active (RFC 3768 section 6.4.3); each test is a sentence of it, in its order.

test("if a Shutdown event is received, it sends an ADVERTISEMENT with Priority 0 and its addresses go", () => {
  const subject = new Subject().startAsMaster();
  const done = subject.tell({ kind: "stop" });
  assert.deepEqual(acts(done), ["advert 0", "hold"]);
  assert.deepEqual(logs(done), ["(VI_1) sent 0 priority", "(VI_1) removing VIPs."]);
  assert.equal(subject.status.state, "STOP");
  assert.equal(subject.engine.deadline, Number.POSITIVE_INFINITY);
  assert.equal(subject.status.counters.release_master, 0, "keepalived does not count the stop");
  assert.deepEqual(subject.tell({ kind: "link", interface: "eth0", link: UP }), [], "nothing wakes it any more");
});

test("if Adver_Timer fires, it sends an ADVERTISEMENT and resets the timer to Advertisement_Interval", () => {
  const garp = { ...instanceOf().garp, delay: 0 };
  const subject = new Subject({ advertInterval: 2 * SECOND, leaseSeconds: 5, garp }).startAsMaster();
  const start = subject.now;
  for (let count = 1; count < 10; count++) {
    assert.equal(subject.engine.deadline, start + 2 * SECOND * count);
    subject.now = subject.engine.deadline - 1;
    assert.deepEqual(subject.tell({ kind: "timer" }), [], "nothing before its time");
    assert.deepEqual(acts(subject.pass(1)), ["advert 120", "renew 192.168.0.121"]);
  }
  assert.equal(subject.status.counters.advert_sent, 10);
});

test("adverts that are late do not shift those that follow; after a gap of a whole interval the rhythm begins anew", () => {
  const subject = new Subject({ leaseSeconds: 0 }).startAsMaster();
  const first = subject.engine.deadline;
  subject.now = first + 300_000;
  subject.tell({ kind: "timer" });
  assert.equal(subject.engine.deadline, first + SECOND);
  subject.now = first + 2.5 * SECOND;
  assert.deepEqual(acts(subject.tell({ kind: "timer" })), ["advert 120"], "lost ones are not made up for");
  assert.equal(subject.engine.deadline, first + 3.5 * SECOND);
});

test("if an ADVERTISEMENT with Priority zero is received, it sends one at once and resets Adver_Timer", () => {
  const subject = new Subject().startAsMaster();
  subject.now += SECOND / 2;
  assert.deepEqual(subject.hear({ priority: 0 }), ["advert 120"]);
  assert.equal(subject.engine.deadline, subject.now + SECOND);
  assert.equal(subject.status.state, "MASTER");
});

test("if its Priority is greater than the local Priority, it becomes Backup with the sender's interval", () => {
  const subject = new Subject({ version: 3 }).startAsMaster();
  subject.now += SECOND / 4;
  const done = subject.hear({ priority: 121, from: "192.168.0.1", intervalCentis: 50 });
  assert.deepEqual(acts(done), ["hold"], "no priority 0: the better one has spoken already");
  assert.deepEqual(logs(done).slice(1), [
    "(VI_1) Master received advert from 192.168.0.1 with higher priority 121, ours 120",
    "(VI_1) Entering BACKUP STATE",
    "(VI_1) removing VIPs.",
  ]);
  assert.equal(subject.engine.deadline, subject.now + 1_500_000 + 265_625);
  assert.deepEqual(subject.status.master, { address: "192.168.0.1", priority: 121 });
  assert.equal(subject.status.counters.release_master, 1);
});

test("…or if it is equal and the sender's primary address is greater than the local one, compared as numbers", () => {
  for (const [from, state] of [
    ["192.168.0.5", "BACKUP"],
    ["192.168.0.10", "BACKUP"],
    ["193.0.0.0", "BACKUP"],
    ["192.168.0.3", "MASTER"],
    ["192.167.255.255", "MASTER"],
    ["99.255.255.255", "MASTER"],
  ] as const) {
    const subject = new Subject().startAsMaster();
    subject.hear({ priority: 120, from });
    assert.equal(subject.status.state, state, from);
  }
});

test("nopreempt does not protect a running master from a higher priority", () => {
  const subject = new Subject({ preempt: false }).startAsMaster();
  subject.hear({ priority: 121 });
  assert.equal(subject.status.state, "BACKUP");
});

test("otherwise it discards the ADVERTISEMENT and sends one at once to assert its state", () => {
  const subject = new Subject().startAsMaster();
  subject.now += SECOND / 2;
  const done = subject.hear({ priority: 119 });
  assert.deepEqual(acts(done), ["advert 120", ...GARP]);
  assert.equal(
    logs(done).at(0),
    "(VI_1) Received advert from 192.168.0.5 with lower priority 119, ours 120, forcing new election",
  );
  assert.equal(subject.status.state, "MASTER");
  assert.equal(subject.engine.deadline, subject.now + SECOND);
  const later = acts(subject.pass(5 * SECOND));
  assert.equal(
    later.filter((act) => act.startsWith("announce")).length,
    10,
    "the first burst's second half and this one's",
  );
});

// keepalived's additions.

test("lower_prio_no_advert: no answer, and the rhythm of the adverts stays", () => {
  const subject = new Subject({ lowerPriorityNoAdvert: true }).startAsMaster();
  const { deadline } = subject.engine;
  subject.now += SECOND / 2;
  assert.deepEqual(acts(subject.hear({ priority: 119 })), GARP);
  assert.equal(subject.engine.deadline, deadline);
});

test("garp_lower_prio_repeat 0: no announcement, neither now nor later", () => {
  const garp = { ...instanceOf().garp, delay: 0, lowerPriorityRepeat: 0 };
  const subject = new Subject({ garp }).startAsMaster();
  assert.deepEqual(acts(subject.hear({ priority: 119 })), ["advert 120"]);
  assert.ok(!subject.pass(20 * SECOND).some((act) => act.startsWith("announce")));
});

test("adverts of lower priority are all answered, but announced twice a second at most: one must not become six", () => {
  const subject = new Subject().startAsMaster();
  subject.pass(6 * SECOND);
  const answers = Array.from({ length: 20 }, () => {
    subject.now += SECOND / 10;
    return acts(subject.hear({ priority: 119 }));
  });
  assert.ok(answers.every((done) => done[0] === "advert 120"));
  assert.deepEqual(
    answers.map((done) => done.length - 1),
    answers.map((_, index) => (index % 5 === 0 ? GARP.length : 0)),
  );
  const afterwards = subject.pass(6 * SECOND).filter((act) => act.startsWith("announce"));
  assert.equal(afterwards.length, 5, "the second burst counts from the last of them");
});

test("higher_prio_send_advert: its own advert first, then it yields", () => {
  const subject = new Subject({ higherPrioritySendAdvert: true }).startAsMaster();
  assert.deepEqual(acts(subject.hear({ priority: 121 })), ["advert 120", "hold"]);
  const equal = new Subject({ higherPrioritySendAdvert: true }).startAsMaster();
  assert.deepEqual(acts(equal.hear({ priority: 120, from: "192.168.0.9" })), ["advert 120", "hold"]);
});

test("an advert with our priority from our own address is a warning and nothing else", () => {
  const subject = new Subject().startAsMaster();
  const { deadline } = subject.engine;
  assert.match(logs(subject.hear({ priority: 120, from: "192.168.0.4" })).join(), /WARNING - .* our own address 192/);
  assert.equal(subject.status.state, "MASTER");
  assert.equal(subject.engine.deadline, deadline);
});

test("two owners: the configuration is wrong, and the higher address wins", () => {
  for (const [from, state] of [
    ["192.168.0.3", "MASTER"],
    ["192.168.0.5", "BACKUP"],
  ] as const) {
    const subject = new Subject({ priority: 255 }).startAsMaster();
    assert.match(logs(subject.hear({ priority: 255, from })).join(), /CONFIGURATION ERROR: 192\.168\.0\.\d advertises/);
    assert.equal(subject.status.state, state);
  }
});

test("gratuitous ARP: `repeat` rounds now, again after the delay, then the refresh, in rounds over all addresses", () => {
  const garp = { ...instanceOf().garp, repeat: 2, delay: 3 * SECOND, refresh: 10 * SECOND, refreshRepeat: 1 };
  const addresses = [addressOf("192.168.0.121")];
  const excludedAddresses = [addressOf("192.168.0.130")];
  const subject = new Subject({ garp, addresses, excludedAddresses }).startAsBackup();
  const round = ["announce 192.168.0.121", "announce 192.168.0.130"];
  const announced = (effects: readonly string[]) => effects.filter((effect) => effect.startsWith("announce"));
  assert.deepEqual(announced(subject.wake()), [...round, ...round]);
  assert.deepEqual(announced(subject.pass(3 * SECOND - 1)), []);
  assert.deepEqual(announced(subject.pass(1)), [...round, ...round]);
  assert.deepEqual(announced(subject.pass(10 * SECOND - 1)), []);
  assert.deepEqual(announced(subject.pass(1)), round);
  assert.deepEqual(announced(subject.pass(20 * SECOND)), [...round, ...round]);
});

test("garp_master_delay 0: no second burst, and the refresh counts from the beginning", () => {
  const garp = { ...instanceOf().garp, repeat: 1, delay: 0, refresh: 4 * SECOND };
  const subject = new Subject({ garp }).startAsMaster();
  assert.ok(!subject.pass(4 * SECOND - 1).some((act) => act.startsWith("announce")));
  assert.ok(subject.pass(1).includes("announce 192.168.0.121"));
});

test("nothing is announced on an interface that is down or has no Ethernet address, and leaving ends all bursts", () => {
  const addresses = [addressOf("192.168.0.121"), addressOf("10.0.0.1", { interface: "eth1" })];
  const subject = new Subject({ addresses });
  subject.tell({ kind: "link", interface: "eth1", link: { kind: "down" } });
  const done = subject.startAsMaster();
  assert.ok(!done.pass(6 * SECOND).includes("announce 10.0.0.1"));
  subject.tell({ kind: "link", interface: "eth0", link: { ...UP, mac: new Uint8Array(20) } });
  assert.deepEqual(acts(subject.hear({ priority: 1 })), ["advert 120"]);
  subject.hear({ priority: 255 });
  assert.equal(subject.engine.deadline, subject.now + 3_531_250, "only the backup's timer is left");
});

test("the announcements carry the hardware address that the interface has now", () => {
  const subject = new Subject().startAsMaster();
  const mac = Uint8Array.of(2, 0, 0, 0, 0, 99);
  subject.tell({ kind: "link", interface: "eth0", link: { ...UP, mac } });
  const effects = subject.perform({
    kind: "address lost",
    interface: "eth0",
    address: "192.168.0.121",
    cause: "removed",
  });
  const frames = effects.flatMap((effect) => (effect.kind === "announce" ? [effect.frame.subarray(6, 12)] : []));
  assert.deepEqual(frames[0], mac);
  assert.notDeepEqual(mac, MAC);
});

test("an address that somebody takes away comes back at once and is announced", () => {
  const subject = new Subject().startAsMaster();
  const done = subject.tell({ kind: "address lost", interface: "eth0", address: "192.168.0.121", cause: "removed" });
  assert.deepEqual(acts(done), ["hold 192.168.0.121", ...GARP]);
  assert.equal(logs(done).at(0), "Netlink reflector reports IP 192.168.0.121 removed from eth0");
});

test("all addresses that are taken away together come back together", () => {
  const subject = new Subject({ addresses: [addressOf("192.168.0.121"), addressOf("192.168.0.122")] }).startAsMaster();
  for (const address of ["192.168.0.121", "192.168.0.122"]) {
    const done = subject.tell({ kind: "address lost", interface: "eth0", address, cause: "removed" });
    assert.deepEqual(acts(done).slice(0, 2), ["hold 192.168.0.121 192.168.0.122", `announce ${address}`]);
  }
});

test("an address that the kernel refuses is tried again every second, without a word or an announcement", () => {
  const subject = new Subject().startAsMaster();
  for (let count = 0; count < 5; count++) {
    const lost = { kind: "address lost", interface: "eth0", address: "192.168.0.121", cause: "refused" } as const;
    assert.deepEqual(subject.tell(lost), []);
    const done = subject.pass(SECOND).filter((act) => /hold|announce/.test(act));
    assert.deepEqual(done.slice(0, 1), ["hold 192.168.0.121"]);
  }
});

test("a fight over an address is fought once a second, in the log too", () => {
  const subject = new Subject().startAsMaster();
  const start = subject.now;
  const done: string[] = [];
  while (subject.now < start + 10 * SECOND) {
    done.push(...subject.tell({ kind: "address lost", interface: "eth0", address: "192.168.0.121", cause: "removed" }));
    done.push(...subject.pass(SECOND / 10));
  }
  assert.equal(done.filter((act) => act.startsWith("hold")).length, 11, "at 0, 1, … 10 s");
  assert.ok(done.filter((act) => act.includes("reflector")).length <= 11);
  assert.equal(done.filter((act) => act === "advert 120").length, 10, "and the adverts go on");
});

test("addresses that are not ours, or on another interface, are not looked for", () => {
  const subject = new Subject().startAsMaster();
  for (const [device, address] of [
    ["eth0", "192.168.0.4"],
    ["eth1", "192.168.0.121"],
  ] as const) {
    assert.deepEqual(subject.tell({ kind: "address lost", interface: device, address, cause: "removed" }), []);
  }
  const backup = new Subject().startAsBackup();
  assert.deepEqual(
    backup.tell({ kind: "address lost", interface: "eth0", address: "192.168.0.121", cause: "removed" }),
    [],
  );
});

test("a changed priority leaves with the next advert and sends none itself", () => {
  const subject = new Subject().startAsMaster();
  subject.tell({ kind: "link", interface: "eth1", link: UP });
  subject.reload({ trackedInterfaces: [{ interface: "eth1", weight: 10, reverse: false }] });
  subject.pass(SECOND / 2);
  const done = subject.tell({ kind: "link", interface: "eth1", link: { kind: "down" } });
  assert.deepEqual(acts(done), []);
  assert.deepEqual(logs(done), ["Netlink reports eth1 down", "(VI_1) Changing effective priority from 130 to 120"]);
  assert.equal(acts(subject.wake()).at(0), "advert 120");
  assert.deepEqual(subject.status.master, { address: "192.168.0.4", priority: 120 }, "the status names ourselves");
});

test("a flood of lower-priority adverts fills neither the log nor the network: a line a second, two bursts", () => {
  const subject = new Subject({ leaseSeconds: 0 }).startAsMaster();
  const done = Array.from({ length: 250 }, () => {
    subject.now += SECOND / 100;
    return subject.hear({ priority: 1 });
  }).flat();
  assert.equal(logs(done).filter((line) => line.includes("lower priority")).length, 3);
  assert.equal(done.filter((act) => act.startsWith("announce")).length, 5 * 5);
  assert.equal(done.filter((act) => act === "advert 120").length, 250, "but each is answered, as the RFC wants it");
});
