import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "../../src/config/keywords/root.ts";
import { assertPrintedAsRead, readItem, readItems, saidOf } from "./items.ts";
import { readText } from "./reading.ts";

const read = (line: string): object => readItem("static_routes", line);
const said = (line: string): readonly string[] => saidOf("static_routes", line);

const unicast = { family: "inet", type: 1, nexthops: [] } as const;
const network = { ...unicast, destination: { address: "10.0.0.0", length: 8 } } as const;

test("a destination may stand anywhere, with and without its word", () => {
  assert.deepEqual(read("10.0.0.0/8 dev eth0"), { ...network, dev: "eth0" });
  assert.deepEqual(read("dev eth0 to 10.0.0.0/8"), { ...network, dev: "eth0" });
  assert.deepEqual(read("dev eth0 10.0.0.0/8"), { ...network, dev: "eth0" });
  assert.deepEqual(read("to unicast 10.0.0.0/8 dev eth0"), { ...network, dev: "eth0" });
  assert.deepEqual(read("10.0.0.1 dev eth0"), {
    ...network,
    destination: { address: "10.0.0.1", length: 32 },
    dev: "eth0",
  });
});

test("types of routes are named or numbered", () => {
  assert.deepEqual(read("blackhole 10.0.0.0/8 no_track"), { ...network, type: 6, no_track: true });
  assert.deepEqual(read("6 10.0.0.0/8 no_track"), { ...network, type: 6, no_track: true });
  assert.deepEqual(read("brd 10.0.0.255 no_track"), {
    ...network,
    type: 3,
    destination: { address: "10.0.0.255", length: 32 },
    no_track: true,
  });
});

test("default is everything of the family that the other words tell, IPv4 if none does", () => {
  const all = { address: "0.0.0.0", length: 0 };
  const all6 = { address: "::", length: 0 };
  for (const word of ["default", "any", "all", "0.0.0.0/0"]) {
    assert.deepEqual(read(`${word} dev eth0`), { ...network, destination: all, dev: "eth0" });
  }
  const six = { ...network, family: "inet6", destination: all6, dev: "eth0" };
  assert.deepEqual(read("default dev eth0 via fe80::1"), { ...six, via: "fe80::1" });
  assert.deepEqual(read("default dev eth0 via inet6 fe80::1"), { ...six, via: "fe80::1" });
  assert.deepEqual(read("default dev eth0 src fe80::1"), { ...six, src: "fe80::1" });
  assert.deepEqual(read("default dev eth0 expires 10"), { ...six, expires: 10_000_000 });
  assert.deepEqual(read("default dev eth0 pref high"), { ...six, pref: 1 });
  assert.deepEqual(read("inet6 default dev eth0"), six);
  assert.deepEqual(read("default6 dev eth0"), six);
});

test("the words of two families do not stand in one route", () => {
  for (const line of [
    "10.0.0.0/8 dev eth0 via fe80::1",
    "10.0.0.0/8 dev eth0 src fe80::1",
    "10.0.0.0/8 dev eth0 from fe80::/10",
    "10.0.0.0/8 dev eth0 expires 10",
    "10.0.0.0/8 dev eth0 pref low",
    "10.0.0.0/8 no_track nexthop via 192.0.2.1 nexthop via fe80::1",
    "2001:db8::/64 dev eth0 realms 5",
    "2001:db8::/64 no_track nexthop via fe80::1 dev eth0 realms 5",
    "default dev eth0 realms 5 pref low",
    "inet inet6 default dev eth0",
  ]) {
    const [first, ...more] = said(line);
    assert.match(first ?? "", /^error: .* in one route$/, line);
    assert.deepEqual(more, [], line);
  }
});

test("every option of a route is read into its field", () => {
  const line =
    "10.0.0.0/8 src 192.0.2.1 via 192.0.2.254 tos AF11 table 100 protocol keepalived scope link metric 5 dev eth0 onlink " +
    "mtu lock 1400 advmss 1300 rtt 1s rttvar lock 8000 reordering 3 rto_min 300 cwnd 4 ssthresh lock 5 congctl cubic " +
    "hoplimit 64 window 6 initcwnd 7 initrwnd 8 features ecn quickack 1 realms 1/2 ttl-propagate disabled " +
    "fastopen_no_cookie 0 append track_group G";
  assert.deepEqual(read(line), {
    ...network,
    src: "192.0.2.1",
    via: "192.0.2.254",
    tos: 0x28,
    table: 100,
    protocol: 18,
    scope: 253,
    metric: 5,
    dev: "eth0",
    onlink: true,
    mtu: { value: 1400, lock: true },
    advmss: { value: 1300 },
    rtt: { value: 1_000_000 },
    rttvar: { value: 2_000_000, lock: true },
    reordering: { value: 3 },
    rto_min: { value: 300_000 },
    cwnd: { value: 4 },
    ssthresh: { value: 5, lock: true },
    congctl: { value: "cubic" },
    hoplimit: 64,
    window: 6,
    initcwnd: 7,
    initrwnd: 8,
    features: "ecn",
    quickack: 1,
    realms: { from: 1, to: 2 },
    "ttl-propagate": false,
    fastopen_no_cookie: 0,
    mode: "append",
    track_group: "G",
  });
});

