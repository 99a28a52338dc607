import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../../bin/keepalived", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "diff-"));
after(() => rmSync(directory, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function diff(...words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(launcher, ["diff", ...words], { encoding: "utf8", timeout: 60_000 });
  return { status, stdout, stderr };
}

const INSTANCE = "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.1 }\n";
const old = written(
  "old.conf",
  `vrrp_instance A {\n${INSTANCE}priority 100\n}\nvrrp_instance B {\n${INSTANCE.replace("1 }", "2 }").replace("id 1", "id 2")}}\n`,
);

test("each block that a reload changes is told with what it costs and the values", () => {
  const now = written(
    "new.conf",
    `global_defs {\nvrrp_garp_master_repeat 2\n}\nvrrp_instance A {\n${INSTANCE}version 3\nnopreempt\n}\nvrrp_instance C {\n${INSTANCE.replace("id 1", "id 3")}}\n`,
  );
  assert.deepEqual(diff(old, now), {
    status: 1,
    stderr: "",
    stdout: `global_defs: added
vrrp_instance A: starts anew: priority, version, nopreempt, garp_master_repeat, garp_lower_prio_repeat
    priority: \`100\` → (nothing)
    version: \`2\` → \`3\`
    nopreempt: (nothing) → \`on\`
    garp_master_repeat: \`5\` → \`2\`
    garp_lower_prio_repeat: \`5\` → \`2\`
vrrp_instance C: added
vrrp_instance B: removed
`,
  });
});

test("files that mean the same have no difference, however they are written", () => {
  const same = written(
    "same.conf",
    `$P=100\nvrrp_instance A { ${INSTANCE}\npriority $P\nadvert_int 1\n}\nvrrp_instance B {\n${INSTANCE.replace("1 }", "2 }").replace("id 1", "id 2")}}\n`,
  );
  assert.deepEqual(diff(old, same), { status: 0, stdout: "nothing changes\n", stderr: "" });
  assert.deepEqual(JSON.parse(diff("--json", old, same).stdout), []);
});

test("a file that cannot be used has no difference to another", () => {
  const wrong = written("wrong.conf", "priority 1\n");
  const { status, stdout, stderr } = diff(old, wrong);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /wrong\.conf:1:1: error: /);
  assert.equal(diff(old).status, 2);
});
