import assert from "node:assert/strict";
import { test } from "node:test";
import { topologyFor } from "../../lab/topology.ts";
import { readSettings } from "../../src/config/read.ts";
import type { Settings } from "../../src/core/settings.ts";

test("routers and client share the segment of the virtual address, which is nobody's own", () => {
  const topology = topologyFor([instance("interface eth0", "192.168.0.1"), instance("interface eth0", "192.168.0.1")]);
  assert.deepEqual(topology, {
    target: "192.168.0.1",
    plan: [
      { name: "router1", interfaces: [{ name: "eth0", segment: "eth0", addresses: ["192.168.0.2/24"] }] },
      { name: "router2", interfaces: [{ name: "eth0", segment: "eth0", addresses: ["192.168.0.3/24"] }] },
      { name: "client", interfaces: [{ name: "eth0", segment: "eth0", addresses: ["192.168.0.4/24"] }] },
    ],
  });
});

test("every interface a file names exists on each router, with an address in each network it needs one in", () => {
  const several = instance(
    "interface lan0\n track_interface { wan0 }",
    "10.1.2.3/16 dev vip0\n 172.16.0.9/28 dev vip0",
  );
  const topology = topologyFor([several]);
  assert.deepEqual(topology?.plan, [
    {
      name: "router1",
      interfaces: [
        { name: "lan0", segment: "lan0", addresses: ["10.0.0.1/24"] },
        { name: "vip0", segment: "vip0", addresses: ["10.1.0.1/16", "172.16.0.1/28"] },
        { name: "wan0", segment: "wan0", addresses: ["10.2.0.1/24"] },
      ],
    },
    { name: "client", interfaces: [{ name: "eth0", segment: "vip0", addresses: ["10.1.0.2/16", "172.16.0.2/28"] }] },
  ]);
});

test("a router has the source address of its file, inside the virtual address's network or beside it", () => {
  const addresses = (source: string) =>
    topologyFor([instance(`interface eth0\n mcast_src_ip ${source}`, "192.168.0.1/24")])?.plan[0]?.interfaces[0]
      ?.addresses;
  assert.deepEqual(addresses("192.168.0.77"), ["192.168.0.77/24"]);
  assert.deepEqual(addresses("10.9.9.9"), ["10.9.9.9/24", "192.168.0.2/24"]);
});

test("without any virtual address there is nothing to build", () => {
  assert.equal(topologyFor([]), undefined);
});

function instance(lines: string, addresses: string): Settings {
  const text = `vrrp_instance VI_1 {\n ${lines}\n virtual_router_id 51\n virtual_ipaddress {\n ${addresses}\n }\n}\n`;
  const files = { read: () => ({ kind: "text", text }) as const, list: () => [] };
  const { settings, problems } = readSettings("/file", files, { configId: "router1" });
  assert.ok(settings, JSON.stringify(problems));
  return settings;
}
