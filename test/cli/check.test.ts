import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { check } from "../../src/cli/check.ts";
import { version } from "../../src/version.ts";
import { assertGolden, repositoryFile } from "../config/golden.ts";

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

const PAIR = (rank: number, peer: string, source: string, more = ""): string => `global_defs {
    script_user root
    enable_script_security
}
vrrp_script web {
    script "/bin/true"
    weight -10
}
track_file drain {
    file /run/drain
}
vrrp_instance inner {
    interface eth0
    virtual_router_id 10
    priority ${rank}
    version 3
    unicast_src_ip ${source}
    unicast_peer {
        ${peer}
    }
    virtual_ipaddress {
        192.0.2.10
    }
}
vrrp_instance outer {
    interface eth1
    virtual_router_id 11
    priority ${rank}
    authentication {
        auth_type PASS
        auth_pass secret
    }
    virtual_ipaddress {
        198.51.100.11
    }
}
vrrp_sync_group both {
    group { inner outer }
    track_script { web }
    track_file { drain weight 0 }
    sync_group_tracking_weight
}
${more}`;

test("--together says of several routers what fails over, and what would not", () => {
  const tutorial = ["router1.conf", "router2.conf"].map((name) => {
    const text = readFileSync(repositoryFile(`lab/tutorial/${name}`), "utf8");
    return written(name, text.replace("weight 30", "weight 2"));
  });
  const { status, output } = run("--together", ...tutorial);
  assertGolden("test/cli/check/together-tutorial.txt", output);
  assert.equal(status, 2);
});

test("--together knows unicast, sync groups and what they track", () => {
  const [one, two] = [
    written("one.conf", PAIR(105, "10.0.0.2", "10.0.0.1")),
    written("two.conf", PAIR(100, "10.0.0.1", "10.0.0.2")),
  ];
  const { status, output } = run("--together", one, two);
  assertGolden("test/cli/check/together-group.txt", output);
  assert.equal(status, 0);
  const wrong = written("wrong-peer.conf", PAIR(100, "10.0.0.9", "10.0.0.2").replace("secret", "geheim"));
  const judged = run("--together", one, wrong);
  assertGolden("test/cli/check/together-wrong.txt", judged.output);
  assert.equal(judged.status, 2);
  assert.doesNotMatch(judged.output, /geheim/, "a password is never shown but in the line where it stands");
});

test("--together as JSON has the outlook beside the problems", () => {
  const [one, two] = [
    written("one.conf", PAIR(105, "10.0.0.2", "10.0.0.1")),
    written("two.conf", PAIR(100, "10.0.0.1", "10.0.0.2")),
  ];
  const { outlooks, problems } = JSON.parse(run("--together", "--format", "json", one, two).output);
  assert.deepEqual(problems, []);
  assert.deepEqual(outlooks[0].virtualRouters[0], {
    virtualRouterId: 10,
    instances: [
      { router: "one.conf", instance: "inner" },
      { router: "two.conf", instance: "inner" },
    ],
  });
  assert.deepEqual(outlooks[0].failures[0].after, { kind: "one", routers: ["two.conf"] });
});

test("--together foresees nothing for files with mistakes, and needs two", () => {
  const { status, output } = run("--together", wrong, good);
  assert.equal(status, 2);
  assert.doesNotMatch(output, /holder after/);
  assert.equal(run("--together", good).status, 2);
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
