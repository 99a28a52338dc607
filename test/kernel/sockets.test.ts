import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_PACKET, SOCK_RAW } from "../../src/kernel/constants.ts";
import { linkAddress } from "../../src/kernel/socket-address.ts";
import { FrameSocket, VrrpSocket } from "../../src/kernel/sockets.ts";
import { bind, close, ReceiveRing, recvmmsg, socket, watch } from "../../src/kernel/syscalls.ts";
import { encodeGratuitousArp } from "../../src/wire/arp.ts";
import { decodeIpv4, encodeIpv4, formatIpv4 } from "../../src/wire/ipv4.ts";
import { VRRP_GROUP } from "../../src/wire/vrrp.ts";
import { enterNamespace, ip } from "./namespace.ts";

const inside = enterNamespace(import.meta.url);
// Two links; the packets bear source addresses that nobody has, or the kernel would not accept its own.
const [left, right, other] = inside.skip === false ? links() : [0, 0, 0];

test("A packet sent on one end of a link comes in whole on the other, and nowhere else", inside, async () => {
  const heard: string[] = [];
  const { packet, sockets } = await firstPacket(
    (say) => [
      new VrrpSocket("va", left, () => heard.push("va")),
      new VrrpSocket("vc", other, () => heard.push("vc")),
      new VrrpSocket("vb", right, say),
    ],
    ([sender]) => sender?.send(advert(Uint8Array.of(1, 2, 3))),
  );
  const ipv4 = decodeIpv4(packet);
  assert.ok(ipv4 !== undefined);
  assert.equal(formatIpv4(ipv4.source), "192.0.2.7");
  assert.equal(formatIpv4(ipv4.destination), "224.0.0.18");
  assert.equal(ipv4.ttl, 255);
  assert.deepEqual([...ipv4.payload], [1, 2, 3]);
  assert.equal(packet[1], 0xc0, "type of service");
  assert.deepEqual([packet[4], packet[5]], [0x12, 0x34], "identification");
  assert.equal(wordSum(packet.subarray(0, 20)), 0xffff, "the kernel has filled in the checksum");
  assert.deepEqual(heard, []);
  for (const each of sockets) each.close();
});

test("A packet longer than any advert comes in cut, so that its length is wrong", inside, async () => {
  ip("link set va mtu 9000");
  ip("link set vb mtu 9000");
  const { packet, sockets } = await firstPacket(
    (say) => [new VrrpSocket("va", left, () => undefined), new VrrpSocket("vb", right, say)],
    ([sender]) => sender?.send(advert(new Uint8Array(5_000))),
  );
  assert.equal(packet.length, 2_048);
  assert.equal(decodeIpv4(packet), undefined);
  for (const each of sockets) each.close();
});

test("A flood is taken in small portions, between which the event loop turns", inside, async () => {
  const sender = new VrrpSocket("va", left, () => undefined);
  const perTurn: number[] = [];
  await new Promise<void>((resolve) => {
    let turn = -1;
    let count = 0;
    const receiver = new VrrpSocket("vb", right, () => {
      if (turn === -1) {
        turn = perTurn.push(0) - 1;
        setImmediate(() => {
          turn = -1;
        });
      }
      perTurn[turn] = (perTurn[turn] ?? 0) + 1;
      count += 1;
      if (count < 100) return;
      receiver.close();
      resolve();
    });
    for (let number = 0; number < 100; number += 1) sender.send(advert(Uint8Array.of(number)));
  });
  assert.ok(
    perTurn.every((packets) => packets <= 16),
    `per turn: ${perTurn}`,
  );
  sender.close();
});

test("A socket closed by what it hears says no more, and may be closed again", inside, async () => {
  const sender = new VrrpSocket("va", left, () => undefined);
  let heard = 0;
  await new Promise<void>((resolve) => {
    const receiver = new VrrpSocket("vb", right, () => {
      heard += 1;
      receiver.close();
      setImmediate(resolve);
    });
    for (let number = 0; number < 5; number += 1) sender.send(advert(Uint8Array.of(number)));
  });
  assert.equal(heard, 1);
  sender.close();
  sender.close();
});

test("An interface that does not exist, is down or too small is a SystemError", inside, () => {
  assert.throws(() => new VrrpSocket("none", 999, () => undefined), { call: "setsockopt", code: "ENODEV" });
  const sender = new VrrpSocket("va", left, () => undefined);
  assert.throws(() => sender.send(advert(new Uint8Array(10_000))), { call: "sendto", code: "EMSGSIZE" });
  ip("link set va down");
  assert.throws(() => sender.send(advert(Uint8Array.of(1))), { name: "SystemError", call: "sendto" });
  const frames = new FrameSocket();
  assert.throws(() => frames.send(left, new Uint8Array(42)), { call: "sendto", code: "ENETDOWN" });
  assert.throws(() => frames.send(999, new Uint8Array(42)), { call: "sendto", code: "ENXIO" });
  ip("link set va up");
  sender.send(advert(Uint8Array.of(1)));
  frames.close();
  sender.close();
});

test("A frame leaves the interface as it was given", inside, async () => {
  const frame = encodeGratuitousArp({ mac: Uint8Array.of(2, 0, 0, 0, 0, 1), address: Uint8Array.of(192, 0, 2, 9) });
  const ring = new ReceiveRing(1, 2_048, 0);
  const receiver = socket(AF_PACKET, SOCK_RAW, 0);
  bind(receiver, linkAddress(right, 0x0806));
  const frames = new FrameSocket();
  await new Promise<void>((resolve) => {
    const watching = watch(receiver, () => {
      recvmmsg(receiver, ring);
      watching.close();
      resolve();
    });
    frames.send(left, frame);
  });
  assert.deepEqual([...ring.message(0)], [...frame]);
  frames.close();
  close(receiver);
});

function links(): [left: number, right: number, other: number] {
  for (const [from, to] of ["va vb", "vc vd"].map((pair) => pair.split(" "))) {
    ip(`link add ${from} type veth peer name ${to}`);
    for (const name of [from, to]) ip(`link set ${name} up`);
  }
  return [indexOf("va"), indexOf("vb"), indexOf("vc")];
}

function indexOf(name: string): number {
  return Number(/^(\d+):/.exec(ip(`link show ${name}`))?.[1]);
}

function advert(payload: Uint8Array): Uint8Array {
  const header = { typeOfService: 0xc0, identification: 0x1234, ttl: 255, protocol: 112 };
  const packet = encodeIpv4({ ...header, source: Uint8Array.of(192, 0, 2, 7), destination: VRRP_GROUP }, payload);
  // Whatever the core puts there.
  packet.set([0, 0], 10);
  return packet;
}

/** The sockets made with a listener, and a copy of the first packet that it hears after the action. */
async function firstPacket(
  make: (say: (packet: Uint8Array) => void) => VrrpSocket[],
  action: (sockets: VrrpSocket[]) => void,
): Promise<{ readonly packet: Uint8Array; readonly sockets: VrrpSocket[] }> {
  let say = (_: Uint8Array) => {};
  const sockets = make((packet) => say(packet.slice()));
  const heard = new Promise<Uint8Array>((resolve) => {
    say = resolve;
  });
  action(sockets);
  return { packet: await heard, sockets };
}

function wordSum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return (sum & 0xffff) + (sum >> 16);
}
