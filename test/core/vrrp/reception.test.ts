import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SECOND } from "../../../src/core/time.ts";
import type { CounterName } from "../../../src/core/vrrp/counters.ts";
import type { InstanceSettings } from "../../../src/core/vrrp/settings.ts";
import { passwordData } from "../../../src/wire/vrrp.ts";
import { acts, bytesOf, logs, type Peer, packetOf, Subject } from "../subject.ts";

const V3 = { version: 3 } as const;
const PASS = { authentication: { kind: "pass", password: "1111" } } as const;

/** RFC 9568 section 7.1 and keepalived's checks in its order (vrrp-behaviour.md section 9). */
type Refusal = {
  readonly what: string;
  readonly counter: CounterName;
  readonly own?: Partial<InstanceSettings>;
  readonly peer?: Peer;
  /** Changes the packet's bytes; the VRRP message begins at 20. */
  readonly spoil?: (packet: Uint8Array) => void;
  readonly says: RegExp;
};

const refusals: readonly Refusal[] = [
  {
    what: "a message longer than its addresses",
    counter: "packet_len_err",
    peer: { addresses: [] },
    spoil: (packet) => packet.set([1], 23),
    says: /VRRP length 16 does not fit its 1 addresses/,
  },
  {
    what: "a message shorter than its addresses",
    counter: "packet_len_err",
    own: V3,
    spoil: (packet) => packet.set([255], 23),
    says: /VRRP length 12 does not fit its 255 addresses/,
  },
  {
    what: "a TTL that is not 255",
    counter: "ip_ttl_err",
    peer: { ttl: 254 },
    says: /invalid TTL. Received 254 and expect 255/,
  },
  {
    what: "version 3 at an instance of version 2",
    counter: "vers_err",
    peer: { ...V3, intervalCentis: 100 },
    says: /version 3, ours is 2/,
  },
  {
    what: "version 2 at an instance of version 3",
    counter: "vers_err",
    own: V3,
    peer: { version: 2, intervalSeconds: 1, authentication: { kind: "none" } },
    says: /version 2, ours is 3/,
  },
  {
    what: "an unknown version",
    counter: "vers_err",
    spoil: (packet) => packet.set([0x41], 20),
    says: /unknown VRRP version 4/,
  },
  {
    what: "an unknown authentication type",
    counter: "invalid_authtype",
    spoil: (packet) => packet.set([3], 24),
    says: /unknown authentication type 3/,
  },
  {
    what: "a password where none is expected",
    counter: "authtype_mismatch",
    peer: { authentication: { kind: "pass", data: passwordData("1111") } },
    says: /authentication type PASS, expecting none/,
  },
  {
    what: "no password where one is expected",
    counter: "authtype_mismatch",
    own: PASS,
    peer: { authentication: { kind: "none" } },
    says: /authentication type none, expecting PASS/,
  },
  {
    what: "an authentication header",
    counter: "authtype_mismatch",
    own: PASS,
    peer: { authentication: { kind: "header" } },
    says: /authentication type AH, expecting PASS/,
  },
  {
    what: "a wrong password",
    counter: "auth_failure",
    own: PASS,
    peer: { authentication: { kind: "pass", data: passwordData("11112") } },
    says: /received an invalid passwd!/,
  },
  {
    what: "another interval in version 2",
    counter: "advert_interval_err",
    peer: { intervalSeconds: 2 },
    says: /advertisement interval mismatch mine=1 sec rcved=2 sec/,
  },
  {
    what: "the interval 0 in version 3",
    counter: "advert_interval_err",
    own: V3,
    peer: { intervalCentis: 0 },
    says: /interval 0/,
  },
  {
    what: "a type that is not ADVERTISEMENT",
    counter: "invalid_type_rcvd",
    spoil: (packet) => packet.set([0x22], 20),
    says: /invalid VRRP packet type 2, expecting 1/,
  },
  {
    what: "a wrong checksum",
    counter: "chk_err",
    spoil: (packet) => packet.set([200], 22),
    says: /Invalid VRRPv2 checksum/,
  },
  {
    what: "a wrong checksum in version 3",
    counter: "chk_err",
    own: V3,
    spoil: (packet) => packet.set([200], 22),
    says: /Invalid VRRPv3 checksum/,
  },
  {
    what: "a destination that is not the group",
    counter: "addr_list_err",
    peer: { to: bytesOf("192.168.0.4") },
    says: /destination 192\.168\.0\.4 is not 224\.0\.0\.18/,
  },
];

