import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../../src/core/time.ts";
import { decodeIpv4 } from "../../../src/wire/ipv4.ts";
import { decodeVrrp, passwordData } from "../../../src/wire/vrrp.ts";
import { readVector } from "../../vectors/vector.ts";
import { addressOf, bytesOf, packetOf, Subject } from "../subject.ts";

/** The next packet that the master sends. */
function nextPacket(subject: Subject): Uint8Array {
  subject.now = subject.engine.deadline;
  const effects = subject.perform({ kind: "timer" });
  const [packet] = effects.flatMap((effect) => (effect.kind === "transmit" ? [effect.packet] : []));
  assert.ok(packet !== undefined);
  return packet;
}

const TWO = [addressOf("192.168.0.121"), addressOf("192.168.0.122", { prefixLength: 24 })];

test("the very first packet is byte for byte the one that keepalived 2.2.7 sends with the same configuration", () => {
  for (const [vector, settings] of [
    ["keepalived-v2-none", {}],
    ["keepalived-v2-pass", { authentication: { kind: "pass", password: "s3cr" } }],
    ["keepalived-v3", { version: 3, advertInterval: SECOND / 10 }],
  ] as const) {
    const subject = new Subject({ ...settings, addresses: TWO });
    subject.start();
    assert.deepEqual(nextPacket(subject), readVector(vector), vector);
  }
});

test("the farewell is the one that keepalived sends: its fourth packet", () => {
  const subject = new Subject({ addresses: TWO });
  subject.start();
  for (let count = 0; count < 3; count++) {
    nextPacket(subject);
    subject.tell({ kind: "transmitted", instance: "VI_1" });
  }
  const [farewell] = subject.perform({ kind: "stop" });
  assert.deepEqual(farewell?.kind === "transmit" && farewell.packet, readVector("keepalived-v2-none-resigning"));
});

test("RFC 9568 section 7.2: VRID, priority, interval, count, addresses in the file's order, and a right checksum", () => {
  const subject = new Subject({
    version: 3,
    virtualRouterId: 255,
    priority: 254,
    advertInterval: 40_950_000,
    addresses: TWO,
  });
  subject.start();
  const packet = decodeIpv4(nextPacket(subject));
  assert.ok(packet !== undefined);
  assert.deepEqual(decodeVrrp(packet), {
    version: 3,
    virtualRouterId: 255,
    priority: 254,
    intervalCentis: 4095,
    addresses: [bytesOf("192.168.0.121"), bytesOf("192.168.0.122")],
  });
  assert.deepEqual([packet.ttl, packet.protocol], [255, 112]);
  assert.deepEqual(packet.destination, bytesOf("224.0.0.18"));
});

test("version 2: the interval in whole seconds and the password in the authentication data", () => {
  const authentication = { kind: "pass", password: "secret" } as const;
  const subject = new Subject({ advertInterval: 255 * SECOND, authentication });
  subject.start();
  const packet = decodeIpv4(nextPacket(subject));
  const advert = packet && decodeVrrp(packet);
  assert.ok(typeof advert === "object" && advert.version === 2);
  assert.equal(advert.intervalSeconds, 255);
  assert.deepEqual(advert.authentication, { kind: "pass", data: passwordData("secret") });
});

test("the source is the configured address, else the interface's first; a new one is used at once", () => {
  const sourceOf = (subject: Subject) => decodeIpv4(nextPacket(subject))?.source;
  const configured = new Subject({ sourceAddress: "192.168.0.99" });
  configured.start();
  assert.deepEqual(sourceOf(configured), bytesOf("192.168.0.99"));
  const subject = new Subject().startAsMaster();
  assert.deepEqual(sourceOf(subject), bytesOf("192.168.0.4"));
  const link = { kind: "up", mac: new Uint8Array(6), addresses: ["192.168.0.8", "192.168.0.4"] } as const;
  subject.tell({ kind: "link", interface: "eth0", link });
  assert.deepEqual(sourceOf(subject), bytesOf("192.168.0.8"));
});

test("the IPv4 identification counts from 1 and leaves out 0", () => {
  const subject = new Subject({ leaseSeconds: 0 }).startAsMaster();
  // Each advert of priority 0 is answered at once.
  const rival = {
    kind: "packet",
    interface: "eth0",
    bytes: packetOf(subject.instanceSettings, { priority: 0 }),
  } as const;
  for (let count = 2; count <= 65_540; count++) {
    const [effect] = subject.perform(rival);
    assert.ok(effect?.kind === "transmit");
    assert.equal(((effect.packet[4] ?? 0) << 8) | (effect.packet[5] ?? 0), count <= 65_535 ? count : count - 65_535);
  }
});
