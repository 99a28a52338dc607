import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { doctor } from "../../src/cli/doctor.ts";
import { enterNamespace, ip } from "../kernel/namespace.ts";

const options = enterNamespace(import.meta.url);
const directory = mkdtempSync(join(tmpdir(), "doctor-"));
after(() => rmSync(directory, { recursive: true }));

if (!options.skip) {
  ip("link add eno16780032 type veth peer name other");
  ip("address add 192.168.0.4/24 dev eno16780032");
  ip("link set eno16780032 up");
  ip("link set other up");
}

/** The tutorial's file, with one of its wide blanks; the program is one that every machine has. */
function file(name: string, state: string, priority: number): string {
  const text = `global_defs {
    router_id LVS_DEVEL   #虚拟路由名称
}
vrrp_script chk_haproxy {
    script "test -e /"
    interval 2
    weight 2
    fall 2
    rise 1
}
vrrp_instance VI_1 {
    state ${state}　　　#本机实例状态
    interface eno16780032
    virtual_router_id 51
    priority ${priority}
    advert_int 1
    virtual_ipaddress {
        192.168.0.121
    }
    track_script {
        chk_haproxy
    }
}
`;
  return written(name, text);
}

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function run(...argv: readonly string[]): Promise<{ status: number; text: string }> {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const status = await doctor([...argv, "--haproxy", "/dev/null"], { write });
  return { status, text };
}

test("The tutorial's two files do not move the VIP, and doctor says why and what would", options, async () => {
  const files = [file("master.conf", "MASTER", 120), file("backup.conf", "BACKUP", 100)] as const;
  const { status, text } = await run("-f", files[0], "--peer", files[1]);
  assert.equal(status, 1);
  assert.equal(
    text,
    `error: A failure of chk_haproxy (weight 2) lowers VI_1 from 122 to 120, which is not below the 102 of ${files[1]}: the VIP stays.
  where: ${files[0]}:21
  cure:  give chk_haproxy a weight of 21 to 153 (30, say) or of -21 or lower (-30, say) in every file, or weight 0, with which a failure is a FAULT and always moves the VIP

1 error.
`,
  );
  assert.deepEqual(await run("-f", files[0], "-f", files[1]), { status, text });
});

test("A warning alone is no failure", options, async () => {
  const { status, text } = await run("-f", file("master.conf", "MASTER", 120));
  assert.equal(status, 0);
  assert.match(text, /^warning: .* is 121 or 122\.\n(.*\n)*\n1 warning\.\n$/);
});

test("Every mistake of the configuration is a finding with its place, in each of the files", options, async () => {
  const good = file("master.conf", "MASTER", 120);
  const bad = written("bad.conf", "vrrp_instance VI_1 {\n  interfac eth0\n  virtual_router_id 900\n}\n");
  const { status, text } = await run("-f", bad, "--json");
  assert.equal(status, 1);
  const findings: readonly Record<string, unknown>[] = JSON.parse(text);
  assert.ok(findings.length >= 2);
  for (const { name, where } of findings) {
    assert.equal(name, "configuration");
    assert.match(String(where), /bad\.conf:\d+:\d+$/);
  }
  assert.equal((await run("-f", good, "--peer", bad)).status, 1);
  assert.equal((await run("-f", join(directory, "absent.conf"))).status, 1);
});

test("JSON is an array of findings, empty when nothing is wrong", options, async () => {
  const fine = written(
    "fine.conf",
    "vrrp_instance VI_1 {\ninterface eno16780032\nvirtual_router_id 51\nvirtual_ipaddress {\n192.168.0.121\n}\n}\n",
  );
  assert.deepEqual(await run("-f", fine, "--json"), { status: 0, text: "[]\n" });
  assert.deepEqual(await run("-f", fine), { status: 0, text: "Nothing is wrong.\n" });
  const [finding] = JSON.parse((await run("-f", file("master.conf", "MASTER", 120), "--json")).text);
  assert.deepEqual(Object.keys(finding), ["severity", "name", "what", "where", "cure"]);
});

test("A wrong command line is neither healthy nor ill", async () => {
  assert.deepEqual(await run("--nonsense"), { status: 2, text: "" });
});

test("A file of haproxy's that cannot be read is said not to have been examined", options, async () => {
  const { status, text } = await run(
    "-f",
    file("master.conf", "MASTER", 120),
    "--haproxy",
    join(directory, "none.cfg"),
  );
  assert.equal(status, 0);
  assert.match(text, /note: .*none\.cfg was not examined: .*ENOENT/);
});
