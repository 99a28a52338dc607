import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../../src/config/catalogue.ts";
import { renderLocation } from "../../src/config/problem.ts";
import { chainOf, locate } from "../../src/config/source/place.ts";
import { readSource } from "../../src/config/source/source.ts";
import { filesOf } from "./reading.ts";

/** The tokens of the text as one line, and what was reported. */
function tokens(text: string, others: Record<string, string> = {}): { text: string; reports: string[] } {
  const reports: string[] = [];
  const files = filesOf({ ...others, "etc/keepalived.conf": text });
  const source = readSource("etc/keepalived.conf", files, { configId: "node1" }, (kind, place, message) => {
    reports.push(`${renderLocation(place)}: ${catalogue[kind].severity}: ${message}`);
  });
  const shown = [...source.tokens].map((token) => {
    if (token.kind === "text") return token.fragment.text;
    return token.kind === "open" ? "{" : "}";
  });
  return { text: shown.join(" | "), reports };
}

function read(text: string, others: Record<string, string> = {}): string {
  const { text: shown, reports } = tokens(text, others);
  assert.deepEqual(reports, []);
  return shown;
}

test("a comment begins at ! or # anywhere outside double quotes", () => {
  assert.equal(read('a b#c\n! whole line\nd "e # ! f" ! g\n# \''), 'a b | d "e # ! f"');
});

test("a backslash keeps # and ! from beginning a comment", () => {
  assert.equal(read("a \\# b \\! c # d"), "a \\# b \\! c");
});

test("braces are words of their own outside double quotes", () => {
  assert.equal(read('a{b "{c}"}\nd\n{\n}'), 'a | { | b "{c}" | } | d | { | }');
});

test("blanks of any script, a byte order mark and CRLF are blanks", () => {
  assert.equal(read("\ufeffa\u3000\r\n\u3000\u00a0\u2003b\u3000c\u200b\r\r\n"), "a | b\u3000c");
});

test("a NUL byte drops its line", () => {
  assert.deepEqual(tokens("a\nb \0 c\nd"), {
    text: "a | d",
    reports: ["etc/keepalived.conf:2:3: error: there is a NUL byte in this line"],
  });
});

test("@id keeps a line for one configuration id, @^id for all others", () => {
  assert.equal(read("@node1 a\n@node2 b\n@^node1 c\n@^node2 d\n@node1\n@node e"), "a | d");
  assert.equal(read("@node1 a {\n  @node1 }"), "a | { | }");
  assert.equal(read("a { @node2 b }\n}"), "a | { | }");
});

test("$NAME= defines a text for ${NAME} anywhere and for $NAME before a blank, a comma, ) or the end", () => {
  assert.equal(read('$A=x y\n${A}z $A $A,$A) "${A}"'), 'x yz x y x y,x y) "x y"');
  assert.equal(read("$A=1\n$B=${A}2\n$A=3\n$B"), "32", "it is replaced when it is used");
  assert.equal(read("$A= \nx${A}y"), "xy");
});

test("a definition may go on over lines that end in a backslash, and gives as many lines", () => {
  assert.equal(read("$A=one \\\n  two\\\n \\\n three\nfour {\n $A\n}"), "four | { | one | two | three | }");
  assert.equal(read("$A=one \\\n\nx $A"), "x one", "an empty line ends it");
  assert.equal(read("$B=p\\\nq\n$A=$B\\\n y\nx $A"), "x p | q | y", "definitions nest");
});

test("keepalived's own definitions give the directory, the configuration's id and the comment signs", () => {
  assert.equal(read('a ${_PWD} ${_INSTANCE} "${_HASH}${_BANG}"'), 'a etc node1 "#!"');
  assert.equal(read("a ${_HASH} b"), "a", "outside quotes the sign begins a comment");
});

test("a name that is not defined is an error in braces, a warning bare, and left alone between quotes", () => {
  assert.deepEqual(tokens('a ${X} b $Y "$Z ${Z}" $1').reports, [
    "etc/keepalived.conf:1:3: error: `${X}` is not defined",
    "etc/keepalived.conf:1:10: warning: `$Y` is not defined: it is taken as it stands",
  ]);
});

