import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { Link } from "../../src/core/event.ts";
import type { LinkEvent } from "../../src/kernel/links.ts";
import { held, Machine } from "./machine.ts";
import { enterNamespace, ip, untilUp } from "./namespace.ts";

const inside = enterNamespace(import.meta.url);
const MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
let machine: Machine;

beforeEach(() => {
  if (inside.skip !== false) return;
  makeLink();
  ip("address add 192.0.2.1/24 dev va");
  machine = new Machine();
});

afterEach(() => {
  if (inside.skip !== false) return;
  machine.close();
  ip("link delete va");
});

test("What exists at the start is found and not reported", inside, async () => {
  assert.deepEqual(machine.links.find("va"), { index: indexOf("va"), mac: MAC, link: up("192.0.2.1") });
  assert.deepEqual(machine.links.find("lo")?.link, { kind: "down" });
  assert.equal(machine.links.find("none"), undefined);
  assert.deepEqual(await machine.events(), []);
});

test("An interface is up while it is set up and has a carrier", inside, async () => {
  const next = async () => {
    await machine.until(of("va"));
    return (await machine.events()).filter(of("va"));
  };
  ip("link set vb down");
  assert.deepEqual(await next(), [event("va", { kind: "down" })]);
  assert.deepEqual(machine.links.find("va")?.link, { kind: "down" });
  ip("link set vb up");
  assert.deepEqual(await next(), [event("va", up("192.0.2.1"))]);
  ip("link set va down");
  assert.deepEqual(await next(), [event("va", { kind: "down" })]);
  ip("link set va up");
  assert.deepEqual(await next(), [event("va", up("192.0.2.1"))]);
});

test("The first configured of the widest scope comes first, secondary addresses come last", inside, async () => {
  ip("address add 192.0.2.2/24 dev va");
  ip("address add 169.254.0.1/16 scope link dev va");
  ip("address add 198.51.100.1/24 dev va");
  await machine.events();
  assert.deepEqual(machine.links.find("va")?.link, up("192.0.2.1", "198.51.100.1", "169.254.0.1", "192.0.2.2"));
  ip("address delete 192.0.2.1/24 dev va");
  await machine.events();
  assert.deepEqual(machine.links.find("va")?.link, up("198.51.100.1", "169.254.0.1"));
});

test("Addresses that we hold are none of the interface's own, and make no event", inside, async () => {
  machine.addresses.hold([held("192.0.2.100", { prefixLength: 24 }), held("10.0.0.1")]);
  assert.deepEqual(await machine.events(), []);
  machine.addresses.hold([]);
  assert.deepEqual(await machine.events(), []);
  machine.addresses.hold([held("10.0.0.1")]);
  machine.addresses.hold([]);
  machine.addresses.hold([held("10.0.0.1")]);
  assert.deepEqual(await machine.events(), [], "a removal that was undone before it was noticed");
  assert.deepEqual(machine.links.find("va")?.link, up("192.0.2.1"));
});

test(
  "What a crashed predecessor has left is none of the interface's own, with its protocol or by claim",
  inside,
  async () => {
    machine.addresses.hold([held("10.0.0.1")]);
    ip("address add 10.0.0.2/32 dev va");
    const successor = new Machine();
    assert.deepEqual(successor.links.find("va")?.link, up("192.0.2.1", "10.0.0.2"));
    successor.addresses.claim([held("10.0.0.1"), held("10.0.0.2")]);
    successor.addresses.hold([]);
    await successor.events();
    assert.deepEqual(successor.links.find("va")?.link, up("192.0.2.1"));
    assert.deepEqual(successor.texts(), ["192.0.2.1/24"]);
    successor.close();
  },
);

test("A held address that somebody removes is reported as lost, once, and can be held again", inside, async () => {
  const wanted = [held("10.0.0.1"), held("10.0.0.2")];
  machine.addresses.hold(wanted);
  ip("address delete 10.0.0.2/32 dev va");
  assert.deepEqual(await machine.events(), [
    { kind: "address lost", interface: "va", address: "10.0.0.2", cause: "removed" },
  ]);
  ip("address add 203.0.113.1/32 dev va");
  ip("address delete 203.0.113.1/32 dev va");
  assert.deepEqual(
    (await machine.events()).filter(({ kind }) => kind === "address lost"),
    [],
  );
  assert.deepEqual(machine.addresses.hold(wanted), []);
  assert.deepEqual(machine.texts(), ["192.0.2.1/24", "10.0.0.1/32", "10.0.0.2/32"]);
  assert.deepEqual(await machine.events(), []);
});

