import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "../../src/core/time.ts";
import type { Hmac, Instance } from "../../src/together/network.ts";
import { foreseeNetwork } from "../../src/together/outlook.ts";
import { router, withGroup } from "./builder.ts";

type Part = Partial<Instance<string>>;

/** Two routers that agree but for what is given, as "severity name" each, and who has the address of VI_1. */
function judge(own: Part, peer: Part) {
  const outlooks = foreseeNetwork([router("a.conf", { priority: 120, ...own }), router("b.conf", peer)]);
  const findings = outlooks.flatMap((outlook) => outlook.findings);
  const names = findings.map(({ severity, name }) => `${severity} ${name}`);
  return { names, findings, holder: outlooks[0]?.holder.kind };
}

const pass = (password: string): Part => ({ authentication: { kind: "PASS", password } });
const secrets: Hmac = { mode: "enforce", activeKey: 1, keys: [{ id: 1, secret: "hidden-1" }] };
const hmac = (change: Partial<Hmac>): Part => ({ hmac: { ...secrets, ...change } });
const peers = (...addresses: string[]) => addresses.map((address) => ({ address, place: address }));
const unicast = (sourceAddress: string, ...addresses: string[]): Part => ({
  sourceAddress,
  peers: peers(...addresses),
});
const v3: Part = { version: 3 };

/** Differences, what is found, and how many have the address then; mostly it is one. */
const differences: readonly (readonly [string, Part, Part, readonly string[], ("several" | "either")?])[] = [
  ["nothing", {}, {}, []],
  ["the version", {}, v3, ["error version-differs"], "several"],
  ["the interval, version 2", {}, { advertInterval: 2 * SECOND }, ["error interval-differs"], "several"],
  ["the interval, version 3", v3, { ...v3, advertInterval: 2 * SECOND }, ["advice interval-varies"]],
  [
    "an interval that outlasts the other's patience",
    v3,
    { ...v3, advertInterval: 5 * SECOND },
    ["warning interval-too-short", "advice interval-varies"],
  ],
  ["the authentication", {}, pass("hidden-1"), ["error authentication-differs"], "several"],
  [
    "the kind of authentication",
    pass("hidden-1"),
    { authentication: { kind: "AH", password: "hidden-1" } },
    ["error authentication-differs"],
    "several",
  ],
  ["the password", pass("hidden-1"), pass("hidden-2"), ["error password-differs"], "several"],
  ["the password, which version 3 does not send", { ...v3, ...pass("hidden-1") }, { ...v3, ...pass("hidden-2") }, []],
  ["the same signatures", hmac({}), hmac({}), []],
  [
    "the signature of a master that the other does not know",
    hmac({ mode: "permissive" }),
    {},
    ["error hmac-differs"],
    "several",
  ],
  ["the signature of a backup that the other does not know", {}, hmac({ mode: "permissive" }), ["error hmac-differs"]],
  ["a signature that the other misses too", {}, hmac({}), ["error hmac-differs", "error hmac-differs"], "several"],
  ["one who only looks at signatures", {}, hmac({ mode: "receive-only" }), []],
  [
    "an active key that the other has not",
    hmac({ activeKey: 2, keys: [...secrets.keys, { id: 2, secret: "hidden-2" }] }),
    hmac({}),
    ["error hmac-differs"],
    "several",
  ],
  [
    "another key of the same number",
    hmac({}),
    hmac({ keys: [{ id: 1, secret: "hidden-2" }] }),
    ["error hmac-differs", "error hmac-differs"],
    "several",
  ],
  [
    "the active key, and both have both",
    hmac({ keys: [...secrets.keys, { id: 2, secret: "hidden-2" }] }),
    hmac({ activeKey: 2, keys: [...secrets.keys, { id: 2, secret: "hidden-2" }] }),
    [],
  ],
  ["the order of the addresses", { addresses: ["10.0.0.1", "10.0.0.2"] }, { addresses: ["10.0.0.2", "10.0.0.1"] }, []],
  ["an address", {}, { addresses: ["10.0.0.1", "10.0.0.2"] }, ["warning addresses-differ"]],
  ["how often an address is named", {}, { addresses: ["10.0.0.1", "10.0.0.1"] }, ["warning addresses-differ"]],
  ["all addresses", {}, { addresses: ["10.0.0.9"] }, ["warning addresses-differ"]],
  ["an excluded address", {}, { excludedAddresses: ["10.0.0.9"] }, ["warning excluded-addresses-differ"]],
  ["unicast with multicast", {}, unicast("10.1.0.2", "10.1.0.1"), ["error transport-differs"], "several"],
  ["the two ends of unicast", unicast("10.1.0.1", "10.1.0.2"), unicast("10.1.0.2", "10.1.0.1"), []],
  ["a peer's address that its file does not tell", unicast("10.1.0.1", "10.1.0.7"), { peers: peers("10.1.0.1") }, []],
  [
    "a peer that is not the other",
    unicast("10.1.0.1", "10.1.0.7"),
    unicast("10.1.0.2", "10.1.0.1"),
    ["error peer-missing", "warning peer-unknown"],
    "several",
  ],
  [
    "one peer too many",
    unicast("10.1.0.1", "10.1.0.2", "10.1.0.7"),
    unicast("10.1.0.2", "10.1.0.1"),
    ["warning peer-unknown"],
  ],
  [
    "a peer that is oneself",
    unicast("10.1.0.1", "10.1.0.2", "10.1.0.1"),
    unicast("10.1.0.2", "10.1.0.1"),
    ["error peer-is-self"],
  ],
  ["two masters", { initialState: "MASTER" }, { initialState: "MASTER" }, ["warning two-masters"]],
  ["two owners", { priority: 255 }, { priority: 255 }, ["error two-owners"], "either"],
  ["one owner", { priority: 255, initialState: "MASTER" }, {}, []],
  ["equal priorities", {}, { priority: 120 }, ["advice equal-priorities"], "either"],
  [
    "equal priorities of the same address",
    { sourceAddress: "10.1.0.1" },
    { priority: 120, sourceAddress: "10.1.0.1" },
    ["error equal-ranks"],
    "several",
  ],
  ["the virtual router, with the same address", {}, { virtualRouterId: 52 }, ["error vrid-differs"]],
  ["the virtual router", {}, { virtualRouterId: 52, addresses: ["10.0.0.2"] }, ["warning alone", "warning alone"]],
  [
    "what a virtual router is for",
    {},
    { name: "VI_9", virtualRouterId: 51, addresses: ["10.0.0.2"] },
    ["warning vrid-used-twice", "warning alone", "warning alone"],
  ],
  ["the name", {}, { name: "VI_9", virtualRouterId: 51, addresses: ["10.0.0.1"] }, []],
  [
    "the family of one number",
    {},
    { family: "IPv6", version: 3, addresses: ["fe80::1"] },
    ["warning alone", "warning alone"],
  ],
];

