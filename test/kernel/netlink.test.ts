import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_NETLINK, NETLINK_ROUTE, SOCK_RAW } from "../../src/kernel/constants.ts";
import { Monitor, Netlink, type News } from "../../src/kernel/netlink.ts";
import { close, sendto, socket } from "../../src/kernel/syscalls.ts";
import { encodeRequests, NLM_F_CREATE, NLM_F_REPLACE, type Request } from "../../src/wire/netlink.ts";
import {
  decodeInterfaceAddress,
  decodeInterfaceLink,
  encodeDump,
  encodeInterfaceAddress,
  type InterfaceAddress,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_LINK,
} from "../../src/wire/route.ts";
import { enterNamespace, ip } from "./namespace.ts";

const inside = enterNamespace(import.meta.url);
const LOOPBACK = 1;

test("A dump gives every interface, also more than one message holds", inside, () => {
  for (let pair = 0; pair < 60; pair += 1) ip(`link add a${pair} type veth peer name b${pair}`);
  const netlink = new Netlink();
  const links = netlink.dump(RTM_GETLINK, encodeDump(RTM_GETLINK)).map(({ body }) => decodeInterfaceLink(body));
  assert.equal(links.length, 121);
  assert.deepEqual(
    links.filter((link) => link?.name === "a59" || link?.name === "lo").map((link) => [link?.mtu, link?.mac.length]),
    [
      [65536, 6],
      [1500, 6],
    ],
  );
  for (let pair = 0; pair < 60; pair += 1) ip(`link delete a${pair}`);
  netlink.close();
});

test("A batch is carried out although some of it is refused, and each refusal has its reason", inside, () => {
  const netlink = new Netlink();
  const refused = netlink.transact([
    adding("10.0.0.1"),
    adding("10.0.0.2", { index: 999 }),
    adding("10.0.0.3", { prefixLength: 40 }),
    adding("10.0.0.4", { lifetimeSeconds: 60, protocol: 18, label: "lo:vip" }),
    deleting("10.9.9.9"),
  ]);
  assert.deepEqual(refused, [
    { request: 1, code: "ENODEV", reason: "ipv4: Device not found (ENODEV)" },
    { request: 2, code: "EINVAL", reason: "ipv4: Invalid prefix length (EINVAL)" },
    { request: 4, code: "EADDRNOTAVAIL", reason: "ipv4: Address not found (EADDRNOTAVAIL)" },
  ]);
  const present = addresses(netlink);
  assert.deepEqual(
    present.map(({ address, label, lifetimeSeconds }) => [address, label, lifetimeSeconds]),
    [
      ["10.0.0.1", "lo", undefined],
      ["10.0.0.4", "lo:vip", 60],
    ],
  );
  assert.deepEqual(netlink.transact([deleting("10.0.0.1"), deleting("10.0.0.4")]), []);
  assert.deepEqual(netlink.transact([]), []);
  netlink.close();
});

test("A thousand requests, and a thousand refusals, are as good as one", inside, () => {
  const netlink = new Netlink();
  const all = Array.from({ length: 1_000 }, (_, number) => `10.1.${number >> 8}.${number & 255}`);
  assert.deepEqual(netlink.transact(all.map((address) => adding(address))), []);
  assert.equal(addresses(netlink).length, 1_000);
  assert.deepEqual(netlink.transact(all.map((address) => deleting(address))), []);
  const refused = netlink.transact(all.map((address) => deleting(address)));
  assert.deepEqual(
    refused.map(({ request }) => request),
    all.map((_, index) => index),
  );
  assert.equal(addresses(netlink).length, 0);
  netlink.close();
});

test("A dump that the kernel refuses throws", inside, () => {
  const netlink = new Netlink();
  assert.throws(() => netlink.dump(0x7ffe, new Uint8Array(4)), { name: "SystemError", code: "ENOTSUP" });
  assert.ok(netlink.dump(RTM_GETLINK, encodeDump(RTM_GETLINK)).length > 0, "the socket goes on working");
  netlink.close();
});