for (const { what, counter, own = {}, peer = {}, spoil, says } of refusals) {
  for (const role of ["BACKUP", "MASTER"] as const) {
    test(`a ${role} refuses ${what}: counted as ${counter}, logged once, nothing changed`, () => {
      const subject = role === "MASTER" ? new Subject(own).startAsMaster() : new Subject(own).startAsBackup();
      const bytes = packetOf(subject.instanceSettings, { priority: 255, ...peer });
      spoil?.(bytes);
      const before = subject.status;
      const said = subject.tell({ kind: "packet", interface: "eth0", bytes });
      assert.deepEqual(subject.status, { ...before, counters: { ...before.counters, [counter]: 1 } });
      assert.equal(said.length, 1);
      assert.match(logs(said).join(), says);
      assert.match(logs(said).join(), /^\(VI_1\) dropped a packet from 192\.168\.0\.5: /);
      for (let count = 2; count < 100; count++) {
        subject.now += SECOND / 100;
        assert.deepEqual(subject.tell({ kind: "packet", interface: "eth0", bytes }), [], "bounded");
        assert.equal(subject.status.counters[counter], count);
      }
    });
  }
}

test("a refusal is logged again after the next change of master", () => {
  const subject = new Subject().startAsBackup();
  assert.equal(subject.hear({ ttl: 1 }).length, 1);
  assert.equal(subject.hear({ ttl: 1 }).length, 0);
  subject.wake();
  assert.equal(subject.hear({ ttl: 1 }).length, 1);
});

test("…and when a backup follows another master than before, for whom everything is new", () => {
  const subject = new Subject().startAsBackup();
  subject.hear({ priority: 200 });
  assert.equal(subject.hear({ ttl: 1 }).length, 1);
  subject.now = 2 * SECOND;
  subject.hear({ priority: 200 });
  assert.equal(subject.hear({ ttl: 1 }).length, 0, "still the same master");
  subject.hear({ priority: 200, from: "192.168.0.6" });
  assert.equal(subject.hear({ ttl: 1 }).length, 1);
});

test("a packet that is too short to say whom it is for is counted as truncated", () => {
  const subject = new Subject().startAsBackup();
  const whole = packetOf(subject.instanceSettings, { priority: 255 });
  for (let length = 0; length < whole.length; length++) {
    assert.deepEqual(subject.tell({ kind: "packet", interface: "eth0", bytes: whole.subarray(0, length) }), []);
  }
  assert.equal(subject.engine.status(0).dropped.truncated, whole.length);
  assert.equal(subject.status.counters.advert_rcvd, 0);
});

test("a VRID that is not configured on that interface is counted as unknown", () => {
  const subject = new Subject().startAsBackup();
  assert.deepEqual(subject.hear({ virtualRouterId: 52 }), []);
  const bytes = packetOf(subject.instanceSettings, {});
  assert.deepEqual(subject.tell({ kind: "packet", interface: "eth1", bytes }), []);
  assert.equal(subject.engine.status(0).dropped.unknown_vrid, 2);
});

test("other addresses than ours are counted and reported, and the advert is accepted all the same, as keepalived does", () => {
  for (const [addresses, says] of [
    [["192.168.0.121", "192.168.0.122"], /has an invalid ip number count 2, expected 1/],
    [[], /has an invalid ip number count 0, expected 1/],
    [["192.168.0.77"], /does not name our virtual address 192\.168\.0\.121/],
  ] as const) {
    const subject = new Subject().startAsBackup();
    subject.now = SECOND;
    assert.match(logs(subject.hear({ priority: 200, addresses: addresses.map(bytesOf) })).join(), says);
    assert.equal(subject.status.counters.addr_list_err, 1);
    assert.equal(subject.status.counters.advert_rcvd, 1);
    assert.equal(subject.engine.deadline, SECOND + 3_531_250);
  }
});

