import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { invocation } from "../../src/cli/invocation.ts";
import { areas, catalogue } from "../../src/config/catalogue.ts";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { language } from "../../src/config/document/language.ts";
import { renderConfigurationPage, sampleConfiguration } from "../../src/config/document/man5.ts";
import { renderProgramPage } from "../../src/config/document/man8.ts";
import { anchorOf } from "../../src/config/document/markdown.ts";
import { renderProblemList } from "../../src/config/document/problems.ts";
import { renderReference } from "../../src/config/document/reference.ts";
import { root } from "../../src/config/keywords/root.ts";
import type { ProblemRow } from "../../src/config/problems/row.ts";
import { assertGolden, repositoryFile } from "./golden.ts";
import { readAlone, readText, render } from "./reading.ts";

test("docs/keywords.md is what the table of keywords says", () => {
  assertGolden("docs/keywords.md", renderReference());
});

test("docs/problems.md is what the catalogue says", () => {
  assertGolden("docs/problems.md", renderProblemList());
});

test("man/keepalived.conf.5 is what the table of keywords says", () => {
  assertGolden("man/keepalived.conf.5", renderConfigurationPage(invocation));
});

test("man/keepalived.8 is what the tables of options and commands say", () => {
  assertGolden("man/keepalived.8", renderProgramPage(invocation));
});

for (const page of ["man/keepalived.conf.5", "man/keepalived.8"]) {
  test(`mandoc finds no fault in ${page}`, { skip: without("mandoc") }, () => {
    const { status, stdout, stderr } = spawnSync("mandoc", ["-T", "lint", "-W", "warning", repositoryFile(page)], {
      encoding: "utf8",
    });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  });

  test(`man shows ${page} without a warning, and all its words`, { skip: without("man") }, () => {
    const { stdout, stderr } = spawnSync("man", ["--warnings", "-l", repositoryFile(page)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8", MANWIDTH: "100", MANPAGER: "cat" },
    });
    assert.equal(stderr, "");
    for (const word of page.endsWith("5") ? keywords : options) assert.ok(stdout.includes(word), word);
  });
}

const keywords = sectionsOf("", root).flatMap(({ table }) => Object.keys(table));
const options = [...invocation.options, ...invocation.commands.flatMap((command) => command.options)].map(
  ({ long }) => `--${long}`,
);

test("The examples of the manual and the reference are configurations without a mistake", () => {
  const examples = language.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "example" ? [part.lines] : [])),
  );
  const included = { "/etc/keepalived/conf.d/one.conf": "", "site-a.conf": "", "site-b.conf": "" };
  for (const lines of [...examples, sampleConfiguration]) {
    const { problems } = readAlone(root, { ...included, "keepalived.conf": lines.join("\n") });
    assert.deepEqual(problems, [], lines.join("\n"));
  }
});

test("The sample of the manual is whole: nothing is left to say about it", () => {
  assert.equal(render(readText(sampleConfiguration.join("\n"))), "");
});

test("Every link of the reference leads to a heading", () => {
  const text = renderReference();
  const anchors = new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchorOf(title)));
  for (const [, target = ""] of text.matchAll(/\]\(#([^)]*)\)/g)) assert.ok(anchors.has(target), target);
});

test("No two kinds of problems have one name or one code", () => {
  const codes = Object.values<ProblemRow>(catalogue).map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
  const tables = readdirSync(repositoryFile("src/config/problems")).filter((file) => file !== "row.ts");
  const rows = [...tables.map((file) => `src/config/problems/${file}`), "src/together/finding.ts"].flatMap(
    (file) => readFileSync(repositoryFile(file), "utf8").match(/code: "KA\d{4}"/g) ?? [],
  );
  assert.equal(rows.length, codes.length, "a row that another one hides");
});

test("Every beginning of a code has a title in the catalogue", () => {
  for (const [kind, { code }] of Object.entries<ProblemRow>(catalogue)) assert.ok(areas[code.slice(0, 4)], kind);
});

/** The reason to skip; where every test has to run, the test runs and fails instead. */
function without(program: string): string | false {
  return spawnSync(program, ["-h"]).error !== undefined && process.env.CI !== "true" && `${program} is not installed`;
}
