import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { describeCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";

const PATIENCE = { timeout: 60_000 };
const launcher = fileURLToPath(new URL("../../../bin/keepalived", import.meta.url));

test("--help names every command", PATIENCE, () => {
  const { status, stderr } = keepalived("--help");
  assert.equal(status, 0);
  for (const { name, does } of commands) assert.match(stderr, new RegExp(`^  ${name} +${does}$`, "m"));
});

test("A word that is no command is refused, and starts no daemon", PATIENCE, () => {
  const { status, stdout, stderr } = keepalived("chekc", "file");
  assert.equal(stdout, "");
  assert.equal(stderr, "keepalived: there is no command `chekc`; did you mean `check`?\n");
  assert.equal(status, 1);
});

for (const command of commands) {
  test(`keepalived ${command.name} --help names every option, whatever else is given`, PATIENCE, () => {
    for (const words of [["--help"], ["-h"], ["--nonsense", "--help"]]) {
      const { status, stdout, stderr } = keepalived(command.name, ...words);
      assert.equal(stderr, "");
      assert.equal(status, 0);
      assert.ok(stdout.startsWith(`Usage: keepalived ${command.name} ${command.synopsis}`));
      for (const { short, long, does } of describeCommand(command).options) {
        const names = short === undefined ? `--${long}` : `-${short}, --${long}`;
        assert.ok(
          stdout.split("\n").some((line) => line.trim().startsWith(names) && line.endsWith(does)),
          names,
        );
      }
    }
  });

  test(`keepalived ${command.name} says in one line that a word is not known`, PATIENCE, () => {
    const { status, stdout, stderr } = keepalived(command.name, "--nonsense");
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^keepalived ${command.name}: [^\n]*--nonsense[^\n]*\n$`));
    assert.ok(status === 1 || status === 2);
  });
}

function keepalived(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(launcher, argv, { encoding: "utf8", timeout: 30_000 });
}
