import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { doctor } from "../../src/cli/doctor.ts";
import { hearMasters } from "../../src/cli/examine.ts";
import { layWire, prepare, receiver } from "./wire.ts";

const options = prepare(import.meta.url);
const wire = options.skip ? undefined : layWire();

test("The daemon that runs here tells doctor which priority its master has", options, async () => {
  const directory = mkdtempSync(join(tmpdir(), "doctor-"));
  const [configuration, pidFile] = [join(directory, "k.conf"), join(directory, "k.pid")];
  writeFileSync(
    configuration,
    `vrrp_script check {\nscript "test -e /"\nweight 2\n}
vrrp_instance VI_1 {\ninterface ${receiver.name}\nvirtual_router_id 51\npriority 100
virtual_ipaddress {\n10.77.0.9\n}\ntrack_script {\ncheck\n}\n}\n`,
  );
  assert.deepEqual(await hearMasters(pidFile), []);
  const words = ["dist/keepalived.cjs", "-n", "-G", "-f", configuration, "-p", pidFile, "-r", join(directory, "v.pid")];
  const daemon = spawn(process.execPath, words, { stdio: "inherit" });
  const gone = once(daemon, "exit");
  const adverts = setInterval(() => wire?.send(122), 200);
  try {
    for (let tries = 0; tries < 150 && (await hearMasters(pidFile)).length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(await hearMasters(pidFile), [
      { interface: receiver.name, virtualRouterId: 51, address: "10.77.0.1", priority: 122 },
    ]);
    let text = "";
    const write = (more: string) => {
      text += more;
    };
    assert.equal(await doctor(["-f", configuration, "-p", pidFile, "--haproxy", "/dev/null"], { write }), 0);
    assert.match(text, /^warning: Now the master 10\.77\.0\.1 has 122\. If check lowers it by 2 as it does here, 120 /);
    daemon.kill("SIGSTOP");
    assert.deepEqual(await hearMasters(pidFile), []);
  } finally {
    clearInterval(adverts);
    daemon.kill("SIGCONT");
    daemon.kill("SIGTERM");
    await gone;
    rmSync(directory, { recursive: true });
  }
});
