import assert from "node:assert/strict";
import { test } from "node:test";
import { thisProgram } from "../../lab/daemon.ts";
import { buildNetwork } from "../../lab/network.ts";
import { advertsOf, type Packet, startCapture } from "../netns/capture.ts";
import { requiring } from "../netns/requirements.ts";
import { debian, Router } from "../netns/router.ts";
import { until } from "../netns/until.ts";
import { type Expected, expectedAdvert, fixedPart } from "./expectation.ts";

const OURS = "192.168.0.5";

/** Each kind of advert, one with as many addresses as fit into a packet that is not cut up, and one held but not named. */
const instances: readonly (Omit<Expected, "source"> & { readonly unnamed: readonly string[] })[] = [
  { virtualRouterId: 1, version: 2, intervalSeconds: 1, addresses: ["192.168.0.101"], unnamed: [] },
  {
    virtualRouterId: 2,
    version: 2,
    intervalSeconds: 2,
    addresses: ["192.168.0.102", "10.9.8.7"],
    password: "geheim",
    unnamed: ["192.168.0.201"],
  },
  { virtualRouterId: 3, version: 3, intervalSeconds: 0.5, addresses: ["192.168.0.103"], unnamed: [] },
  {
    virtualRouterId: 255,
    version: 3,
    intervalSeconds: 1,
    addresses: Array.from({ length: 255 }, (_, index) => `10.1.${index}.${255 - index}`),
    unnamed: [],
  },
];

const recording = takeOver();
recording.catch(() => {});
const options = requiring("keepalived", "tcpdump", "tshark");

test("tshark finds each advert of a takeover and a stop to be what the configuration says", options, async () => {
  const { packets } = await recording;
  for (const expected of instances) {
    const adverts = advertsOf(packets, OURS, expected);
    assert.ok(adverts.length > 2, `virtual router ${expected.virtualRouterId} has sent ${adverts.length}`);
    for (const advert of adverts) assert.deepEqual(fixedPart(advert), expectedAdvert({ ...expected, source: OURS }));
    assert.equal(adverts.at(-1)?.priority, "0", "the last one resigns");
    assert.ok(adverts.slice(0, -1).every(({ priority }) => priority === "100"));
    assert.deepEqual(
      adverts.map(({ identification }) => Number(identification)),
      adverts.map((_, index) => index + 1),
    );
  }
});

test(
  "every address is announced five times at once and five times after five seconds, by gratuitous ARP",
  options,
  async () => {
    const { packets, hardware } = await recording;
    for (const expected of instances) {
      const began = advertsOf(packets, OURS, expected)[0]?.at ?? Number.NaN;
      for (const address of [...expected.addresses, ...expected.unnamed]) {
        const announcements = packets.filter((packet) => packet.hardware === hardware && packet.sender === address);
        for (const packet of announcements)
          assert.deepEqual(announcementPart(packet), announcementOf(address, hardware));
        const delays = announcements.map(({ at }) => at - began);
        assert.equal(delays.length, 10, `${address}: ${delays}`);
        assert.ok(
          delays.slice(0, 5).every((delay) => delay >= 0 && delay < 4),
          `${address}: ${delays}`,
        );
        assert.ok(
          delays.slice(5).every((delay) => delay > 4.5),
          `${address}: ${delays}`,
        );
      }
    }
  },
);

/** Debian's keepalived is master and is stopped, ours takes over, makes all its announcements, and is stopped too. */
async function takeOver() {
  const network = await buildNetwork([
    { name: "theirs", interfaces: [{ name: "eth0", segment: "lan", addresses: ["192.168.0.4/24"] }] },
    { name: "ours", interfaces: [{ name: "eth0", segment: "lan", addresses: [`${OURS}/24`] }] },
  ]);
  try {
    const theirs = new Router(network.machine("theirs"), "192.168.0.4", debian);
    const ours = new Router(network.machine("ours"), OURS, thisProgram);
    theirs.configure(configuration("MASTER", 120));
    ours.configure(configuration("BACKUP", 100));
    const [link] = JSON.parse(await ours.run("ip -json link show eth0"));
    const hardware: string = link.address;
    const capture = await startCapture(network, "lan");
    theirs.start();
    await until(
      () => "Debian's keepalived is master of all",
      () => countIn(theirs, "MASTER") === instances.length,
    );
    ours.start();
    await until(
      () => "ours is backup of all",
      () => countIn(ours, "BACKUP") === instances.length,
    );
    await theirs.daemon.stop();
    // A second before the last of these the second round of announcements is over.
    await until(
      () => "ours has sent seven adverts of the first virtual router",
      async () => ((await ours.report()).instances[0]?.counters.advert_sent ?? 0) >= 7,
    );
    await ours.daemon.stop();
    return { packets: await capture.finish(), hardware };
  } finally {
    await network.close();
  }
}

function configuration(state: string, priority: number): string {
  const blocks = instances.map(
    ({ virtualRouterId, version, intervalSeconds, addresses, unnamed, password }) => `
vrrp_instance VI_${virtualRouterId} {
    state ${state}
    interface eth0
    virtual_router_id ${virtualRouterId}
    priority ${priority}
    version ${version}
    advert_int ${intervalSeconds}
    ${password === undefined ? "" : `authentication {\n        auth_type PASS\n        auth_pass ${password}\n    }`}
    virtual_ipaddress {
        ${addresses.join("\n        ")}
    }
    virtual_ipaddress_excluded {
        ${unnamed.join("\n        ")}
    }
}
`,
  );
  return blocks.join("");
}

function countIn({ states }: Router, state: string): number {
  return [...states.values()].filter((each) => each === state).length;
}

function announcementPart({ hardware, hardwareDestination, gratuitous, operation, ...rest }: Packet) {
  const { sender, senderHardware, complaints, malformed } = rest;
  return { hardware, hardwareDestination, gratuitous, operation, sender, senderHardware, complaints, malformed };
}

/** RFC 5227 §3: a broadcast request in which sender and target are the address itself. */
function announcementOf(address: string, hardware: string): ReturnType<typeof announcementPart> {
  return {
    hardware,
    hardwareDestination: "ff:ff:ff:ff:ff:ff",
    gratuitous: "1",
    operation: "1",
    sender: address,
    senderHardware: hardware,
    complaints: "",
    malformed: "",
  };
}
