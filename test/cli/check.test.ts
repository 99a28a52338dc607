import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { check } from "../../src/cli/check.ts";
import { version } from "../../src/version.ts";
import { assertGolden } from "../config/golden.ts";

const directory = mkdtempSync(join(tmpdir(), "check-"));
after(() => rmSync(directory, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** Status and output of `keepalived check`, with the paths as if the files stood in `/etc/keepalived`. */
function run(...words: readonly string[]): { status: number; output: string } {
  let output = "";
  const status = check(words, { write: (text: string) => (output += text) });
  return { status, output: output.replaceAll(directory, "/etc/keepalived") };
}

const INSTANCE = "vrrp_instance A {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress { 192.0.2.1 }\n";
const good = written("good.conf", `${INSTANCE}}\n`);
const warned = written("warned.conf", `${INSTANCE} priority 10 20\n}\n`);
const insecure = written("insecure.conf", `${INSTANCE}}\nvrrp_script s { script "/bin/true" }\n`);
const wrong = written("wrong.conf", `${INSTANCE} prioritty 10\n}\nvrrp_script s { script "/bin/true" }\n`);

/** A mistake in every way that a text can come: definitions in definitions, a generator, an include. */
const winding = written(
  "winding.conf",
  "$RANK=priority 300\n$COMMON=advert_int 1 \\\n $RANK\ninclude part.conf\n" +
    "~SEQ(N, 1, 3) vrrp_script s${N} { interval x }\n",
);
written("part.conf", `${INSTANCE} $COMMON\n}\n`);

test("the exit status tells clean, warnings with --strict, errors and security apart", () => {
  assert.deepEqual(run("--elsewhere", good), { status: 0, output: "no problems\n" });
  assert.equal(run("--elsewhere", warned).status, 0);
  assert.equal(run("--elsewhere", "--strict", warned).status, 1);
  assert.equal(run("--elsewhere", insecure).status, 3);
  assert.equal(run("--elsewhere", wrong).status, 2);
  assert.equal(run("--elsewhere", good, warned, insecure).status, 3);
});

test("every problem of every file is told, with the line, a caret, what to do and why it matters", () => {
  assertGolden("test/cli/check/problems.txt", run("--elsewhere", good, warned, wrong).output);
});

test("a problem is told at the place where its text is written, with the way that it came", () => {
  assertGolden("test/cli/check/winding.txt", run("--elsewhere", winding).output);
});

test("a file that two others include has its problems once", () => {
  written("shared.conf", "global_defs {\n vrrp_version 9\n}\n");
  const [one, two] = [written("one.conf", "include shared.conf\n"), written("two.conf", "include shared.conf\n")];
  assert.equal(run(one, two).output.match(/KA0202/g)?.length, 1);
});

test("JSON has everything that the text says", () => {
  assertGolden("test/cli/check/winding.json", run("--elsewhere", "--format", "json", winding).output);
});

test("SARIF names the rules and shows each problem at its line", () => {
  const { output } = run("--elsewhere", "--format", "sarif", winding);
  const sarif = JSON.parse(output);
  const [{ tool, results }] = sarif.runs;
  assert.equal(sarif.version, "2.1.0");
  assert.equal(tool.driver.semanticVersion, version);
  const rules = new Set(tool.driver.rules.map(({ id }: { id: string }) => id));
  for (const { ruleId } of results) assert(rules.has(ruleId), ruleId);
  assertGolden("test/cli/check/winding.sarif", `${JSON.stringify(results, undefined, 2)}\n`);
});

test("there are colours on a terminal, unless NO_COLOR says otherwise", () => {
  const onTerminal = (): string => {
    let output = "";
    check(["--elsewhere", wrong], { write: (text: string) => (output += text), isTTY: true });
    return output;
  };
  const { NO_COLOR } = process.env;
  delete process.env.NO_COLOR;
  assert(onTerminal().includes("\u001b[1;31merror:\u001b[0m"));
  process.env.NO_COLOR = "1";
  assert(!onTerminal().includes("\u001b"));
  if (NO_COLOR === undefined) delete process.env.NO_COLOR;
  else process.env.NO_COLOR = NO_COLOR;
});

test("a wrong command line is an error that says what would be right", () => {
  const launcher = new URL("../../../bin/keepalived", import.meta.url).pathname;
  for (const words of [[], ["--format", "xml", good], ["--no-such"]]) {
    const { status, stderr } = spawnSync(launcher, ["check", ...words], { encoding: "utf8", timeout: 30_000 });
    assert.match(stderr, /^keepalived check: .+\n/);
    assert.notEqual(status, 0);
  }
  assert.equal(run("--elsewhere", join(directory, "none.conf")).status, 2);
});