test("An interface that is made anew is absent in between, and holds nothing any more", inside, async () => {
  machine.addresses.hold([held("10.0.0.1")]);
  const before = machine.links.find("va")?.index;
  ip("link delete va");
  makeLink();
  const absent = event("va", { kind: "absent" });
  assert.deepEqual((await machine.events()).filter(of("va")), [absent, event("va", up())]);
  assert.notEqual(machine.links.find("va")?.index, before);
  machine.addresses.hold([held("10.0.0.1")]);
  assert.deepEqual(machine.texts(), ["10.0.0.1/32"]);
  ip("link delete va");
  assert.deepEqual((await machine.events()).filter(of("va")), [absent]);
  assert.equal(machine.links.find("va"), undefined);
  makeLink();
});

test("A renamed interface is absent under its old name", inside, async () => {
  ip("link set va name vx");
  const events = (await machine.events()).filter((each) => of("va")(each) || of("vx")(each));
  assert.deepEqual(events, [event("va", { kind: "absent" }), event("vx", up("192.0.2.1"))]);
  ip("link set vx name va");
});

test("A new hardware address is reported; without ARP there is none", inside, async () => {
  ip("link set va address 02:00:00:00:00:02");
  assert.deepEqual(await machine.events(), [event("va", up("192.0.2.1"), Uint8Array.of(2, 0, 0, 0, 0, 2))]);
  ip("link set va arp off");
  assert.deepEqual(await machine.events(), [event("va", up("192.0.2.1"), new Uint8Array())]);
  ip("link set lo up");
  assert.deepEqual(await machine.events(), [event("lo", up("127.0.0.1"), new Uint8Array())]);
  ip("link set lo down");
});

test("A port that leaves a bridge is still an interface", inside, async () => {
  ip("link add bridge0 type bridge");
  ip("link set va master bridge0");
  await machine.events();
  ip("link set va nomaster");
  assert.deepEqual((await machine.events()).filter(of("va")), []);
  assert.equal(machine.links.find("va")?.link.kind, "up");
  ip("link delete bridge0");
});

test("After more changes than the socket can hold, what was missed is made up for", inside, async () => {
  const many = Array.from({ length: 1_000 }, (_, number) => held(`10.1.${number >> 8}.${number & 255}`));
  machine.addresses.hold([held("10.0.0.1"), held("10.0.0.2")]);
  await machine.events();
  // Nothing is read meanwhile: some ten thousand notifications are more than its four megabytes.
  for (let round = 0; round < 12; round += 1) {
    machine.addresses.hold([held("10.0.0.1"), held("10.0.0.2"), ...many]);
    machine.addresses.hold([held("10.0.0.1"), held("10.0.0.2")]);
  }
  ip("address delete 10.0.0.2/32 dev va");
  ip("link set va address 02:00:00:00:00:02");
  assert.deepEqual(await machine.events(), [
    event("va", up("192.0.2.1"), Uint8Array.of(2, 0, 0, 0, 0, 2)),
    { kind: "address lost", interface: "va", address: "10.0.0.2", cause: "removed" },
  ]);
  assert.deepEqual(await machine.events(), []);
});

function makeLink(): void {
  ip("link add va address 02:00:00:00:00:01 type veth peer name vb");
  for (const name of ["va", "vb"]) ip(`link set ${name} up`);
  untilUp("va");
}

function up(...addresses: string[]): Link {
  return { kind: "up", mac: MAC, addresses };
}

function event(name: string, link: Link, mac?: Uint8Array): LinkEvent {
  return { kind: "link", interface: name, link: link.kind === "up" && mac !== undefined ? { ...link, mac } : link };
}

function of(name: string): (event: LinkEvent) => boolean {
  return (event) => event.interface === name;
}

function indexOf(name: string): number {
  return Number(/^(\d+):/.exec(ip(`link show ${name}`))?.[1]);
}