test("The monitor tells of changes in their order", inside, async () => {
  const netlink = new Netlink();
  const watching = monitoring([RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR]);
  netlink.transact([adding("10.0.0.1")]);
  ip("link add va type veth peer name vb");
  netlink.transact([deleting("10.0.0.1")]);
  const news = await watching.until((all) => all.at(-1)?.messages.at(-1)?.type === RTM_DELADDR);
  assert.deepEqual(
    news.flatMap(({ messages }) => messages.map(({ type }) => type)),
    [RTM_NEWADDR, RTM_NEWLINK, RTM_NEWLINK, RTM_DELADDR],
  );
  assert.equal(news.at(-1)?.drained, true);
  assert.ok(news.every(({ lost }) => !lost));
  watching.monitor.close();
  ip("link delete va");
  netlink.close();
});

test("As many messages as one read takes are told to the end without another one coming", inside, async () => {
  const netlink = new Netlink();
  const watching = monitoring([RTNLGRP_IPV4_IFADDR]);
  const all = Array.from({ length: 16 }, (_, number) => `10.3.0.${number}`);
  netlink.transact(all.map((address) => adding(address)));
  const news = await watching.until((received) => received.some(({ drained }) => drained));
  assert.equal(news[0]?.messages.length, 16);
  watching.monitor.close();
  netlink.transact(all.map((address) => deleting(address)));
  netlink.close();
});

test("A monitor that was too slow says that it has lost messages, and goes on", inside, async () => {
  const netlink = new Netlink();
  const watching = monitoring([RTNLGRP_IPV4_IFADDR], 4_096);
  const all = Array.from({ length: 200 }, (_, number) => `10.2.0.${number}`);
  netlink.transact(all.map((address) => adding(address)));
  const news = await watching.until((received) => received.some(({ lost }) => lost));
  assert.deepEqual(news.at(-1), { messages: [], lost: true, drained: true });
  netlink.transact([deleting("10.2.0.1")]);
  const after = await watching.until((received) => received.some(({ messages }) => messages.length > 0));
  assert.equal(after.at(-1)?.messages[0]?.type, RTM_DELADDR);
  watching.monitor.close();
  netlink.transact(all.map((address) => deleting(address)));
  netlink.close();
});

test("What another process writes to the monitor is not taken for the kernel's word", inside, async () => {
  const watching = monitoring([RTNLGRP_IPV4_IFADDR]);
  const liar = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  const group = new Uint8Array(12);
  new Uint16Array(group.buffer)[0] = AF_NETLINK;
  new Uint32Array(group.buffer)[2] = 1 << (RTNLGRP_IPV4_IFADDR - 1);
  sendto(liar, encodeRequests([deleting("10.0.0.9")], 1), group);
  close(liar);
  const netlink = new Netlink();
  netlink.transact([adding("10.0.0.1")]);
  const news = await watching.until((all) => all.some(({ messages }) => messages.length > 0));
  assert.deepEqual(
    news.flatMap(({ messages }) => messages.map(({ type }) => type)),
    [RTM_NEWADDR],
  );
  watching.monitor.close();
  netlink.transact([deleting("10.0.0.1")]);
  netlink.close();
});

function address(text: string, other: Partial<InterfaceAddress> = {}): Uint8Array {
  const plain = { index: LOOPBACK, address: text, prefixLength: 32, scope: 0, flags: 0 };
  return encodeInterfaceAddress({ ...plain, ...other });
}

function adding(text: string, other: Partial<InterfaceAddress> = {}): Request {
  return { type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_REPLACE, body: address(text, other) };
}

function deleting(text: string): Request {
  return { type: RTM_DELADDR, flags: 0, body: address(text) };
}

function addresses(netlink: Netlink): InterfaceAddress[] {
  const messages = netlink.dump(RTM_GETADDR, encodeDump(RTM_GETADDR));
  return messages.flatMap(({ body }) => decodeInterfaceAddress(body) ?? []);
}

/** A monitor, and a wait until the news since the last wait are as wanted. */
function monitoring(groups: readonly number[], receiveBytes?: number) {
  let news: News[] = [];
  let wake = () => {};
  const tell = (latest: News) => {
    news.push(latest);
    wake();
  };
  const monitor = new Monitor(groups, tell, receiveBytes);
  const until = async (enough: (news: readonly News[]) => boolean) => {
    while (!enough(news)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const told = news;
    news = [];
    return told;
  };
  return { monitor, until };
}
