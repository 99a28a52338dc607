import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { root } from "../../src/config/keywords/root.ts";
import type { Files } from "../../src/config/read.ts";
import { readSettings } from "../../src/config/read.ts";
import { allChecks } from "../../src/config/source/include.ts";
import { frameOf } from "./frame.ts";
import { filesOf, readText, render } from "./reading.ts";

/** Far more than any of these takes, and far less than one that goes on for ever. */
const bounded = { timeout: 60_000 };

/** The texts are files beside each other; the first one is read. `first` is how what is told begins. */
type Case = { readonly texts: Readonly<Record<string, string>>; readonly told: RegExp };

const MANY = 100_000;
const LONG = 10_000_000;

const alone = (text: string, told: RegExp): Case => ({ texts: { "keepalived.conf": text }, told });

/** `$A1` is twice `$A0`, `$A2` twice `$A1` … */
const doubling = (between: string): string =>
  `$A0=x\n${numbers(60, (index) => `$A${index + 1}=\${A${index}}${between}\${A${index}}\n`)}$A60\n`;

const numbers = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

const hostile: Readonly<Record<string, Case>> = {
  "a line of 10 MB": alone(
    `router_id ${"a".repeat(LONG)}`,
    /^\S+:1:1: error: this line has more than 16384 characters/,
  ),
  "a line of braces": alone("{".repeat(LONG), /:1:1: error: this line has more than/),
  "a line of quotes": alone('"a'.repeat(LONG / 2), /:1:1: error: this line has more than/),
  "many lines that are nearly too long": alone(
    `${"{}".repeat(8_000)}\n`.repeat(1_000),
    /error: no block is expected here/,
  ),
  "braces that open, nested": alone("{\n".repeat(MANY), /:1:1: error: no block is expected here/),
  "braces that close": alone("}\n".repeat(MANY), /:1:1: error: this `}` closes nothing/),
  "known blocks, nested": alone("global_defs {\n".repeat(MANY), /:1:13: error: the block `global_defs` is not closed/),
  "named blocks, nested": alone("vrrp_instance A {\n".repeat(MANY), /error: the block `vrrp_instance A` is not closed/),
  "unknown blocks, nested": alone("x {\n".repeat(MANY), /:1:1: error: unknown keyword `x` outside a block/),
  "lists, nested": alone(
    `vrrp_instance A {\n${"virtual_ipaddress {\n".repeat(MANY)}`,
    /error: the block `virtual_ipaddress` is not closed/,
  ),
  "a file that includes itself": alone("include keepalived.conf", /`keepalived.conf` includes itself/),
  "files that include each other, twice": {
    texts: { "keepalived.conf": "include b\ninclude b\n", b: "include keepalived.conf\ninclude keepalived.conf\n" },
    told: /b:1:9: error: `keepalived.conf` includes itself/,
  },
  "files that each include the next, twice": {
    texts: {
      "keepalived.conf": "include 1\n",
      ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}`, `include ${index + 1}\n`.repeat(2)])),
      40: "global_defs {\n}\n",
    },
    told: /error: definitions, generators and includes make this configuration endlessly long/,
  },
  "a definition that doubles itself": alone(doubling(""), /error: `A\d+` stands in too many other definitions/),
  "a definition of lines that doubles itself": alone(
    doubling(" \\\n "),
    /error: `A\d+` stands in too many other definitions/,
  ),
  "a definition that uses itself": alone("$A=${A}${A}\n$A\n", /:1:4: error: `A` is defined by itself/),
  "a definition that grows at its end": alone("$A=x ${A} y\n$A\n".repeat(10_000), /error: `A` is defined by itself/),
  "definitions that use each other": alone(`$A=\${B}\n$B=\${A}\n${"x${A}\n".repeat(MANY)}`, /endlessly long/),
  "a definition that makes a line too long": alone(
    `$A=${"x".repeat(9_000)}\n$B=$A $A\n$B\n`,
    /:2:7: error: `A` makes this line longer than 16384 characters/,
  ),
  "many definitions in a line": alone(`$A=x\n${"$A ".repeat(5_000)}`, /error: unknown keyword `x`/),
  "many names without a definition": alone(
    `${"${B} ".repeat(3_000)}\n`.repeat(1_000),
    /error: `\$\{B\}` is not defined/,
  ),
  "a sequence to two thousand million": alone("~SEQ(N, 1, 2000000000) x ${N}\n", /endlessly long/),
  "sequences, nested": alone(
    "~SEQ(N, 1, 2000000000) ~SEQ(M, 1, 2000000000) x ${N} ${M}\n",
    /error: definitions, generators and includes make this configuration endlessly long: the rest is not read/,
  ),
  "a sequence of instances": alone("~SEQ(N, 1, 2000000000) vrrp_instance A${N} { interface eth0\n", /endlessly long/),
  "many sequences": alone("~SEQ(N, 1, 2000000000) x\n".repeat(10_000), /endlessly long/),
  "a sequence of nothing but definitions": alone("~SEQ(N, 1, 2000000000) $X=1\n", /endlessly long/),
  "a sequence of braces": alone(`~SEQ(N, 1, 2000000000) ${"{}".repeat(8_000)}\n`, /more than 1000000 lines and braces/),
  "a definition of lines of braces": alone(
    `$B=${"{}".repeat(8_000)}\n$A=${"$B \\\n".repeat(1_000)}x\n$A\n`,
    /more than 1000000 lines and braces/,
  ),
  "a generator in a definition that comes back to it": {
    texts: {
      "keepalived.conf": "$B= ${ ~LST(B,x,y)  ${ include f $B ${A} x  include g* x\ninclude f\n $B\n",
      f: ") \ninclude f\n $B \n$A= $B= $A= e",
      g1: "$C $A=",
    },
    told: /error/,
  },
  "a list of lists": alone(
    `~LST(A, ${numbers(3_000, (n) => `${n},`)}) ~LST(B, ${"1,".repeat(400)}) x \${A} \${B}\n`,
    /endlessly long/,
  ),
  "NUL bytes": alone("global_defs {\0 x\n".repeat(MANY), /:1:14: error: there is a NUL byte in this line/),
  "nothing but NUL bytes": alone("\0".repeat(LONG), /:1:1: error: this line has more than/),
  "bytes that are no UTF-8": alone("router_id \ufffd\n".repeat(MANY), /:1:11: warning: these bytes are not UTF-8/),
  "mistakes without an end": alone(
    "nonsense\n".repeat(MANY),
    /problems of this kind that are not shown, from here on: 99800/,
  ),
  "different mistakes without an end": alone(
    `vrrp_instance A {\n${numbers(MANY, (n) => `priority${n} 5\n`)}`,
    /problems of this kind that are not shown, from here on: 99800/,
  ),
  "names that nobody defines": alone(
    `${numbers(20_000, (n) => `vrrp_script s${n} {\nscript /bin/true\n}\n`)}vrrp_instance A {\ntrack_script {\n${numbers(20_000, (n) => `t${n}\n`)}}\n}\n`,
    /there is no vrrp_script `t0`/,
  ),
  "a list in many parts": alone(
    `vrrp_instance A {\n${"virtual_ipaddress {\n10.0.0.1\n}\n".repeat(30_000)}}\n`,
    /10\.0\.0\.1 again, after line 3: this one is ignored/,
  ),
  "a pattern of many brackets": alone(`include ${"[a-".repeat(5_000)}`, /there is no file/),
  "a pattern of many alternatives": alone(`include ${"{a,b}".repeat(3_000)}`, /there is no file/),
  "a pattern of commas": alone(`include {${",".repeat(16_000)}\n`.repeat(200), /there is no file/),
  "more than a million lines": alone(
    "a\n".repeat(1_500_000),
    /this configuration has more than 1000000 lines and braces/,
  ),
};

for (const [name, { texts, told }] of Object.entries(hostile)) {
  test(`${name}: a message, and an end`, bounded, () => {
    const reading = readSettings("keepalived.conf", filesOf(texts), { configId: "node1" });
    const shown = render(reading);
    assert.match(shown, told);
    assert(reading.problems.length < 1_500, `${reading.problems.length} problems`);
    assert(shown.length < 500_000, `${shown.length} characters`);
  });
}

/** What a line is filled with: words, parts of words, quotes, escapes, definitions. */
const fillings = ["a", "a ", "1.", ",", "::", "'", "\\", '"a" ', "$a ", "${a} "];

test("no keyword takes longer than its line is long", { timeout: 300_000 }, () => {
  for (const { path, table } of sectionsOf("", root)) {
    for (const name of Object.keys(table)) {
      for (const filling of fillings) {
        const began = performance.now();
        readText(frameOf(path)(`${name} ${filling.repeat(Math.floor(15_000 / filling.length))}`));
        // With the square of the length it took more than this, else it takes a thousandth.
        assert(performance.now() - began < 2_000, `${path} ${name} ${filling}`);
      }
    }
  }
});

/** Directories in directories without an end, each with a file. */
const endless: Files = {
  read: (path) => (path === "keepalived.conf" ? { kind: "text", text: "include */*/*/*/*/*" } : { kind: "missing" }),
  list: () => Array.from({ length: 100 }, (_, index) => `${index}`),
};

test("a pattern that leads through directories without an end is given up", bounded, () => {
  const { problems } = readSettings("keepalived.conf", endless, { configId: "node1" });
  assert.match(problems[0]?.message ?? "", /endlessly long/);
});

test("files are read once, and no more than 32 million characters of them", bounded, () => {
  const asked: string[] = [];
  const files: Files = {
    read: (path) => {
      asked.push(path);
      if (path === "keepalived.conf") return { kind: "text", text: `${"include same\n".repeat(100)}include *\n` };
      return { kind: "text", text: path === "same" ? "" : `# ${"x".repeat(10_000_000)}` };
    },
    list: () => ["1", "2", "3", "4", "5"],
  };
  const { problems } = readSettings("keepalived.conf", files, { configId: "node1" });
  assert.deepEqual(asked, ["keepalived.conf", "same", "1", "2", "3", "4"]);
  assert.match(problems[0]?.message ?? "", /^the files have more than 32 million characters/);
});