test("the order of the addresses does not matter, and excluded ones are in no advert", () => {
  const two = ["192.168.0.121", "192.168.0.122"].map((address) => ({
    address,
    prefixLength: 32,
    interface: "eth0",
    scope: 0,
  }));
  const excluded = [{ address: "192.168.0.130", prefixLength: 32, interface: "eth0", scope: 0 }];
  const subject = new Subject({ addresses: two, excludedAddresses: excluded }).startAsBackup();
  const addresses = ["192.168.0.122", "192.168.0.121"].map(bytesOf);
  assert.deepEqual(subject.hear({ priority: 200, addresses }), []);
  assert.equal(subject.status.counters.addr_list_err, 0);
});

test("another interval in version 3 is reported once and accepted", () => {
  const subject = new Subject(V3).startAsBackup();
  assert.equal(logs(subject.hear({ priority: 200, intervalCentis: 50 })).length, 1);
  assert.equal(logs(subject.hear({ priority: 200, intervalCentis: 50 })).length, 0);
  assert.equal(subject.status.counters.advert_rcvd, 2);
});

test("a password is compared over its 8 bytes, in any script", () => {
  for (const [ours, theirs] of [
    ["12345678", "12345678-and-more"],
    ["密码", "密码"],
    ["a", "a"],
  ] as const) {
    const authentication = { kind: "pass", password: ours } as const;
    const subject = new Subject({ authentication }).startAsBackup();
    subject.hear({ priority: 200, authentication: { kind: "pass", data: passwordData(theirs) } });
    assert.equal(subject.status.counters.advert_rcvd, 1, ours);
  }
});

test("priority 0 is counted, and so is everything accepted", () => {
  const subject = new Subject().startAsBackup();
  for (const priority of [0, 50, 200, 0]) subject.hear({ priority });
  assert.equal(subject.status.counters.advert_rcvd, 4);
  assert.equal(subject.status.counters.pri_zero_rcvd, 2);
});

test("a bit flipped anywhere in the VRRP message of the best advert changes nothing but a counter", () => {
  for (const own of [{}, V3, PASS]) {
    const subject = new Subject(own).startAsMaster();
    const { state, transitions } = subject.status;
    const { deadline } = subject.engine;
    const whole = packetOf(subject.instanceSettings, { priority: 255 });
    for (let bit = 20 * 8; bit < whole.length * 8; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.deepEqual(acts(subject.tell({ kind: "packet", interface: "eth0", bytes })), []);
    }
    assert.deepEqual(
      [subject.status.state, subject.status.transitions, subject.engine.deadline],
      [state, transitions, deadline],
    );
    assert.equal(subject.status.counters.advert_rcvd, 0);
  }
});

test("noise of up to 64 KiB, whatever its beginning, changes nothing and is counted somewhere", () => {
  const subject = new Subject().startAsMaster();
  const { deadline } = subject.engine;
  const whole = packetOf(subject.instanceSettings, { priority: 255 });
  let heard = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 65_515, size: "max" }), fc.nat(whole.length), (noise, kept) => {
      const bytes = new Uint8Array(kept + noise.length);
      bytes.set(whole.subarray(0, kept));
      bytes.set(noise, kept);
      // A total length that fits, so that more than the outermost check sees the noise.
      if (bytes.length > 3) bytes.set([bytes.length >> 8, bytes.length & 0xff], 2);
      const unspoilt = bytes.length === whole.length && bytes.every((byte, index) => byte === whole[index]);
      if (unspoilt) return;
      heard += 1;
      assert.deepEqual(acts(subject.tell({ kind: "packet", interface: "eth0", bytes })), []);
    }),
    { numRuns: 500 },
  );
  const { counters, state } = subject.status;
  const { dropped } = subject.engine.status(0);
  const refused = counters.packet_len_err + counters.vers_err + counters.chk_err + counters.invalid_type_rcvd;
  const others = counters.ip_ttl_err + counters.invalid_authtype + counters.addr_list_err + counters.authtype_mismatch;
  assert.equal(refused + others + counters.advert_interval_err + dropped.truncated + dropped.unknown_vrid, heard);
  assert.equal(state, "MASTER");
  assert.equal(subject.engine.deadline, deadline);
});

test("before it takes part an instance hears nothing and counts nothing", () => {
  const subject = new Subject({}, { startupDelay: 5 * SECOND });
  subject.start();
  assert.deepEqual(subject.hear({ priority: 255 }), []);
  assert.equal(subject.status.counters.advert_rcvd, 0);
});
