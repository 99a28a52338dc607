import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "../../src/config/keywords/root.ts";
import { assertPrintedAsRead, readItem, readItems, saidOf } from "./items.ts";
import { readText } from "./reading.ts";

const read = (line: string): object => readItem("static_ipaddress", line);
const said = (line: string): readonly string[] => saidOf("static_ipaddress", line);

test("an address alone has the length of a single one, in its canonical form", () => {
  assert.deepEqual(read("192.0.2.1"), { address: "192.0.2.1", prefixLength: 32 });
  assert.deepEqual(read("2001:DB8:0:0::1"), { address: "2001:db8::1", prefixLength: 128 });
  assert.deepEqual(read("2001:db8::1/64"), { address: "2001:db8::1", prefixLength: 64 });
});

test("every option of an address is read into its field", () => {
  const line =
    "192.0.2.1/24 dev eth1 scope link brd + label eth1:1 home -nodad mngtmpaddr noprefixroute autojoin no_track " +
    "preferred_lft 60 track_group G";
  assert.deepEqual(read(line), {
    address: "192.0.2.1",
    prefixLength: 24,
    dev: "eth1",
    scope: 253,
    broadcast: "192.0.2.255",
    label: "eth1:1",
    home: true,
    "-nodad": true,
    mngtmpaddr: true,
    noprefixroute: true,
    autojoin: true,
    no_track: true,
    preferred_lft: 60_000_000,
    track_group: "G",
  });
});

test("use_vmac is for virtual addresses", () => {
  const instance = "vrrp_instance A {\nvirtual_ipaddress {\n192.0.2.1 use_vmac\n}\n}";
  assert.equal(readText(instance).document.vrrp_instance?.get("A")?.given.virtual_ipaddress?.[0]?.use_vmac, true);
});

test("the broadcast address is written, or made of the host bits", () => {
  const broadcast = (line: string): unknown => Object.entries(read(line)).find(([name]) => name === "broadcast")?.[1];
  assert.equal(broadcast("10.1.2.3/20 brd +"), "10.1.15.255");
  assert.equal(broadcast("10.1.2.3/20 broadcast -"), "10.1.0.0");
  assert.equal(broadcast("10.1.2.3/30 brd +"), "10.1.2.3");
  assert.equal(broadcast("10.1.2.3/31 brd 10.1.2.9"), "10.1.2.9");
});

test("a preferred lifetime of 32 bits of ones is for ever", () => {
  assert.deepEqual(read("192.0.2.1 preferred_lft 4294967295"), read("192.0.2.1 preferred_lft forever"));
});

test("with a peer the prefix length is the peer's, and there is no broadcast address", () => {
  const linked = { address: "192.0.2.1", prefixLength: 32, peer: { address: "192.0.2.2", length: 31 } };
  assert.deepEqual(read("192.0.2.1 peer 192.0.2.2/31"), linked);
  assert.deepEqual(read("192.0.2.1/24 peer 192.0.2.2/31 brd +"), linked);
  assert.equal(said("192.0.2.1/24 peer 192.0.2.2/31 brd +").length, 2);
  assert.deepEqual(read("fe80::1 peer fe80::2"), {
    address: "fe80::1",
    prefixLength: 128,
    peer: { address: "fe80::2", length: 128 },
  });
});

test("what an IPv6 address cannot have is left out with a warning, or refused", () => {
  assert.deepEqual(read("fe80::1/64 scope link label eth0:1"), { address: "fe80::1", prefixLength: 64 });
  assert.equal(said("fe80::1/64 scope link label eth0:1").length, 2);
  assert.deepEqual(said("fe80::1/64 scope global"), []);
  assert.deepEqual(said("fe80::1/64 brd +"), ["error: an IPv6 address has no broadcast address"]);
});

test("the JSON of an address has all its options", () => {
  const { document } = readText(
    "static_ipaddress {\n192.0.2.1/24 dev eth1 scope 200 peer 192.0.2.2 preferred_lft forever\n}",
  );
  assert.deepEqual(root.static_ipaddress.type.json(document.static_ipaddress ?? []), [
    {
      address: "192.0.2.1",
      prefixLength: 32,
      dev: "eth1",
      scope: 200,
      peer: { address: "192.0.2.2", length: 32 },
      preferred_lft: "forever",
      place: { file: "keepalived.conf", line: 2, column: 1 },
    },
  ]);
});

test("scopes of the machine have names", () => {
  const { items } = readItems("static_ipaddress", ["192.0.2.1 scope building"], {
    "/etc/iproute2/rt_scopes": "7 building\n",
  });
  assert.deepEqual(items, [{ address: "192.0.2.1", prefixLength: 32, scope: 7 }]);
});

test("what is printed of addresses is read as the same", () => {
  assertPrintedAsRead("static_ipaddress", ["192.0.2.1", "192.0.2.1/24", "2001:db8::1", "2001:db8::1/64"]);
});

test("addresses of static_ipaddress without dev are on default_interface, and each is there once", () => {
  assert.deepEqual(readItems("static_ipaddress", ["192.0.2.1/24", "192.0.2.1/24 dev eth1"]).said, []);
  assert.deepEqual(readItems("static_ipaddress", ["192.0.2.1/24", "192.0.2.1/24 dev eth0"]).said, [
    "warning: 192.0.2.1 on eth0 again, after line 2",
  ]);
});
