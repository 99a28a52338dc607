import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../../src/core/time.ts";
import { acts, logs, Subject } from "../subject.ts";

// RFC 9568 section 6.4.2, Backup (RFC 3768 section 6.4.2); each test is a sentence of it, in its order.

test("in this state it sends nothing and holds no address", () => {
  const subject = new Subject().startAsBackup();
  assert.equal(subject.status.holding, false);
  for (let second = 1; second < 20; second++) {
    subject.now = second * SECOND;
    assert.deepEqual(acts(subject.hear({ priority: 200 })), []);
  }
});

test("if a Shutdown event is received, it cancels Active_Down_Timer and sends nothing", () => {
  const subject = new Subject().startAsBackup();
  assert.deepEqual(acts(subject.tell({ kind: "stop" })), []);
  assert.equal(subject.status.state, "STOP");
  assert.equal(subject.engine.deadline, Number.POSITIVE_INFINITY);
});

test("if Active_Down_Timer fires, it sends an ADVERTISEMENT, then announces each address, and becomes Active", () => {
  const subject = new Subject().startAsBackup();
  subject.now = 3_531_249;
  assert.deepEqual(subject.tell({ kind: "timer" }), [], "not a microsecond too early");
  const done = subject.wake();
  assert.equal(subject.now, 3_531_250);
  assert.deepEqual(acts(done).slice(0, 3), ["advert 120", "hold 192.168.0.121", "announce 192.168.0.121"]);
  assert.deepEqual(logs(done).slice(0, 2), ["(VI_1) Receive advertisement timeout", "(VI_1) Entering MASTER STATE"]);
  assert.equal(subject.status.state, "MASTER");
  assert.equal(subject.engine.deadline, 4_531_250, "Adver_Timer is set to Advertisement_Interval");
  assert.equal(subject.status.counters.become_master, 1);
});

test("if the Priority in the ADVERTISEMENT is zero, it sets Active_Down_Timer to Skew_Time", () => {
  for (const [version, skew] of [
    [2, 531_250],
    [3, 2_656_250],
  ] as const) {
    const subject = new Subject({ version, advertInterval: 5 * SECOND }).startAsBackup();
    subject.now = SECOND;
    assert.deepEqual(logs(subject.hear({ priority: 0 })), ["(VI_1) Backup received priority 0 advertisement"]);
    assert.equal(subject.engine.deadline, SECOND + skew);
    subject.wake();
    assert.equal(subject.status.transitions.at(-1)?.reason, "192.168.0.5 resigned with priority 0");
    assert.equal(subject.status.counters.pri_zero_rcvd, 1);
  }
});

test("otherwise, if Preempt_Mode is False, it resets Active_Down_Timer, whatever the priority", () => {
  const subject = new Subject({ preempt: false }).startAsBackup();
  for (const priority of [1, 119, 120, 255]) {
    subject.now += SECOND;
    assert.deepEqual(subject.hear({ priority }), []);
    assert.equal(subject.engine.deadline, subject.now + 3_531_250);
    assert.deepEqual(subject.status.master, { address: "192.168.0.5", priority });
  }
});

test("or if the Priority is greater than or equal to the local Priority, it resets Active_Down_Timer", () => {
  const subject = new Subject().startAsBackup();
  for (const priority of [120, 121, 255]) {
    subject.now += SECOND;
    assert.deepEqual(subject.hear({ priority, from: "192.168.0.1" }), [], "addresses do not matter to a backup");
    assert.equal(subject.engine.deadline, subject.now + 3_531_250);
  }
});

test("it sets Active_Adver_Interval to that of the ADVERTISEMENT and computes skew and dead interval anew, version 3", () => {
  const subject = new Subject({ version: 3 }).startAsBackup();
  subject.now = SECOND;
  const done = subject.hear({ priority: 200, intervalCentis: 10 });
  assert.deepEqual(logs(done), [
    "(VI_1) advertisement interval of 192.168.0.5 differs: mine=1000 ms rcved=100 ms, theirs is used",
  ]);
  assert.equal(subject.engine.deadline, SECOND + 300_000 + 53_125);
  assert.equal(subject.status.masterDownTimer, 353_125);
  subject.hear({ priority: 0, intervalCentis: 10 });
  assert.equal(subject.engine.deadline, SECOND + 53_125, "the skew too is that of the master's interval");
});