test("a definition that uses itself ends in an error, not in a loop", () => {
  for (const text of ["$A=x $A\n$A", "$A=$B$B \n$B=$A,$A \n$A", "$A=x\\\n$A\n$A"]) {
    assert.match(tokens(text).reports.join("\n"), /^\S+ error: `[AB]` is defined by itself$/, text);
  }
});

test("a generator that a definition repeats inside of itself ends the reading", () => {
  for (const text of ["$A=~SEQ(N, 2) $A\n{${A}", "$A={~SEQ(N, 1) $A\n$A"]) {
    assert.match(
      tokens(text).reports.join("\n"),
      /a generator is a part of what it repeats: the rest is not read$/,
      text,
    );
  }
});

test("what follows a definition of several lines on its line is an error", () => {
  assert.deepEqual(tokens("$A=a\\\nb\nx { $A }").reports, [
    "etc/keepalived.conf:3:8: error: `A` stands for several lines: nothing can follow it on its line",
  ]);
});

test("what a definition stands for has the place where it is written, and knows that of its use", () => {
  const source = readSource(
    "k",
    filesOf({ k: "$A=longer than its name\n  $A b {" }),
    { configId: "" },
    () => undefined,
  );
  const brace = [...source.tokens].at(-1);
  assert.deepEqual(brace?.kind === "open" && [locate(brace.place), chainOf(brace.place).length], [
    { file: "k", line: 2, column: 8 },
    0,
  ]);
});

test("include reads files in place, in sorted order, relative to the directory of the file that names them", () => {
  const others = {
    "etc/conf.d/b.conf": "b",
    "etc/conf.d/a.conf": "a { include more/x",
    "etc/conf.d/.hidden.conf": "h",
    "etc/conf.d/more/x": "}",
  };
  assert.equal(read("one\ninclude conf.d/*.conf\ntwo", others), "one | a | { | } | b | two");
  assert.equal(read("include conf.d/{b,a}.conf", others), "b | a | { | }");
  assert.equal(read("include conf.d/[^b].conf", others), "a | { | }");
  assert.equal(read("include /etc/x?", { "/etc/x1": "1", "/etc/x2": "2" }), "1 | 2");
  assert.equal(read("a { include x }", { "etc/x": "b" }), "a | { | b | }");
});

test("a missing file is a warning, or an error where the flag of include says so", () => {
  const severity = (line: string): string[] =>
    tokens(line, { "etc/a": "" }).reports.map((text) => text.split(" ")[1] ?? "");
  assert.deepEqual(severity("include no"), ["warning:"]);
  assert.deepEqual(severity("includer no"), ["warning:"]);
  assert.deepEqual(severity("includem no"), ["error:"]);
  assert.deepEqual(severity("includem n*"), ["warning:"]);
  assert.deepEqual(severity("includem {a,no}"), ["warning:"]);
  assert.deepEqual(severity("includew n*"), ["error:"]);
  assert.deepEqual(severity("includeb {a,no}"), ["error:"]);
  assert.deepEqual(severity("include {a,no}"), ["warning:"]);
  assert.deepEqual(severity("includea n*"), ["error:"]);
  assert.deepEqual(severity("include"), ["error:"]);
});

test("a file that includes itself, directly or through others, is an error", () => {
  assert.deepEqual(tokens("a\ninclude b", { "etc/b": "b\ninclude keepalived.conf" }), {
    text: "a | b",
    reports: ["etc/b:2:9: error: `etc/keepalived.conf` includes itself"],
  });
});

