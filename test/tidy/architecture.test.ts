import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.c"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((name) => name !== "");
const program = sources.filter((name) => !name.startsWith("test/"));

/** What each layer may import; its own folder goes without saying. Design, section 2. */
const layers: Readonly<Record<string, readonly string[]>> = {
  "src/wire": [],
  "src/core": ["src/wire"],
  "src/config": ["src/core", "src/wire", "src/together"],
  "src/together": ["src/core", "src/wire"],
  "src/doctor": ["src/together", "src/core", "src/wire"],
  sim: ["src/core", "src/wire", "src/config"],
  "src/kernel": ["src/core", "src/wire", "src/host"],
  "src/host": ["src/core", "src/wire", "src/kernel", "src/config"],
  "src/status": ["src/core", "src/wire"],
  "src/daemon": ["src/core", "src/wire", "src/config", "src/kernel", "src/host", "src/status", "src"],
  "src/cli": [
    "src/core",
    "src/wire",
    "src/config",
    "src/kernel",
    "src/host",
    "src/status",
    "src/daemon",
    "src/doctor",
    "src/together",
    "src",
  ],
};

test("imports point the way the design says", () => {
  const wrong = program.flatMap((name) => {
    const layer = Object.keys(layers).find((folder) => name.startsWith(`${folder}/`));
    const allowed = layer === undefined ? undefined : layers[layer];
    if (layer === undefined || allowed === undefined) return [];
    return importsOf(name)
      .filter((target) => !target.startsWith(`${layer}/`))
      .filter(
        (target) =>
          !allowed.some((folder) => (folder === "src" ? dirname(target) === "src" : target.startsWith(`${folder}/`))),
      )
      .map((target) => `${name} imports ${target}`);
  });
  assert.deepEqual(wrong, []);
});

test("no source file is longer than 400 lines", () => {
  const long = program.filter((name) => linesOf(name).length > 400).map((name) => `${name}: ${linesOf(name).length}`);
  assert.deepEqual(long, []);
});

test("the native part stays within 300 lines", () => {
  const lines = program.filter((name) => name.endsWith(".c")).reduce((sum, name) => sum + linesOf(name).length, 0);
  assert.ok(lines <= 300, `${lines} lines of C`);
});

test("no function is longer than 60 lines", () => {
  const long = program.filter((name) => name.endsWith(".ts")).flatMap(longFunctions);
  assert.deepEqual(long, []);
});

test("files and functions have names that say something", () => {
  const files = sources.filter((name) => /(^|\/)(index|utils?|helpers?|common|managers?|misc)\.ts$/.test(name));
  const functions = program.flatMap((name) =>
    [...readFileSync(name, "utf8").matchAll(/function ((?:handle|process)[A-Z]\w*)/g)].map(
      (match) => `${name}: ${match[1]}`,
    ),
  );
  assert.deepEqual([...files, ...functions], []);
});

test("nothing is silenced or left unfinished", () => {
  const marks =
    /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|biome-ignore|\bas (any|unknown as)\b|\b(test|it|describe)\.(only|todo)\(/;
  const found = sources
    .filter((name) => name !== "test/tidy/architecture.test.ts")
    .flatMap((name) =>
      linesOf(name).flatMap((line, index) => (marks.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
    );
  assert.deepEqual(found, []);
});

test("no file, no export and no dependency is without use", () => {
  execFileSync("node_modules/.bin/knip", ["--no-progress"], { stdio: "pipe" });
});

test("the linter finds nothing", () => {
  execFileSync("node_modules/.bin/biome", ["check", "--error-on-warnings", "."], { stdio: "pipe" });
});

function importsOf(name: string): string[] {
  const specifiers = [...readFileSync(name, "utf8").matchAll(/from "(\.[^"]+)"/g)].map((match) => match[1] ?? "");
  return specifiers.map((specifier) => normalize(join(dirname(name), specifier)));
}

function linesOf(name: string): string[] {
  return readFileSync(name, "utf8").trimEnd().split("\n");
}

/** By the formatter's habit a function or method ends at the first line that closes a brace at its own indentation. */
function longFunctions(name: string): string[] {
  const lines = linesOf(name);
  return lines.flatMap((line, start) => {
    const opening =
      /^(\s*)(?:export |async |static |private |override )*(?:function\b.*|#?\w+\([^;]*\)(?:: [^=;]+)?) \{$/.exec(line);
    if (opening === null || /^\s*(if|for|while|switch|catch)\b/.test(line)) return [];
    const end = lines.findIndex((other, at) => at > start && other === `${opening[1]}}`);
    return end - start >= 60 ? [`${name}:${start + 1}: ${end - start + 1} lines`] : [];
  });
}
