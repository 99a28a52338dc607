import assert from "node:assert/strict";
import { test } from "node:test";
import { type IprouteNames, iprouteNames } from "../../src/config/iproute-names.ts";
import type { Files } from "../../src/config/source/files.ts";
import { readSource } from "../../src/config/source/source.ts";
import { filesOf } from "./reading.ts";

/** The names as a machine with these files has them, for a configuration. */
function namesFor(texts: Record<string, string>, configuration = "", files: Files = filesOf(texts)): IprouteNames {
  const source = readSource("k", filesOf({ k: configuration }), { configId: "node1" }, () => undefined);
  return iprouteNames(files, source.tokens);
}

test("the well-known names are there without any file", () => {
  const names = namesFor({});
  assert.equal(names.numberOf("rt_tables", "main"), 254);
  assert.equal(names.numberOf("rt_tables", "local"), 255);
  assert.equal(names.numberOf("rt_tables", "default"), 253);
  assert.equal(names.numberOf("rt_scopes", "link"), 253);
  assert.equal(names.numberOf("rt_protos", "bird"), 12);
  assert.equal(names.numberOf("rt_dsfield", "AF11"), 0x28);
  assert.equal(names.numberOf("rt_dsfield", "AF43"), 0x98);
  assert.equal(names.numberOf("rt_dsfield", "CS7"), 0xe0);
  assert.equal(names.numberOf("rt_dsfield", "EF"), 0xb8);
  assert.equal(names.numberOf("rt_realms", "cosmos"), 0);
  assert.equal(names.numberOf("group", "default"), 0);
  assert.equal(names.numberOf("protocols", "tcp"), 6);
  assert.equal(names.numberOf("rt_tables", "nobody"), undefined);
});

test("the list of /etc is taken, and that of /usr only without it", () => {
  const usr = { "/usr/share/iproute2/rt_tables": "7 seven\n" };
  assert.equal(namesFor(usr).numberOf("rt_tables", "seven"), 7);
  const both = namesFor({
    ...usr,
    "/etc/iproute2/rt_tables": "# comment\n\n8\teight # eight\n0x10 sixteen\n254 first\n",
  });
  assert.equal(both.numberOf("rt_tables", "seven"), undefined);
  assert.equal(both.numberOf("rt_tables", "eight"), 8);
  assert.equal(both.numberOf("rt_tables", "sixteen"), 16);
  assert.equal(both.numberOf("rt_tables", "main"), 254);
});

test("what stands in the directories beside a list is added; a file of /etc hides its namesake of /usr", () => {
  const names = namesFor({
    "/etc/iproute2/rt_protos": "50 own\n",
    "/etc/iproute2/rt_protos.d/a.conf": "51 etc_a\n",
    "/usr/share/iproute2/rt_protos.d/a.conf": "52 usr_a\n",
    "/usr/share/iproute2/rt_protos.d/b.conf": "53 usr_b\n54 own\n",
    "/usr/share/iproute2/rt_protos.d/README": "55 readme\n",
  });
  const numbers = ["own", "etc_a", "usr_a", "usr_b", "readme"].map((name) => names.numberOf("rt_protos", name));
  assert.deepEqual(numbers, [54, 51, undefined, 53, undefined]);
});

test("the directories of global_defs count wherever they stand, the last of each", () => {
  const texts = { "/a/rt_tables": "1 a\n", "/b/rt_tables": "2 b\n", "/c/group": "3 c\n" };
  const names = namesFor(
    texts,
    'static_routes {\n}\nglobal_defs {\n iproute_etc_dir /a\n iproute_usr_dir /c\n iproute_etc_dir "/b"\n}\n',
  );
  assert.equal(names.numberOf("rt_tables", "a"), undefined);
  assert.equal(names.numberOf("rt_tables", "b"), 2);
  assert.equal(names.numberOf("group", "c"), 3);
  assert.equal(names.fileOf("rt_tables"), "/b/rt_tables");
});

test("lines of another form and numbers that do not fit are passed over", () => {
  const names = namesFor({ "/etc/iproute2/rt_scopes": "300 big\n-1 minus\nname 5\n9\n 10 ten\n0xzz hex\n" });
  assert.deepEqual(names.namesIn("rt_scopes"), ["global", "site", "link", "host", "nowhere", "ten"]);
});

test("the protocols of the system have several names", () => {
  const names = namesFor({ "/etc/protocols": "# comment\nipv6-icmp 58\tIPv6-ICMP ICMP6 # for IPv6\nbad\n" });
  const numbers = ["ipv6-icmp", "IPv6-ICMP", "ICMP6", "for", "udp"].map((name) => names.numberOf("protocols", name));
  assert.deepEqual(numbers, [58, 58, 58, undefined, 17]);
  assert.equal(names.fileOf("protocols"), "/etc/protocols");
});

test("a list is read when a name of it is used, once", () => {
  const read: string[] = [];
  const files = filesOf({ "/etc/iproute2/rt_tables": "7 seven\n" });
  const counting: Files = {
    ...files,
    read: (path) => {
      read.push(path);
      return files.read(path);
    },
  };
  const names = namesFor({}, "", counting);
  assert.deepEqual(read, []);
  assert.equal(names.numberOf("rt_tables", "seven"), 7);
  assert.equal(names.numberOf("rt_tables", "main"), 254);
  assert.equal(names.numberOf("rt_tables", "nobody"), undefined);
  assert.deepEqual(read, ["/etc/iproute2/rt_tables"]);
});

test("a list that cannot be read hides none of the well-known names", () => {
  const files: Files = { read: () => ({ kind: "unreadable", reason: "a pipe" }), list: () => [] };
  assert.equal(namesFor({}, "", files).numberOf("rt_tables", "main"), 254);
});
