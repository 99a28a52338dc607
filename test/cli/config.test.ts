import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const PATIENCE = { timeout: 60_000 };
const launcher = fileURLToPath(new URL("../../../bin/keepalived", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "config-"));
after(() => rmSync(directory, { recursive: true }));

const file = written(
  "keepalived.conf",
  `$NET=192.0.2
include part.conf
vrrp_instance A {   # the one that matters
  @router1 interface eth0
  @^router1 interface eth1
  virtual_router_id 51
  virtual_ipaddress { \${NET}.7 }
  track_script { web }
}
`,
);
written(
  "part.conf",
  'global_defs { enable_script_security }\nvrrp_script web { script "/bin/test -e /"\ninterval 3 }\n',
);

test("Without --json it is the configuration with everything in its place that was elsewhere", PATIENCE, () => {
  const { status, stdout, stderr } = keepalived("-f", file, "-i", "router1");
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.equal(
    stdout,
    `global_defs {
    enable_script_security
}
vrrp_script web {
    script "/bin/test -e /"
    interval 3
}
vrrp_instance A {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.7
    }
    track_script {
        web
    }
}
`,
  );
});

test("What it prints is a configuration that it prints in the same way", PATIENCE, () => {
  const { stdout } = keepalived("-f", file, "-i", "router2");
  assert.match(stdout, /interface eth1/);
  assert.equal(keepalived("-f", written("again.conf", stdout)).stdout, stdout);
});

test("With --json each value says where it is from, also through an include", PATIENCE, () => {
  const { status, stdout } = keepalived("--json", "-f", file, "-i", "router1");
  assert.equal(status, 0);
  const { files, configuration } = JSON.parse(stdout);
  assert.deepEqual(files, [file, join(directory, "part.conf")]);
  const { interval, rise } = configuration.vrrp_script.web.values;
  assert.deepEqual(interval, { value: 3, place: { file: join(directory, "part.conf"), line: 3, column: 1 } });
  assert.deepEqual(rise, { value: 1, from: "default" });
  assert.deepEqual(configuration.vrrp_instance.A.values.interface.value, "eth0");
});

test("What is wrong with the file goes to stderr, and a half configuration is not printed", PATIENCE, () => {
  const bad = written("bad.conf", "vrrp_instance A {\n  priority 900\n}\n");
  const { status, stdout, stderr } = keepalived("-f", bad);
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /bad\.conf:2:12: error: .* \[KA0202\]\n/);
  assert.equal(keepalived("-f", join(directory, "none.conf")).status, 2);
});

function keepalived(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(launcher, ["config", ...argv], { encoding: "utf8", timeout: 30_000 });
}

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}
