import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { held, Machine } from "./machine.ts";
import { enterNamespace, ip, untilUp } from "./namespace.ts";

const inside = enterNamespace(import.meta.url);
let machine: Machine;

beforeEach(() => {
  if (inside.skip !== false) return;
  ip("link add va type veth peer name vb");
  for (const name of ["va", "vb"]) ip(`link set ${name} up`);
  untilUp("va");
  machine = new Machine();
});

afterEach(() => {
  if (inside.skip !== false) return;
  machine.close();
  ip("link delete va");
});

test("A held address is there with everything that was asked for, and keepalived's protocol number", inside, () => {
  const options = { prefixLength: 24, scope: 253, broadcast: "10.0.0.255", label: "va:vip", leaseSeconds: 60 };
  assert.deepEqual(machine.addresses.hold([held("10.0.0.1", options), held("10.0.0.2", { interface: "vb" })]), []);
  const index = (name: string) => machine.links.find(name)?.index;
  assert.deepEqual(machine.present(), [
    {
      index: index("vb"),
      address: "10.0.0.2",
      prefixLength: 32,
      scope: 0,
      flags: 0x80,
      label: "vb",
      protocol: 18,
    },
    {
      index: index("va"),
      address: "10.0.0.1",
      prefixLength: 24,
      scope: 253,
      flags: 0,
      broadcast: "10.0.0.255",
      label: "va:vip",
      protocol: 18,
      lifetimeSeconds: 60,
    },
  ]);
});

test("Another set changes only what differs", inside, () => {
  machine.addresses.hold([held("10.0.0.1"), held("10.0.0.2"), held("10.0.0.3", { label: "va:3" })]);
  ip("address delete 10.0.0.2/32 dev va");
  assert.deepEqual(
    machine.addresses.hold([held("10.0.0.2"), held("10.0.0.3", { label: "va:x" }), held("10.0.0.4")]),
    [],
  );
  assert.deepEqual(machine.texts(), ["10.0.0.3/32", "10.0.0.4/32"], "the second was not noticed missing yet");
  assert.equal(machine.present()[0]?.label, "va:x");
  machine.addresses.hold([]);
  assert.deepEqual(machine.texts(), []);
});

test("An address that is there already is taken over, and removed in the end", inside, () => {
  ip("address add 10.0.0.1/32 dev va label va:old");
  assert.deepEqual(machine.addresses.hold([held("10.0.0.1", { leaseSeconds: 60 })]), []);
  assert.equal(machine.present()[0]?.lifetimeSeconds, 60);
  assert.deepEqual(machine.addresses.hold([]), []);
  assert.deepEqual(machine.texts(), []);
});

test("What was left by a predecessor is only ours once it is claimed", inside, () => {
  for (const address of ["10.0.0.1/32", "10.0.0.2/24", "10.0.0.3/32"]) ip(`address add ${address} dev va`);
  ip("address add 10.0.0.9/32 dev vb");
  machine.addresses.claim([held("10.0.0.1"), held("10.0.0.2"), held("10.0.0.5"), held("10.0.0.9")]);
  assert.equal(machine.present().length, 4, "claiming changes nothing");
  machine.addresses.hold([held("10.0.0.1", { leaseSeconds: 60 })]);
  assert.deepEqual(machine.texts(), ["10.0.0.9/32", "10.0.0.1/32", "10.0.0.3/32"].sort(byInterface));
  assert.equal(machine.present().find(({ address }) => address === "10.0.0.1")?.lifetimeSeconds, 60);
});

test("An address that cannot be placed is reported with its reason, and the others are there", inside, () => {
  const failures = machine.addresses.hold([
    held("10.0.0.1"),
    held("10.0.0.2", { interface: "nowhere" }),
    held("10.0.0.3", { prefixLength: 24, scope: 0 }),
    held("10.0.0.4", { prefixLength: 24, scope: 253 }),
  ]);
  assert.deepEqual(failures, [
    { address: "10.0.0.2", interface: "nowhere", reason: "the interface nowhere does not exist" },
    { address: "10.0.0.4", interface: "va", reason: "ipv4: Invalid scope value (EINVAL)" },
  ]);
  assert.deepEqual(machine.texts(), ["10.0.0.1/32", "10.0.0.3/24"]);
});

test("What has failed is tried again the next time", inside, async () => {
  const wanted = [held("10.0.0.1", { interface: "late" })];
  assert.equal(machine.addresses.hold(wanted).length, 1);
  ip("link add late type veth peer name later");
  await machine.events();
  assert.deepEqual(machine.addresses.hold(wanted), []);
  assert.deepEqual(machine.texts(), ["10.0.0.1/32"]);
  ip("link delete late");
});

test("Removing what somebody else has removed is no failure", inside, () => {
  machine.addresses.hold([held("10.0.0.1"), held("10.0.0.2", { interface: "vb" })]);
  ip("address delete 10.0.0.1/32 dev va");
  assert.deepEqual(machine.addresses.hold([]), []);
});

test("A subnet's first address does not take along those that stay", inside, async () => {
  const subnet = { prefixLength: 24 };
  machine.addresses.hold(["10.0.0.1", "10.0.0.2", "10.0.0.3"].map((address) => held(address, subnet)));
  assert.deepEqual(machine.addresses.hold(["10.0.0.2", "10.0.0.3"].map((address) => held(address, subnet))), []);
  assert.deepEqual(machine.texts(), ["10.0.0.2/24", "10.0.0.3/24"]);
  assert.deepEqual(await machine.events(), [], "nobody has lost them");
  assert.deepEqual(machine.addresses.hold([]), []);
  assert.deepEqual(machine.texts(), []);
});

test("A renewed lease starts anew", inside, async () => {
  const wanted = [held("10.0.0.1", { leaseSeconds: 30 }), held("10.0.0.2")];
  machine.addresses.hold(wanted);
  const left = () => machine.present().map(({ lifetimeSeconds }) => lifetimeSeconds);
  while (left()[0] === 30) await sleep(50);
  assert.deepEqual(machine.addresses.renew(wanted), []);
  assert.deepEqual(left(), [30, undefined]);
});

test("Only what is held is renewed", inside, () => {
  assert.deepEqual(machine.addresses.renew([held("10.0.0.1", { leaseSeconds: 30 })]), []);
  assert.deepEqual(machine.texts(), []);
});

test("A lease that is not renewed ends without us, and that is reported as a loss", inside, async () => {
  machine.addresses.hold([held("10.0.0.1", { leaseSeconds: 1 }), held("10.0.0.2", { leaseSeconds: 60 })]);
  await machine.until(({ kind }) => kind === "address lost");
  assert.deepEqual(await machine.events(), [
    { kind: "address lost", interface: "va", address: "10.0.0.1", cause: "removed" },
  ]);
  assert.deepEqual(machine.texts(), ["10.0.0.2/32"]);
});

test("A thousand addresses come and go", inside, () => {
  const many = Array.from({ length: 1_000 }, (_, number) => held(`10.1.${number >> 8}.${number & 255}`));
  assert.deepEqual(machine.addresses.hold(many), []);
  assert.equal(machine.present().length, 1_000);
  assert.deepEqual(machine.addresses.hold(many.slice(500)), []);
  assert.equal(machine.present().length, 500);
  machine.addresses.hold([]);
  assert.equal(machine.present().length, 0);
});

/** As the dump has them: the peer was made first. */
function byInterface(a: string, b: string): number {
  return Number(b === "10.0.0.9/32") - Number(a === "10.0.0.9/32");
}
