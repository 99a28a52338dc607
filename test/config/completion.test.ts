import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { invocation } from "../../src/cli/invocation.ts";
import { renderBash } from "../../src/config/document/completion/bash.ts";
import { renderFish } from "../../src/config/document/completion/fish.ts";
import { renderZsh } from "../../src/config/document/completion/zsh.ts";
import { assertGolden, repositoryFile } from "./golden.ts";

const shells = { bash: renderBash, zsh: renderZsh, fish: renderFish };
type Shell = keyof typeof shells;

for (const [shell, render] of Object.entries(shells)) {
  const file = `packaging/completion/keepalived.${shell}`;
  test(`${file} is what the tables of options and commands say`, () => {
    assertGolden(file, render(invocation));
  });
}

const directory = mkdtempSync(join(tmpdir(), "completion-"));
after(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, "folder"));
writeFileSync(join(directory, "file.conf"), "");

/** What is there to choose from at the end of a line; the last word is what has been typed of it. */
const choices: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [["st"], ["status"]],
  [["--use"], ["--use-file"]],
  [
    ["--signum", ""],
    ["STOP", "RELOAD", "DATA", "STATS"],
  ],
  [["-f", `${directory}/fi`], [`${directory}/file.conf`]],
  [["-n", "--pid", `${directory}/fi`], [`${directory}/file.conf`]],
  [["doctor", "--ha"], ["--haproxy"]],
  [["doctor", "-i", ""], []],
  [
    ["install", "--init", "sys"],
    ["systemd", "sysv"],
  ],
  [["config", "--use-fi"], ["--use-file"]],
  // Refused by this version, and no command behind an option.
  [["--gen"], []],
  [["-n", "stat"], []],
];

test("bash completes commands, options, files and words", { skip: without("bash") }, () => {
  for (const [words, offered] of choices) {
    assert.deepEqual(askBash(["keepalived", ...words]).toSorted(), offered.toSorted(), words.join(" "));
  }
  assert.deepEqual(
    askBash(["keepalived", ""]),
    invocation.commands.map(({ name }) => name),
  );
  assert.deepEqual(askBash(["keepalived", "uninstall", "--prefix", `${directory}/`]), [`${directory}/folder`]);
  // As bash splits --use-file=FILE and --signum=.
  assert.deepEqual(askBash(["keepalived", "--use-file", "=", `${directory}/fi`]), [`${directory}/file.conf`]);
  assert.deepEqual(askBash(["keepalived", "--signum", "="]), ["STOP", "RELOAD", "DATA", "STATS"]);
});

test("fish completes commands, options, files and words", { skip: without("fish") }, () => {
  for (const [words, offered] of choices) {
    assert.deepEqual(askFish(["keepalived", ...words]).toSorted(), offered.toSorted(), words.join(" "));
  }
  assert.deepEqual(askFish(["keepalived", ""]).toSorted(), invocation.commands.map(({ name }) => name).toSorted());
  assert.deepEqual(askFish(["keepalived", "uninstall", "--prefix", `${directory}/`]), [`${directory}/folder/`]);
  assert.deepEqual(askFish(["keepalived", `--use-file=${directory}/fi`]), [`--use-file=${directory}/file.conf`]);
});

test("zsh completes commands, options, files and words", { skip: without("zsh"), timeout: 120_000 }, () => {
  const lines = new Map([
    ["keepalived stat", "keepalived status "],
    ["keepalived --use", "keepalived --use-file="],
    ["keepalived --signum REL", "keepalived --signum RELOAD "],
    [`keepalived -f ${directory}/fi`, `keepalived -f ${directory}/file.conf `],
    [`keepalived --config-test=${directory}/fi`, `keepalived --config-test=${directory}/file.conf `],
    ["keepalived doctor --ha", "keepalived doctor --haproxy="],
    ["keepalived install --init syst", "keepalived install --init systemd "],
    [`keepalived uninstall --prefix ${directory}/`, `keepalived uninstall --prefix ${directory}/folder/`],
    ["keepalived --gen", "keepalived --gen"],
    ["keepalived -n stat", "keepalived -n stat"],
  ]);
  copyFileSync(repositoryFile("packaging/completion/keepalived.zsh"), join(directory, "_keepalived"));
  const script = repositoryFile("test/config/complete.zsh");
  const { stdout } = spawnSync("zsh", ["-f", script, directory, ...lines.keys()], {
    encoding: "utf8",
    timeout: 100_000,
  });
  const completed = [...stdout.matchAll(/=\[(.*?)\]=/g)].map(([, line]) => line);
  assert.deepEqual(completed, [...lines.values()]);
});

test("Each shell reads its file without a complaint", () => {
  for (const shell of ["bash", "zsh", "fish"] as const) {
    if (without(shell) !== false) continue;
    assert.equal(run(shell, ["-n", completionFile(shell)]), "");
  }
});

function askBash(words: readonly string[]): readonly string[] {
  const script =
    'source "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _keepalived; printf "%s\\n" "${COMPREPLY[@]}"';
  return linesOf(run("bash", ["--norc", "-c", script, "bash", completionFile("bash"), ...words]));
}

function askFish(words: readonly string[]): readonly string[] {
  const script = "source $argv[1]; complete -C $argv[2]";
  const output = run("fish", ["--no-config", "-c", script, completionFile("fish"), words.join(" ")]);
  return linesOf(output).map((line) => line.split("\t")[0] ?? "");
}

function run(shell: Shell, argv: readonly string[]): string {
  const { stdout, stderr } = spawnSync(shell, argv, { encoding: "utf8", timeout: 30_000 });
  assert.equal(stderr, "");
  return stdout;
}

function completionFile(shell: Shell): string {
  return repositoryFile(`packaging/completion/keepalived.${shell}`);
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** The reason to skip; where every test has to run, the test runs and fails instead. */
function without(program: string): string | false {
  return (
    spawnSync(program, ["-c", "true"]).error !== undefined && process.env.CI !== "true" && `${program} is not installed`
  );
}
