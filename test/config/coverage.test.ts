import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { catalogue, type ProblemKind } from "../../src/config/catalogue.ts";
import { root } from "../../src/config/keywords/root.ts";
import type { AnyTable } from "../../src/config/schema.ts";
import { repositoryFile } from "./golden.ts";
import { readAlone } from "./reading.ts";

/** What `test/config/keywords.tsv` says of keepalived 2.4.3, by path: "(root)", a block, or the words of its lists. */
const keywords = new Map<string, string[]>();
for (const line of readFileSync(repositoryFile("test/config/keywords.tsv"), "utf8").trimEnd().split("\n").slice(1)) {
  const [path = "", keyword = ""] = line.split("\t");
  keywords.set(path, [...(keywords.get(path) ?? []), keyword]);
}

/** The lists whose items consist of the words of a path; a word that is possible in one of them is there. */
const lists: { readonly [path: string]: readonly string[] } = {
  "virtual_ipaddress:args": [
    "vrrp_instance/virtual_ipaddress",
    "vrrp_instance/virtual_ipaddress_excluded",
    "static_ipaddress",
  ],
  "virtual_routes:args": ["vrrp_instance/virtual_routes", "static_routes"],
  "virtual_rules:args": ["vrrp_instance/virtual_rules", "static_rules"],
  "virtual_server_group:args": ["virtual_server_group"],
};

/** What is no word but a form, with an item that has it. */
const forms: { readonly [path: string]: { readonly [form: string]: string } } = {
  "virtual_ipaddress:args": { "<ip>[/<len>]": "192.0.2.1/24" },
  "virtual_routes:args": {
    "[to] [<type>] <dest>": "to blackhole 192.0.2.0/24",
    "encap ip": "192.0.2.0/24 encap ip id 1 dst 198.51.100.1 src 198.51.100.2 tos 4 ttl 9 dev eth0",
    "encap ip6": "192.0.2.0/24 encap ip6 id 1 dst 2001:db8::1 src 2001:db8::2 tc 4 hoplimit 9 dev eth0",
    "encap mpls": "192.0.2.0/24 encap mpls 100/200 via 198.51.100.1",
    "encap ila": "2001:db8::/64 encap ila 1:2:3:4 via 2001:db8::1",
  },
  "virtual_rules:args": {
    "[type] goto": "from 192.0.2.0/24 goto 300 preference 200",
    "[type] nop": "from 192.0.2.0/24 nop preference 200",
    "[type] blackhole": "from 192.0.2.0/24 blackhole preference 200",
    "[type] unreachable": "from 192.0.2.0/24 unreachable preference 200",
    "[type] prohibit": "from 192.0.2.0/24 type prohibit preference 200",
  },
  "virtual_server_group:args": {
    "<ip>": "192.0.2.1 80",
    "<ip>-<end>": "192.0.2.1-9 80",
    "<ip>/<mask>": "192.0.2.0/28 80",
    fwmark: "fwmark 7",
  },
};

/** The language itself: each with files, and the name that the router has by it in the end. */
const preprocessor: { readonly [keyword: string]: readonly [name: string, files: Record<string, string>] } = {
  include: ["right", { "keepalived.conf": "include other.conf", "other.conf": router("router_id right") }],
  includer: ["right", { "keepalived.conf": "includer other.conf", "other.conf": router("router_id right") }],
  includem: ["right", { "keepalived.conf": "includem ot*.conf", "other.conf": router("router_id right") }],
  includew: ["right", { "keepalived.conf": "includew ot*.conf", "other.conf": router("router_id right") }],
  includeb: ["right", { "keepalived.conf": "includeb {a,b}.conf", "a.conf": "", "b.conf": router("router_id right") }],
  includea: ["right", { "keepalived.conf": "includea {a,b}.conf", "a.conf": "", "b.conf": router("router_id right") }],
  "@": ["right", { "keepalived.conf": router("@node1 router_id right\n@^node1 router_id wrong") }],
  "$NAME=": ["right", { "keepalived.conf": `$NAME=right\n${router("router_id ${NAME}")}` }],
  "~SEQ": ["node10", { "keepalived.conf": router("~SEQ(N, 8, 2, 10) router_id node${N}") }],
  "~SEQx": ["nodea", { "keepalived.conf": router("~SEQx(N, 9, 10) router_id node${N}") }],
  "~LST": ["right", { "keepalived.conf": router("~LST({A, B}, {wrong, right}, {right, wrong}) router_id ${A}") }],
};

for (const [path, names] of keywords) {
  if (path === "(preprocessor)") continue;
  const homes = lists[path] ?? [path === "(root)" ? "" : path];
  test(`Every keyword of ${path} is in the table or in docs/decisions`, () => {
    assert.deepEqual(
      names.filter((name) => !homes.some((home) => isThere(home, path, name)) && !isDecided(path, name)),
      [],
    );
  });
}

test("The language around the keywords is there", () => {
  for (const keyword of keywords.get("(preprocessor)") ?? []) {
    const [name, files = {}] = preprocessor[keyword] ?? [];
    const { values, problems } = readAlone(root, files);
    assert.deepEqual(problems.filter(isError), [], keyword);
    assert.ok(JSON.stringify(values).includes(`"router_id":"${name}"`), keyword);
  }
});

test("A keyword that nobody has is missed", () => {
  assert.equal(isThere("vrrp_instance", "vrrp_instance", "priorty"), false);
  assert.equal(isThere("vrrp_instance/nothing", "vrrp_instance/nothing", "priority"), false);
  assert.equal(isDecided("vrrp_instance", "priorty"), false);
});

function isThere(home: string, path: string, name: string): boolean {
  const item = forms[path]?.[name];
  return item === undefined ? Object.hasOwn(tableAt(home) ?? {}, name) : isRead(home, item);
}

/** The keywords in a block, or the options of a list, by the names down to it. */
function tableAt(path: string): AnyTable | undefined {
  if (path === "") return root;
  return path
    .split("/")
    .reduce<AnyTable | undefined>(
      (table, name) => (table !== undefined && Object.hasOwn(table, name) ? table[name]?.type.table : undefined),
      root,
    );
}

function isRead(home: string, item: string): boolean {
  const blocks = home.split("/").map((name) => (NAMED.includes(name) ? `${name} A {\n` : `${name} {\n`));
  const text = `${blocks.join("")}${item}\n${"}\n".repeat(blocks.length)}`;
  const { problems } = readAlone(root, { "keepalived.conf": text });
  return !problems.some(isError);
}

function isError({ kind }: { readonly kind: ProblemKind }): boolean {
  return catalogue[kind].severity === "error";
}

const NAMED = ["vrrp_instance", "virtual_server_group"];

/** Left out on purpose: named with its path, as `vrrp_instance/priority`. */
function isDecided(path: string, name: string): boolean {
  const full = path === "(root)" ? name : `${path.replace(/:args$/, "")}/${name}`;
  return decisions.some((text) => text.includes(`\`${full}\``));
}

const decisions = readdirSync(repositoryFile("docs/decisions")).map((name) =>
  readFileSync(repositoryFile(`docs/decisions/${name}`), "utf8"),
);

function router(lines: string): string {
  return `global_defs {\n${lines}\n}\n`;
}