test("a generator repeats its line for numbers, hexadecimal numbers and lists of values", () => {
  assert.equal(
    read("~SEQ(N, 3) a$N b\n~SEQ(N, 0) b${N}\n~SEQ(N, -2) c${N}"),
    "a1 b | a2 b | a3 b | b1 | b0 | c-1 | c-2",
  );
  assert.equal(read("~SEQ(N, 2, 4) a${N} ${N}\n~SEQ(N, 4, 2) ${N}"), "a2 2 | a3 3 | a4 4 | 4 | 3 | 2");
  assert.equal(read("~SEQ(N, 0, 5, 11) ${N}\n~SEQ(N, 5, -2, 0) ${N}"), "0 | 5 | 10 | 5 | 3 | 1");
  assert.equal(read("~SEQ(N, 0x10, 010) ${N}\n$E=2\n~SEQ(N, ${E}) ${N}").split(" | ").length, 11);
  assert.equal(read("~SEQx(N, 9, 17) ${N}"), "9 | a | b | c | d | e | f | 10 | 11");
  assert.equal(read("~LST(N, a, b-c, 3) x${N}"), "xa | xb-c | x3");
  assert.equal(read("~LST({H, W}, {a, 1}, {b}) ${H}=${W}."), "a=1. | b=.");
});

test("generators may be nested, the inner one fastest, and stand behind a condition or a brace", () => {
  assert.equal(read("~SEQ(A, 2) ~LST(B, x, y) ${A}${B}"), "1x | 1y | 2x | 2y");
  assert.equal(read("@node1 ~SEQ(A, 2) ${A}\n@other ~SEQ(A, 9) ${A}"), "1 | 2");
  assert.equal(read("b { ~SEQ(N, 2) c {\n"), "b | { | c | { | c | {");
  assert.equal(read("$L=a ${N} {\\\n b \\\n }\n~SEQ(N, 2) $L"), "a 1 | { | b | } | a 2 | { | b | }");
  assert.equal(read("~SEQ(N, 2) a\nb ${N}"), "a | a | b 2", "the name keeps its last value");
});

test("a generator that cannot be understood is an error, and repeats nothing", () => {
  const malformed = [
    "~SEQ(N, 1, 0, 3) x",
    "~SEQ(N, 1, -1, 3) x",
    "~SEQ(N, 1x) x",
    "~SEQ(N) x",
    "~SEQ(N, 1, 2, 3, 4) x",
    "~SEQ(1N, 3) x",
    "~SEQ(N, 3",
    "~SEQ N",
    "~SEQx(N, -1, 3) x",
    "~LST(N) x",
    "~LST({A, B}, {1, 2, 3}) x",
  ];
  for (const line of malformed) {
    const { text, reports } = tokens(line);
    assert.equal(text, "", line);
    assert.match(reports.join("\n"), /^\S+:1:1: error: [^\n]+$/, line);
  }
});

test("a generator with nothing behind it repeats nothing, but its name keeps the last value", () => {
  const { text, reports } = tokens("~SEQ(N, 3) # comment\na ${N}");
  assert.equal(text, "a 3");
  assert.deepEqual(reports, ["etc/keepalived.conf:1:1: warning: there is nothing to repeat behind the list"]);
});

test("the way of a text through generators inside each other and inside a definition has each step once", () => {
  const source = readSource(
    "k",
    filesOf({ k: "$L=x { ~SEQ(M, 1) ~SEQ(N, 1) y\n$L" }),
    { configId: "" },
    () => undefined,
  );
  const token = [...source.tokens].at(-1);
  assert(token?.kind === "text");
  const steps = chainOf(token.fragment.place).map(({ text, place }) => `${text} ${renderLocation(place)}`);
  assert.deepEqual(steps, ["repeated with N=1 k:1:19", "repeated with M=1 k:1:8", "used as $L k:2:1"]);
});

test("a problem in a repeated line knows the value it is repeated with, and where the line is used", () => {
  const source = readSource("k", filesOf({ k: "$L=a b\n~SEQ(N, 7, 7) $L" }), { configId: "" }, () => undefined);
  const [token] = source.tokens;
  assert(token?.kind === "text");
  assert.deepEqual(locate(token.fragment.place), { file: "k", line: 1, column: 4 });
  const steps = chainOf(token.fragment.place).map(({ text, place }) => `${text} ${renderLocation(place)}`);
  assert.deepEqual(steps, ["used as $L k:2:15", "repeated with N=7 k:2:1"]);
});