test("one file under many names includes itself all the same", () => {
  const files: Files = {
    read: (path) => ({ kind: "text", text: "include ../etc/keepalived.conf", identity: path.replace(/^.*\//, "") }),
    list: () => [],
  };
  const { problems } = readSettings("etc/keepalived.conf", files, { configId: "node1", checks: allChecks });
  assert.deepEqual(
    problems.map(({ message }) => message),
    ["`etc/../etc/keepalived.conf` includes itself"],
  );
});

test("a large file is large, and nothing else", bounded, () => {
  const address = (index: number): string => `10.${index >> 8}.${index & 255}.1`;
  const text = numbers(20_000, (index) => {
    const head = `vrrp_instance VI_${index} {\n interface eth${index >> 7}\n virtual_router_id ${(index & 127) + 1}\n`;
    return `${head} virtual_ipaddress {\n  ${address(index)}/24\n }\n}\n`;
  });
  const generated =
    "$INSTANCE=vrrp_instance VI_${L}_${N} { \\\n interface eth${L} \\\n virtual_router_id ${N} \\\n virtual_ipaddress { \\\n 10.${L}.${N}.1/24 \\\n } \\\n }\n~SEQ(L, 0, 99) ~SEQ(N, 1, 100) $INSTANCE\n";
  for (const [written, count] of [
    [text, 20_000],
    [generated, 10_000],
  ] as const) {
    const { settings, problems } = readText(written);
    assert.deepEqual(problems, []);
    assert.equal(settings?.instances.length, count);
  }
});