test("the learnt interval is the master's, not ours: as Active it advertises in its own", () => {
  const subject = new Subject({ version: 3 }).startAsBackup();
  subject.hear({ priority: 200, intervalCentis: 10 });
  subject.wake();
  assert.equal(subject.status.state, "MASTER");
  assert.equal(subject.engine.deadline, subject.now + SECOND);
});

test("otherwise it discards the ADVERTISEMENT: the timer runs on, and the lower priority is preempted", () => {
  const subject = new Subject().startAsBackup();
  subject.now = SECOND;
  assert.deepEqual(logs(subject.hear({ priority: 119 })), [
    "(VI_1) received lower priority (119) advert from 192.168.0.5 - discarding",
  ]);
  assert.equal(subject.engine.deadline, 3_531_250);
  assert.equal(subject.status.master, undefined, "nobody is followed");
  subject.wake();
  assert.equal(subject.status.transitions.at(-1)?.reason, "192.168.0.5 advertises the lower priority 119, ours is 120");
});

test("silence is the reason of a takeover, with its length and whose it was", () => {
  const subject = new Subject().startAsBackup();
  subject.now = SECOND;
  subject.hear({ priority: 200 });
  subject.wake();
  assert.equal(subject.status.transitions.at(-1)?.reason, "no advert from 192.168.0.5 for 3.53 s");
});

test("after it was master itself, silence is nobody's", () => {
  const subject = new Subject().startAsMaster();
  subject.now += 3 * SECOND;
  subject.tell({ kind: "timer" });
  assert.equal(subject.status.state, "BACKUP", "stalled");
  subject.wake();
  assert.equal(subject.status.transitions.at(-1)?.reason, "no advert heard for 3.53 s");
});

// keepalived's additions.

test("preempt_delay: lower-priority adverts are accepted until it has passed since the first of them", () => {
  const subject = new Subject({ preemptDelay: 5 * SECOND }).startAsBackup();
  subject.now = SECOND;
  assert.deepEqual(logs(subject.hear({ priority: 100 })), ["(VI_1) start preempt delay (5 secs)"]);
  for (let second = 2; second <= 5; second++) {
    subject.now = second * SECOND;
    assert.deepEqual(subject.hear({ priority: 100 }), []);
    assert.equal(subject.engine.deadline, subject.now + 3_531_250);
  }
  subject.now = 6 * SECOND;
  assert.equal(logs(subject.hear({ priority: 100 })).length, 1, "discarded");
  assert.equal(subject.engine.deadline, 5 * SECOND + 3_531_250);
});

test("preempt_delay: an advert of our priority or a higher one cancels it, priority 0 does not", () => {
  const subject = new Subject({ preemptDelay: 5 * SECOND }).startAsBackup();
  subject.hear({ priority: 100 });
  subject.now = 3 * SECOND;
  subject.hear({ priority: 0 });
  assert.deepEqual(subject.hear({ priority: 100 }), [], "still the first delay");
  subject.hear({ priority: 120 });
  subject.now = 4 * SECOND;
  assert.deepEqual(logs(subject.hear({ priority: 100 })), ["(VI_1) start preempt delay (5 secs)"]);
  subject.now = 8 * SECOND;
  assert.deepEqual(subject.hear({ priority: 100 }), [], "counted from the second start");
});

test("down_timer_adverts: the number of intervals after which the master is dead", () => {
  const subject = new Subject({ downTimerAdverts: 5 }).startAsBackup();
  assert.equal(subject.engine.deadline, 5_531_250);
});

test("a priority that changes counts from the next timer on", () => {
  const subject = new Subject().startAsBackup();
  subject.reload({ priority: 200 });
  assert.equal(subject.engine.deadline, 3_531_250);
  subject.hear({ priority: 200 });
  assert.equal(subject.engine.deadline, 3_218_750);
});

test("valid adverts cannot fill the log: one line a second of each kind", () => {
  const subject = new Subject().startAsBackup();
  let lines = 0;
  for (; subject.now < 2 * SECOND; subject.now += SECOND / 100) {
    for (const priority of [0, 100]) lines += logs(subject.hear({ priority, from: `10.0.0.${priority + 1}` })).length;
    // Following another master forgets what was said about the last one.
    lines += logs(subject.hear({ priority: 200, from: "10.0.0.7", addresses: [] })).length;
    lines += logs(subject.hear({ priority: 200, from: "10.0.0.8", addresses: [] })).length;
  }
  assert.ok(lines <= 9, `${lines} lines in 2 s`);
});