for (const [difference, own, peer, expected, holding = "one"] of differences) {
  test(`What differs is ${difference}`, () => {
    const { names, findings, holder } = judge(own, peer);
    assert.deepEqual(names, expected);
    assert.equal(holder, holding);
    assert.doesNotMatch(JSON.stringify(findings), /hidden/);
  });
}

test("Of three routers it is the one who differs from the others that is told", () => {
  const routers = [
    router("a.conf", { priority: 120 }),
    router("b.conf", { priority: 110, version: 3 }),
    router("c.conf", {}),
  ];
  const [finding] = foreseeNetwork(routers).flatMap(({ findings }) => findings);
  assert.match(finding?.what ?? "", /^version of VI_1 differs: 2 in a.conf and c.conf, 3 in b.conf\. /);
  assert.equal(finding?.where, "b.conf:10");
});

test("A virtual router of two among three routers is nobody's fault", () => {
  const routers = [
    router("a.conf", { priority: 120 }),
    router("b.conf", {}),
    router("c.conf", { virtualRouterId: 60, addresses: ["10.0.0.6"], name: "other" }),
  ];
  const names = foreseeNetwork(routers).map(({ findings }) => findings.map(({ name }) => name));
  assert.deepEqual(names, [[], ["alone"]]);
});

test("Groups that have not the same members are told for each member", () => {
  const two = [{ priority: 120 }, { priority: 120 }] as const;
  const routers = [withGroup(router("a.conf", ...two)), router("b.conf", {}, {})];
  const findings = foreseeNetwork(routers).flatMap((one) => one.findings);
  assert.deepEqual(
    findings.map(({ name, what }) => `${name}: ${what.split(". ")[0]}`),
    [
      "sync-group-differs: vrrp_sync_group of VI_1 differs: VRID 51 and 52 in a.conf, VRID 51 in b.conf",
      "sync-group-differs: vrrp_sync_group of VI_2 differs: VRID 51 and 52 in a.conf, VRID 52 in b.conf",
    ],
  );
});

test("The same VRID on two networks is two virtual routers, told apart by their addresses", () => {
  const part = (number: number, priority: number): Part => ({
    virtualRouterId: 51,
    addresses: [`10.${number}.0.1`],
    priority,
  });
  const routers = [router("a.conf", part(1, 120), part(2, 100)), router("b.conf", part(1, 100), part(2, 120))];
  const outlooks = foreseeNetwork(routers);
  assert.deepEqual(
    outlooks.map(({ holder }) => holder.kind === "one" && holder.router.name),
    ["a.conf", "b.conf"],
  );
  assert.deepEqual(
    outlooks.flatMap(({ findings }) => findings),
    [],
  );
});