test("a time of TCP counts the kernel's own units where it has none", () => {
  const times = (line: string): unknown => read(`10.0.0.0/8 dev eth0 ${line}`);
  const each = { ...network, dev: "eth0" };
  assert.deepEqual(times("rtt 8000"), { ...each, rtt: { value: 1_000_000 } });
  assert.deepEqual(times("rttvar 8000"), { ...each, rttvar: { value: 2_000_000 } });
  assert.deepEqual(times("rto_min 8000"), { ...each, rto_min: { value: 8_000_000 } });
  assert.deepEqual(times("rtt 1601"), { ...each, rtt: { value: 200_125 } });
  assert.deepEqual(times("rtt 0.25s"), { ...each, rtt: { value: 250_000 } });
  assert.deepEqual(times("rtt 100ms"), { ...each, rtt: { value: 200_000 } });
  assert.deepEqual(times("rtt 500s"), { ...each, rtt: { value: 120_000_000 } });
});

test("several ways stand behind nexthop, at the end", () => {
  const ways = "nexthop via 192.0.2.1 dev eth0 weight 256 onlink realms 5 encap mpls 100 nexthop dev eth1";
  assert.deepEqual(read(`10.0.0.0/8 no_track ${ways}`), {
    ...network,
    no_track: true,
    nexthops: [
      {
        via: "192.0.2.1",
        dev: "eth0",
        weight: 256,
        onlink: true,
        realms: { from: 0, to: 5 },
        encap: { kind: "mpls", labels: [100] },
      },
      { dev: "eth1" },
    ],
  });
  assert.deepEqual(read("10.0.0.0/8 no_track via 192.0.2.1 or 192.0.2.2"), {
    ...network,
    no_track: true,
    nexthops: [{ via: "192.0.2.1" }, { via: "192.0.2.2" }],
  });
});

test("encapsulations are read with all they have", () => {
  const encap = (words: string): unknown =>
    Object.entries(read(`10.0.0.0/8 dev eth0 encap ${words}`)).find(([name]) => name === "encap")?.[1];
  assert.deepEqual(encap("ip id 18446744073709551615 dst 192.0.2.1 src 192.0.2.2 tos CS1 ttl 9 flags 1"), {
    kind: "ip",
    id: "18446744073709551615",
    dst: "192.0.2.1",
    src: "192.0.2.2",
    tos: 0x20,
    ttl: 9,
    flags: 1,
  });
  assert.deepEqual(encap("ip6 dst fe80::1 tc 0x10 hoplimit 9 metric 5"), {
    kind: "ip6",
    dst: "fe80::1",
    tc: 16,
    hoplimit: 9,
  });
  assert.deepEqual(encap("mpls 16/0x11"), { kind: "mpls", labels: [16, 17] });
  assert.deepEqual(encap("ila 1:02:3:FFFF"), { kind: "ila", locator: "1:2:3:ffff" });
});

test("the host bits of a destination are cleared, as the kernel wants it", () => {
  assert.deepEqual(read("10.1.2.3/8 dev eth0"), { ...network, dev: "eth0" });
  assert.deepEqual(said("10.1.2.3/8 dev eth0"), ["warning: `10.1.2.3/8` has host bits: it is taken as 10.0.0.0/8"]);
  assert.deepEqual(read("2001:db8::1/33 dev eth0"), {
    ...network,
    family: "inet6",
    destination: { address: "2001:db8::", length: 33 },
    dev: "eth0",
  });
});

test("a route is tracked by its interface and keepalived's protocol, unless it says no_track", () => {
  assert.deepEqual(said("10.0.0.0/8 dev eth0"), []);
  assert.deepEqual(said("10.0.0.0/8 via 192.0.2.1 no_track"), []);
  assert.deepEqual(said("10.0.0.0/8 via 192.0.2.1"), ["warning: without a dev the loss of this route goes unnoticed"]);
  assert.deepEqual(read("10.0.0.0/8 dev eth0 protocol bird"), { ...network, dev: "eth0", protocol: 18 });
  assert.deepEqual(read("10.0.0.0/8 dev eth0 protocol bird no_track"), {
    ...network,
    dev: "eth0",
    protocol: 12,
    no_track: true,
  });
});

test("tables, protocols and realms of the machine have names", () => {
  const files = { "/etc/iproute2/rt_tables": "100 uplink\n", "/etc/iproute2/rt_realms": "7 customers\n" };
  const { items } = readItems("static_routes", ["10.0.0.0/8 dev eth0 table uplink realms customers"], files);
  assert.deepEqual(items, [{ ...network, dev: "eth0", table: 100, realms: { from: 0, to: 7 } }]);
});

test("the JSON of a route has its family, its type, its destination and its options", () => {
  const { document } = readText("static_routes {\nblackhole 10.0.0.0/8 metric 5 no_track\n}");
  assert.deepEqual(root.static_routes.type.json(document.static_routes ?? []), [
    {
      family: "inet",
      type: "blackhole",
      destination: { address: "10.0.0.0", length: 8 },
      mode: "prepend",
      metric: 5,
      no_track: true,
      nexthops: [],
      place: { file: "keepalived.conf", line: 2, column: 1 },
    },
  ]);
});

test("what is printed of routes is read as the same", () => {
  assertPrintedAsRead("static_routes", [
    "10.0.0.0/8 dev eth0",
    "2001:db8::/64 dev eth0",
    "default dev eth0",
    "throw ::/0",
  ]);
});
